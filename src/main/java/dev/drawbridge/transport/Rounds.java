package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
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
    private final PeerSettings settings;

    Rounds(
            PeerCalls calls,
            Outbox outbox,
            Lines lines,
            Intake intake,
            BlobRows blobs,
            SpoolFolder spool,
            NodeIdentity node,
            PeerSettings settings) {
        this.calls = calls;
        this.outbox = outbox;
        this.lines = lines;
        this.intake = intake;
        this.blobs = blobs;
        this.spool = spool;
        this.node = node;
        this.settings = settings;
    }

    void push(Connection connection) {
        var bytes = Exchanges.MOST_BYTES;
        while (outbox.hasMore(connection.id(), lines.of(connection.id()).ackedSeq())) {
            var acked = lines.of(connection.id()).ackedSeq();
            var batch = outbox.handOut(connection.id(), acked, "", Exchanges.MOST_EVENTS, bytes);
            if (batch.isEmpty()) break;
            var said = calls.signed(connection, "push", Exchanges.batch(batch));
            if (said.status() == 413 && bytes > 1) {
                bytes /= 2;
                continue;
            }
            stored(
                    connection,
                    acked,
                    said.agreed().path("inSeq").asLong(-1),
                    said.json().path("inHash").asText(""));
        }
        if (connection.isPulled()) contents(connection);
    }

    private void stored(Connection connection, long acked, long seq, String hash) {
        var trouble = seq < acked
                ? "The partner has forgotten events that it had stored: it was restored from a backup."
                : outbox.acknowledged(connection.id(), seq, hash).orElse(null);
        if (trouble != null) throw new PeerTrouble("reconcile", trouble);
        if (seq == acked) throw new PeerTrouble("refused", "The partner took none of the events that were sent.");
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

    void pull(Connection connection) {
        var line = lines.of(connection.id());
        var question = PeerEndpoint.JSON.createObjectNode();
        question.put("after", line.inSeq()).put("inHash", line.inHash()).put("epoch", node.epoch());
        question.put("max", Exchanges.MOST_EVENTS).put("maxBytes", Exchanges.MOST_BYTES);
        question.put("waitSec", settings.pull().holding().toSeconds());
        var answer = calls.signed(connection, "pull", question).agreed();
        if (answer.path("events").isEmpty()) return;
        var cursor = intake.store(connection.id(), answer.path("epoch").asText(""), answer.path("events"));
        if (cursor.trouble() != null) throw new PeerTrouble("reconcile", cursor.trouble());
    }
}
