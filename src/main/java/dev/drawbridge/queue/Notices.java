package dev.drawbridge.queue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connections;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the partner what an administrator decided about the connection itself, in the transaction that decides. */
@Component
class Notices {
    private final Outbox outbox;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;

    Notices(Outbox outbox, NoArgGenerator ids, WakeUp wakeUp) {
        this.outbox = outbox;
        this.ids = ids;
        this.wakeUp = wakeUp;
    }

    @EventListener
    void on(Connections.Paused paused) {
        outbox.withdraw(paused.connection(), Kind.CONFIG);
        var details = JsonNodeFactory.instance.objectNode().put("paused", paused.paused());
        put(
                paused.connection(),
                SyncEvent.of(Kind.CONFIG, ids.generate(), null).details(details).build());
    }

    @EventListener
    void on(Connections.Leaving leaving) {
        outbox.withdrawAll(leaving.connection());
        put(
                leaving.connection(),
                SyncEvent.of(Kind.REMOVED, ids.generate(), null).build());
    }

    private void put(UUID connection, SyncEvent event) {
        outbox.put(connection, event, Outbox.NOTICE);
        wakeUp.outgoing(connection);
    }
}
