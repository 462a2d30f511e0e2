package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How events travel on a local connection: from the outbox of one side into the inbox of the other, in one transaction.
 * Nothing is dialled, signed or served; all else is as between two nodes.
 */
@Component("handover")
public class Handover {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    // High among the random bits: ids made in the same moment differ in the low ones.
    private static final long SIDE = 1L << 60;

    private final Connections connections;
    private final Outbox outbox;
    private final Lines lines;
    private final Intake intake;
    private final Room room;
    private final NodeIdentity node;
    private final Pauses pauses;
    private final WakeUp wakeUp;
    private final Activation activation;
    private final TransactionTemplate transaction;

    Handover(
            Connections connections,
            Outbox outbox,
            Lines lines,
            Intake intake,
            Room room,
            NodeIdentity node,
            Pauses pauses,
            WakeUp wakeUp,
            Activation activation,
            TransactionTemplate transaction) {
        this.connections = connections;
        this.outbox = outbox;
        this.lines = lines;
        this.intake = intake;
        this.room = room;
        this.node = node;
        this.pauses = pauses;
        this.wakeUp = wakeUp;
        this.activation = activation;
        this.transaction = transaction;
    }

    /** Takes what waits on either side of a local connection over to the other, when there is reason to look. */
    public void carry(String id) {
        var failing = "handover-failing-" + id;
        if (!activation.isActive() || pauses.isResting(failing)) return;
        var first = connections.find(UUID.fromString(id)).filter(Connection::isActive);
        var second = first.map(Connection::otherSide);
        if (first.isEmpty() || second.isEmpty()) return;
        try {
            carry(first.get().id(), first.get().id(), second.get());
            carry(first.get().id(), second.get(), first.get().id());
            pauses.worked(failing);
        } catch (RuntimeException failure) {
            pauses.failed(failing);
            throw failure;
        }
    }

    private void carry(UUID connection, UUID from, UUID to) {
        var look = "handover-look-" + from;
        if (!wakeUp.takeOutgoing(from) && pauses.isResting(look)) return;
        while (room.lacking().isEmpty()
                && outbox.hasMore(from, lines.of(from).ackedSeq())
                && Boolean.TRUE.equals(transaction.execute(status -> batch(connection, from, to)))) {}
        // A hint is gone once taken: after a failure the next look must not wait for another.
        pauses.rest(look, LOOK_EVERY);
    }

    /** Says whether anything was there. */
    private boolean batch(UUID connection, UUID from, UUID to) {
        // Always this one first, whichever way it goes, so that two nodes of a cluster do not wait for each other.
        lines.lock(connection);
        var acked = lines.lock(from).ackedSeq();
        var batch = outbox.handOut(from, acked, "", Exchanges.MOST_EVENTS, Exchanges.MOST_BYTES);
        if (batch.isEmpty()) return false;
        var events = PeerEndpoint.JSON.createArrayNode();
        for (var event : batch.events()) events.add(mirrored(event).json());
        var cursor = intake.store(to, node.epoch(), events);
        var last = batch.events().get(batch.events().size() - 1).seq();
        if (cursor.trouble() != null || cursor.seq() != last)
            throw new IllegalStateException("The two sides of a local connection do not fit together: " + cursor);
        outbox.acknowledged(from, last, outbox.hashOf(from, last)).ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
        return true;
    }

    /** Both sides keep their twins in one table, so the other side's has another id: the same but for one bit. */
    private static SyncEvent mirrored(SyncEvent event) {
        var twin = event.twin();
        return twin == null
                ? event
                : event.with("twin", TextNode.valueOf(mirrored(twin).toString()));
    }

    static UUID mirrored(UUID twin) {
        return new UUID(twin.getMostSignificantBits(), twin.getLeastSignificantBits() ^ SIDE);
    }
}
