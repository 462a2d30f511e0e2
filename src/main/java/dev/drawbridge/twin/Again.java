package dev.drawbridge.twin;

import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tries again what did not go through: a rule, the configuration of Jira or a person's mind may have changed. */
@Component("again")
public class Again {
    private final Twins twins;
    private final Warnings warnings;
    private final Lanes lanes;
    private final Outbox outbox;
    private final ApplicationEventPublisher listeners;

    Again(Twins twins, Warnings warnings, Lanes lanes, Outbox outbox, ApplicationEventPublisher listeners) {
        this.twins = twins;
        this.warnings = warnings;
        this.lanes = lanes;
        this.outbox = outbox;
        this.listeners = listeners;
    }

    /** Other rules than before are in use: they get what waited for them, and what has not left is made anew. */
    @Transactional
    public void rulesChanged(UUID connection) {
        lanes.retryBlocked(connection);
        warnings.all().stream()
                .filter(shown -> shown.connection().equals(connection))
                .forEach(this::retry);
        outbox.twinsWithUnsent(connection).forEach(this::look);
    }

    /** Every part that could not go through: once in a while, since nothing tells when Jira is configured otherwise. */
    @Transactional
    public void everything() {
        warnings.all().forEach(this::retry);
    }

    /** Projects, types, priorities or people of our Jira are other ones than before. */
    @Transactional
    public void metadataChanged() {
        lanes.retryBlocked();
        warnings.all().stream()
                .filter(shown -> shown.side() == Warnings.Side.INCOMING)
                .forEach(this::retry);
    }

    /** Whether anything waits for another rule, another configuration of Jira or a person. */
    public boolean isAnythingWaiting() {
        return lanes.isAnyBlocked()
                || warnings.all().stream().anyMatch(shown -> shown.side() == Warnings.Side.INCOMING);
    }

    /** Our Jira answers again: what waited for that need not wait any longer. */
    @Transactional
    public void jiraWorks() {
        lanes.hurryRetries();
    }

    /** The partner answers again: files that could not be fetched from it need not wait any longer. */
    @EventListener
    @Transactional
    public void on(Connections.Recovered recovered) {
        lanes.hurryRetries(recovered.connection());
    }

    /** The issue was changed here: what could not be applied to it may fit now. */
    @Transactional
    public Outgoing changedHere(Outgoing work) {
        var twin = work.twin();
        if (!work.changed().isEmpty() && !twin.memory().pending().isEmpty()) lanes.again(twin.connection(), twin.id());
        return work;
    }

    /** One part, because a person asks for it; says whether there is such a warning. */
    @Transactional
    public boolean warning(UUID id) {
        var shown = warnings.find(id);
        shown.ifPresent(this::retry);
        return shown.isPresent();
    }

    private void retry(Warnings.Shown shown) {
        switch (shown.side()) {
            case INCOMING -> lanes.again(shown.connection(), shown.twin());
            case OUTGOING -> look(shown.twin());
            case REMOTE -> {} // the other side tries it
        }
    }

    private void look(UUID twin) {
        twins.find(twin).map(Twin::local).ifPresent(local -> listeners.publishEvent(new LookAgain(local.issueId())));
    }

    /**
     * The state that a twin received last, when something of it could not be applied.
     *
     * @param waits a part of it waits for another issue
     */
    static Optional<Inbox.Stored> lastReceived(Twin twin, boolean waits) {
        var received = twin.memory().received();
        if (!twin.isActive() || received == null) return Optional.empty();
        if (twin.memory().pending().isEmpty() && !waits) return Optional.empty();
        // Whatever was changed here since is not pending any more, so the partner counts as knowing all of it.
        var event = SyncEvent.of(Kind.REPLICA, id(twin.id()), twin.id())
                .text("issueKey", twin.remote().key())
                .hops(twin.remote().hops())
                .basedOn(Long.MAX_VALUE)
                .replica(received)
                .build();
        return Optional.of(new Inbox.Stored(
                null,
                event.with(
                        "seq",
                        com.fasterxml.jackson.databind.node.LongNode.valueOf(
                                twin.memory().basedOn()))));
    }

    /** The same for each attempt, so that one that was cut off is recognised by its notes. */
    static UUID id(UUID twin) {
        return UUID.nameUUIDFromBytes(("again|" + twin).getBytes(StandardCharsets.UTF_8));
    }
}
