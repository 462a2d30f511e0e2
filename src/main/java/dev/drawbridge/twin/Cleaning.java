package dev.drawbridge.twin;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Forgets a twin but for its tombstone: what passed between the two sides, and the events that carried it. */
@Component
public class Cleaning {
    private static final List<String> PARTS = List.of("trace", "lost_value", "proposal", "awaited", "bulk_start");

    private final Twins twins;
    private final Ends ends;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Lanes lanes;
    private final JdbcClient db;

    Cleaning(Twins twins, Ends ends, Inbox inbox, Outbox outbox, Lanes lanes, JdbcClient db) {
        this.twins = twins;
        this.ends = ends;
        this.inbox = inbox;
        this.outbox = outbox;
        this.lanes = lanes;
        this.db = db;
    }

    /** Ends the sync of a twin, of which the partner is told when it can, and forgets all but the tombstone. */
    @Transactional
    public void cleanUp(Connection connection, UUID id) {
        var twin = twins.lock(id);
        if (twin.isEmpty()) return;
        if (twin.get().isLive()) end(connection, twin.get());
        outbox.remove(connection.id(), id);
        inbox.remove(connection.id(), id);
        lanes.remove(connection.id(), id);
        forget(id);
    }

    private void end(Connection connection, Twin twin) {
        if (connection.state() == ConnectionState.REMOVED)
            ends.endQuietly(twin, connection.name(), Twin.State.ENDED, "Cleaned up here.");
        else ends.endOneOfMany(twin, connection.name(), "Cleaned up here.");
    }

    /** What a tombstone needs not. */
    @Transactional
    public void forget(UUID id) {
        for (var part : PARTS)
            db.sql("delete from " + part + " where twin = ?").param(id).update();
        twins.lock(id)
                .ifPresent(twin -> twins.update(twin.with(new Twin.Memory(
                                twin.memory().basedOn(),
                                null,
                                null,
                                java.util.Map.of(),
                                java.util.Map.of(),
                                java.util.Set.of(),
                                java.util.Map.of()))
                        .failing(null)));
    }
}
