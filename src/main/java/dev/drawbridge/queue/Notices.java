package dev.drawbridge.queue;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Declaration;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the partner what an administrator decided about the connection itself, in the transaction that decides. */
@Component
class Notices {
    private final Outbox outbox;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;
    private final Connections connections;

    Notices(Outbox outbox, NoArgGenerator ids, WakeUp wakeUp, Connections connections) {
        this.connections = connections;
        this.outbox = outbox;
        this.ids = ids;
        this.wakeUp = wakeUp;
    }

    @EventListener
    void on(Connections.Declared declared) {
        var connection = connections.find(declared.connection()).orElseThrow();
        var earlier = connection.agreement().notice();
        var untold = connection.agreement().term() > 0 && (earlier == null || outbox.numberOf(earlier) == null);
        outbox.withdraw(connection.id(), Kind.CONFIG);
        var event = SyncEvent.of(Kind.CONFIG, ids.generate(), null)
                .details(Declaration.of(connection).json())
                .build();
        put(connection.id(), event);
        // What had not left has just been withdrawn, unless it left at this moment.
        if (untold && (earlier == null || Long.valueOf(0).equals(outbox.numberOf(earlier))))
            connections.declared(connection.id(), event.id());
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
