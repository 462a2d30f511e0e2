package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.connection.ProtocolRange;
import dev.drawbridge.queue.Batch;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.transport.ServedCall.Reply;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** What is exchanged once a call is known to come from the peer. */
@Component
class Exchanges {
    static final int MOST_EVENTS = 100;
    // A little below 1 MiB, since the batch is more than its events.
    static final int MOST_BYTES = (1 << 20) - (16 << 10);
    private static final long LONGEST_WAIT = 25;

    private final Outbox outbox;
    private final Lines lines;
    private final Intake intake;
    private final Polls polls;
    private final Room room;
    private final Connections connections;
    private final Clock clock;
    private final BlobRows blobs;
    private final SpoolFolder spool;
    private final NodeIdentity node;
    private final NodeFacts us;

    Exchanges(
            Outbox outbox,
            Lines lines,
            Intake intake,
            Polls polls,
            Room room,
            Connections connections,
            Clock clock,
            BlobRows blobs,
            SpoolFolder spool,
            NodeIdentity node,
            NodeFacts us) {
        this.outbox = outbox;
        this.lines = lines;
        this.intake = intake;
        this.polls = polls;
        this.room = room;
        this.connections = connections;
        this.clock = clock;
        this.blobs = blobs;
        this.spool = spool;
        this.node = node;
        this.us = us;
    }

    Reply hello(Connection connection) {
        return Reply.of(200, greeting(connection));
    }

    ObjectNode greeting(Connection connection) {
        var line = lines.of(connection.id());
        var greeting = PeerEndpoint.JSON.createObjectNode();
        greeting.put("nodeName", us.nodeName()).put("version", us.version()).put("epoch", node.epoch());
        greeting.put("jiraUrl", us.jiraUrl()).put("now", clock.instant().toEpochMilli());
        greeting.putArray("protocol").add(ProtocolRange.OURS.min()).add(ProtocolRange.OURS.max());
        greeting.putArray("features");
        greeting.put("outSeq", line.outSeq()).put("outHash", line.outHash());
        return greeting.put("inSeq", line.inSeq()).put("inHash", line.inHash());
    }

    Reply push(Connection connection, JsonNode body) {
        if (connection.condition() == Condition.RECONCILE) return reconcile(connection.why());
        if (body.path("events").size() > room.mostEvents())
            return Reply.refused(413, "too-large", "Too many events in one batch.");
        var lacking = room.lacking();
        if (lacking.isPresent() && body.path("events").size() > 0) return full(lacking.get());
        var cursor = intake.store(connection.id(), body.path("epoch").asText(""), body.path("events"));
        if (cursor.trouble() != null) return reconcile(cursor.trouble());
        var answer = PeerEndpoint.JSON.createObjectNode();
        answer.put("inSeq", cursor.seq()).put("inHash", cursor.hash()).put("window", room.window());
        return Reply.of(200, answer);
    }

    private static Reply full(String sentence) {
        return Reply.of(
                429,
                PeerEndpoint.JSON
                        .createObjectNode()
                        .put("reason", "full")
                        .put("detail", sentence)
                        .put("window", 0)
                        .put("retryAfter", Room.RETRY_AFTER));
    }

    Reply pull(Connection connection, JsonNode body) {
        if (connection.condition() == Condition.RECONCILE) return reconcile(connection.why());
        var after = body.path("after").asLong(0);
        try {
            var batch = handOut(connection, body, after);
            if (isToldOfRemoval(connection)) return Reply.of(200, batch(batch));
            var wait = Math.min(body.path("waitSec").asLong(0), LONGEST_WAIT);
            if (batch.isEmpty() && wait > 0) {
                polls.await(connection.id(), wait, () -> outbox.hasMore(connection.id(), after));
                batch = handOut(connection, body, after);
            }
            return Reply.of(200, batch(batch));
        } catch (IllegalStateException histories) {
            intake.reconcile(connection.id(), String.valueOf(histories.getMessage()));
            return reconcile(String.valueOf(histories.getMessage()));
        }
    }

    /** A connection removed here goes once the partner has stored that; says whether it has gone. */
    boolean isToldOfRemoval(Connection connection) {
        if (!connection.isLeaving() || outbox.waiting(connection.id()) > 0) return false;
        connections.remove(connection.id());
        return true;
    }

    private Batch handOut(Connection connection, JsonNode body, long after) {
        var max = Math.max(1, Math.min(body.path("max").asInt(MOST_EVENTS), MOST_EVENTS));
        var bytes = Math.max(1, Math.min(body.path("maxBytes").asInt(MOST_BYTES), MOST_BYTES));
        return outbox.handOut(connection.id(), after, body.path("inHash").asText(""), max, bytes);
    }

    static ObjectNode batch(Batch batch) {
        var json = PeerEndpoint.JSON.createObjectNode();
        json.put("epoch", batch.epoch());
        var events = json.putArray("events");
        batch.events().forEach(event -> events.add(event.json()));
        return json.put("headSeq", batch.headSeq()).put("headHash", batch.headHash());
    }

    Reply blobKnown(Connection connection, String name) {
        var known = blobs.incoming(connection.id(), name).isPresent() && spool.holds(connection.id(), name)
                || blobs.outgoing(connection.id(), name).isPresent() && spool.holds(connection.id(), name);
        return Reply.empty(known ? 200 : 404);
    }

    Reply blob(Connection connection, String name) {
        var blob = blobs.outgoing(connection.id(), name);
        if (blob.isEmpty() || !spool.holds(connection.id(), name))
            return Reply.refused(404, "no-content", "There is no such content on this connection.");
        return Reply.file(
                spool.file(connection.id(), name),
                ContentDigest.ofHash(HexFormat.of().parseHex(name)));
    }

    Reply keep(Connection connection, ServedCall call) throws IOException {
        var announced = blobs.incoming(connection.id(), call.name());
        if (announced.isEmpty())
            return Reply.refused(409, "not-announced", "No event on this connection has named this content.");
        var digest = Signatures.digest(call.call());
        var named = ContentDigest.ofHash(HexFormat.of().parseHex(call.name()));
        if (digest.filter(named::equals).isEmpty())
            throw new Turned(401, ContentDigest.refused().sentence());
        var lacking = room.lacking();
        if (lacking.isPresent()) return full(lacking.get());
        if (!spool.holds(connection.id(), call.name())) spool.take(connection.id(), announced.get(), call.stream());
        return Reply.empty(200);
    }

    private static Reply reconcile(String why) {
        return Reply.refused(409, "reconcile", why);
    }
}
