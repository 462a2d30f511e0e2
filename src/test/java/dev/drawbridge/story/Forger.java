package dev.drawbridge.story;

import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.replica.Replica;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A node that says over its own good connection, rightly signed and numbered, what an honest one would not. */
final class Forger {
    private final Company company;
    private final UUID connection;

    Forger(Company company, String connection) {
        this.company = company;
        this.connection = UUID.fromString(
                company.get("/api/v1/connections/" + connection).path("id").asText());
    }

    /** Sends an event of that kind about that twin, finished by the caller. */
    void sends(Kind kind, @Nullable UUID twin, UnaryOperator<SyncEvent.Builder> more) {
        var event = more.apply(SyncEvent.of(kind, UUID.randomUUID(), twin)).build();
        var outbox = company.node().getBean(Outbox.class);
        new TransactionTemplate(company.node().getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> outbox.put(connection, event, Outbox.NEWS));
        company.node().getBean(WakeUp.class).outgoing(connection);
    }

    /** Sends a state of an issue; {@code starts} says that the sync of it begins. */
    void sendsReplica(UUID twin, boolean starts, Replica replica) {
        sends(Kind.REPLICA, twin, event -> event.starts(starts)
                .text("from", "forged:issue:1")
                .text("issueKey", "EVIL-1")
                .replica(replica));
    }
}
