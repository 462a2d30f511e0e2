package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Cursor;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores what a peer sent, whichever side opened the connection. */
@Component
class Intake {
    private final Inbox inbox;
    private final BlobRows blobs;
    private final Connections connections;
    private final WakeUp wakeUp;
    private final TransactionTemplate transaction;

    Intake(Inbox inbox, BlobRows blobs, Connections connections, WakeUp wakeUp, TransactionTemplate transaction) {
        this.inbox = inbox;
        this.blobs = blobs;
        this.connections = connections;
        this.wakeUp = wakeUp;
        this.transaction = transaction;
    }

    /** Has committed when it returns. */
    Cursor store(UUID connection, String epoch, JsonNode events) {
        List<JsonNode> all = new ArrayList<>();
        events.forEach(all::add);
        var cursor = java.util.Objects.requireNonNull(transaction.execute(status -> {
            var stored = inbox.store(connection, epoch, all);
            if (stored.trouble() == null)
                for (var json : all) {
                    var event = SyncEvent.read(json);
                    event.blobs().forEach(blob -> blobs.announced(connection, blob, event.twin()));
                }
            return stored;
        }));
        if (cursor.trouble() != null) reconcile(connection, cursor.trouble());
        else if (!all.isEmpty()) {
            wakeUp.incoming();
            // The partner may have let the connection go on: what waited here may leave.
            wakeUp.outgoing(connection);
        }
        return cursor;
    }

    /** The two histories do not fit together: nothing more travels until somebody looks. */
    void reconcile(UUID connection, String sentence) {
        connections.condition(connection, Condition.RECONCILE, sentence);
    }
}
