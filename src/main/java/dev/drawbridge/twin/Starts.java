package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.replica.Snapshot;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How a sync starts and ends on a person's or a trigger's word. */
@Component
public class Starts {
    private final Twins twins;
    private final Ends ends;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Starts(
            Twins twins,
            Ends ends,
            Journal journal,
            NoArgGenerator ids,
            ApplicationEventPublisher listeners,
            Clock clock) {
        this.twins = twins;
        this.ends = ends;
        this.journal = journal;
        this.ids = ids;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Puts an issue under sync on a person's word; one that is already is looked at again. */
    @Transactional
    public Twin sync(Connection connection, Snapshot issue) {
        var known = active(connection, issue);
        var twin = known.orElseGet(() -> begin(connection, issue, "on request"));
        listeners.publishEvent(new LookAgain(issue.issueId()));
        return twin;
    }

    /** A trigger matched: starts only what never was under sync in this connection. */
    @Transactional
    public Optional<Twin> trigger(Connection connection, Snapshot issue) {
        var known = twins.ofIssue(issue.issueId()).stream()
                .anyMatch(twin -> twin.connection().equals(connection.id()));
        return known ? Optional.empty() : Optional.of(begin(connection, issue, "by a trigger"));
    }

    /** Ends the sync of an issue in a connection; says whether there was one. */
    @Transactional
    public boolean unsync(Connection connection, long issueId) {
        var twin = twins.ofIssue(issueId).stream()
                .filter(candidate -> candidate.connection().equals(connection.id()) && candidate.isActive())
                .findFirst()
                .flatMap(found -> twins.lock(found.id()))
                .filter(Twin::isActive);
        twin.ifPresent(found -> ends.end(found, connection.name(), Twin.State.ENDED, "Ended here on request."));
        return twin.isPresent();
    }

    /** The local issue is gone: the partner is told, nothing is deleted there. */
    @Transactional
    public void deleted(Connection connection, Twin gone) {
        twins.lock(gone.id())
                .filter(Twin::isActive)
                .ifPresent(twin -> ends.end(
                        twin, connection.name(), Twin.State.DELETED_HERE, "The issue was deleted in this Jira."));
    }

    private Optional<Twin> active(Connection connection, Snapshot issue) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.connection().equals(connection.id()) && twin.isActive())
                .findFirst();
    }

    private Twin begin(Connection connection, Snapshot issue, String how) {
        var life = new Twin.Life(Twin.State.ACTIVE, "", true, clock.instant(), false);
        var local = new Twin.Local(issue.issueId(), issue.key(), issue.created());
        var twin = new Twin(ids.generate(), connection.id(), life, local, descent(issue), Twin.Memory.EMPTY, null);
        twins.add(twin);
        journal.write(Happening.of(Happening.Level.INFO, "sync-started", "Comes under sync " + how + ".")
                .on(connection.id(), connection.name())
                .with(twin.id(), issue.key()));
        return twin;
    }

    /** An issue that came from elsewhere keeps its origin on every hop. */
    private Twin.Remote descent(Snapshot issue) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.remote().origin() != null)
                .findFirst()
                .map(twin -> new Twin.Remote(
                        null,
                        null,
                        null,
                        null,
                        twin.remote().origin(),
                        twin.remote().hops()))
                .orElse(Twin.Remote.UNKNOWN);
    }
}
