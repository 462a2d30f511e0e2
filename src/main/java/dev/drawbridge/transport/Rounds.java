package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** One round of sending and one of asking, on a connection that we open. */
@Component
class Rounds {
    private final PeerCalls calls;
    private final Outbox outbox;
    private final Lines lines;
    private final Intake intake;
    private final BlobRows blobs;
    private final SpoolFolder spool;
    private final NodeIdentity node;
    private final Exchanges exchanges;
    private final Room room;

    Rounds(
            PeerCalls calls,
            Outbox outbox,
            Lines lines,
            Intake intake,
            BlobRows blobs,
            SpoolFolder spool,
            NodeIdentity node,
            Exchanges exchanges,
            Room room) {
        this.calls = calls;
        this.outbox = outbox;
        this.lines = lines;
        this.intake = intake;
        this.blobs = blobs;
        this.spool = spool;
        this.node = node;
        this.exchanges = exchanges;
        this.room = room;
    }

    /** Says whether anything was sent. */
    boolean push(Connection connection) {
        var bytes = Exchanges.MOST_BYTES;
        var most = Exchanges.MOST_EVENTS;
        var sent = false;
        while (outbox.hasMore(connection.id(), lines.of(connection.id()).ackedSeq())) {
            var acked = lines.of(connection.id()).ackedSeq();
            var batch = outbox.handOut(connection.id(), acked, "", most, bytes);
            if (batch.isEmpty()) break;
            try {
                var said =
                        calls.signed(connection, "push", Exchanges.batch(batch)).agreed();
                stored(
                        connection,
                        acked,
                        said.path("inSeq").asLong(-1),
                        said.path("inHash").asText(""));
                most = Math.max(1, Math.min(said.path("window").asInt(most), Exchanges.MOST_EVENTS));
                sent = true;
            } catch (PeerTrouble trouble) {
                if (trouble.reason() != PeerTrouble.Reason.TOO_LARGE
                        || batch.events().size() == 1) throw trouble;
                // Halves what really was sent: the first halves of a small batch would change nothing.
                most = batch.events().size() / 2;
                bytes /= 2;
            }
            if (exchanges.isToldOfRemoval(connection)) return true;
        }
        if (connection.isPulled()) contents(connection);
        return sent;
    }

    private void stored(Connection connection, long acked, long seq, String hash) {
        var trouble = seq < acked
                ? "The partner has forgotten events that it had stored: it was restored from a backup."
                : outbox.acknowledged(connection.id(), seq, hash).orElse(null);
        if (trouble != null) throw new PeerTrouble(PeerTrouble.Reason.RECONCILE, trouble);
        if (seq == acked)
            throw new PeerTrouble(PeerTrouble.Reason.REFUSED, "The partner took none of the events that were sent.");
    }

    /** The peer cannot fetch from us, so contents are brought to it. */
    private void contents(Connection connection) {
        for (var blob : blobs.unsent(connection.id())) {
            if (!spool.holds(connection.id(), blob.name())) continue;
            var there = calls.holds(connection, blob)
                    || calls.send(connection, blob, spool.file(connection.id(), blob.name()))
                                    .status()
                            == 200;
            if (there) blobs.sent(connection.id(), blob.name());
        }
    }

    /**
     * One question for what waits there.
     *
     * @param holding how long the peer may wait with its answer until there is something
     */
    void pull(Connection connection, Duration holding) {
        var lacking = room.lacking();
        if (lacking.isPresent())
            throw new PeerTrouble(PeerTrouble.Reason.FULL, lacking.get(), Duration.ofSeconds(Room.RETRY_AFTER));
        var line = lines.of(connection.id());
        var question = PeerEndpoint.JSON.createObjectNode();
        question.put("after", line.inSeq()).put("inHash", line.inHash()).put("epoch", node.epoch());
        question.put("max", room.window()).put("maxBytes", Exchanges.MOST_BYTES);
        question.put("waitSec", holding.toSeconds());
        var answer = calls.signed(connection, "pull", question).agreed();
        if (answer.path("events").isEmpty()) return;
        var cursor = intake.store(connection.id(), answer.path("epoch").asText(""), answer.path("events"));
        if (cursor.trouble() != null) throw new PeerTrouble(PeerTrouble.Reason.RECONCILE, cursor.trouble());
    }
}
