package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Snapshot;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How a sync starts and ends on a person's or a trigger's word. */
@Component
public class Starts {
    private final Twins twins;
    private final Ends ends;
    private final Interventions interventions;
    private final Proposals proposals;
    private final BulkStarts bulk;
    private final Lanes lanes;
    private final Leases leases;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Starts(
            Twins twins,
            Ends ends,
            Interventions interventions,
            Proposals proposals,
            BulkStarts bulk,
            Lanes lanes,
            Leases leases,
            Journal journal,
            NoArgGenerator ids,
            ApplicationEventPublisher listeners,
            Clock clock) {
        this.twins = twins;
        this.ends = ends;
        this.interventions = interventions;
        this.proposals = proposals;
        this.bulk = bulk;
        this.lanes = lanes;
        this.leases = leases;
        this.journal = journal;
        this.ids = ids;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Puts an issue under sync on a person's word; one that is already is looked at again. */
    @Transactional
    public Twin sync(Connection connection, Snapshot issue) {
        leases.guard(Leases.issue(issue.issueId()));
        var known = live(connection, issue.issueId());
        var twin = known.orElseGet(() -> begin(connection, issue, "on request"));
        listeners.publishEvent(new LookAgain(issue.issueId()));
        return twin;
    }

    /** A trigger matched: starts only what never was under sync in this connection. */
    @Transactional
    public Optional<Twin> trigger(Connection connection, Snapshot issue) {
        leases.guard(Leases.issue(issue.issueId()));
        return known(connection, issue).isPresent() || lanes.isAskedFor(connection.id(), issue.issueId())
                ? Optional.empty()
                : Optional.of(begin(connection, issue, "by a trigger"));
    }

    /**
     * One of many is put under sync: what never was in this connection; one that is already stays as it is.
     *
     * @throws IllegalStateException with the reason when only a person may start it
     */
    @Transactional
    public void oneOfMany(Connection connection, Snapshot issue) {
        leases.guard(Leases.issue(issue.issueId()));
        if (live(connection, issue.issueId()).isPresent()) return;
        whyNotOneOfMany(connection, issue).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        bulk.mark(begin(connection, issue, "with many others, on request").id());
        listeners.publishEvent(new LookAgain(issue.issueId()));
    }

    /** Why only a person may start the sync of an issue that is not under sync, in a sentence. */
    public Optional<String> whyNotOneOfMany(Connection connection, Snapshot issue) {
        var known = known(connection, issue);
        if (known.isPresent())
            return Optional.of(
                    "Issue %s was under sync before and is not any more (%s). Sync it by itself if it is to be again."
                            .formatted(issue.key(), known.get().life().why()));
        if (lanes.isAskedFor(connection.id(), issue.issueId()))
            return Optional.of(
                    "The partner proposes to connect issue %s with one of its own. Approve or refuse that first (GET /held)."
                            .formatted(issue.key()));
        return Optional.empty();
    }

    /** Why an issue cannot be connected that has this twin. */
    public static String connectedAlready(String key, Twin twin) {
        return "Issue %s is under sync in this connection already, with %s."
                .formatted(
                        key,
                        twin.remote().key() == null
                                ? "an issue of the partner"
                                : twin.remote().key());
    }

    /** The newest twin or tombstone. */
    private Optional<Twin> known(Connection connection, Snapshot issue) {
        var ours = twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.connection().equals(connection.id()))
                .toList();
        return ours.stream().filter(Twin::isLive).findFirst().or(() -> ours.stream()
                .findFirst());
    }

    /**
     * Connects an issue with one that the partner has: agrees where the partner's proposal of the same waits here, else
     * proposes it, which leaves with the next look at the issue.
     *
     * @throws IllegalStateException when the issue is under sync in this connection
     */
    @Transactional
    public void connect(Connection connection, Snapshot issue, Proposals.Proposal proposal) {
        connect(connection, issue, proposal, null);
    }

    /** The same for one of many that the partner is asked about once. */
    @Transactional
    public void connect(
            Connection connection, Snapshot issue, Proposals.Proposal proposal, Proposals.@Nullable Bulk many) {
        leases.guard(Leases.issue(issue.issueId()));
        if (interventions.agree(connection, issue.key(), proposal.remoteKey())) return;
        live(connection, issue.issueId()).ifPresent(twin -> {
            throw new IllegalStateException(connectedAlready(issue.key(), twin));
        });
        var twin = begin(connection, issue, "when the partner agrees to connect it", Twin.State.CONNECTING);
        proposals.add(twin.id(), proposal, many);
        listeners.publishEvent(new LookAgain(issue.issueId()));
    }

    /** Ends the sync of an issue in a connection, or takes back a proposal; says whether there was one. */
    @Transactional
    public boolean unsync(Connection connection, long issueId) {
        var twin = live(connection, issueId)
                .flatMap(found -> twins.lock(found.id()))
                .filter(Twin::isLive);
        twin.ifPresent(found -> ends.end(found, connection.name(), Twin.State.ENDED, "Ended here on request."));
        return twin.isPresent();
    }

    /** The same for one of many. */
    @Transactional
    public boolean unsyncOneOfMany(Connection connection, UUID id) {
        var twin = twins.lock(id).filter(Twin::isLive);
        twin.ifPresent(
                found -> ends.endOneOfMany(found, connection.name(), "Ended here with many others, on request."));
        return twin.isPresent();
    }

    /** The local issue is gone: the partner is told, nothing is deleted there. */
    @Transactional
    public void deleted(Connection connection, Twin gone) {
        twins.lock(gone.id())
                .filter(Twin::isLive)
                .ifPresent(twin -> ends.end(
                        twin, connection.name(), Twin.State.DELETED_HERE, "The issue was deleted in this Jira."));
    }

    /** The issue is in a project that the connection does not cover any more: it is no longer kept in sync. */
    @Transactional
    public void movedOut(Connection connection, Twin moved, Snapshot found) {
        twins.lock(moved.id()).filter(Twin::isLive).ifPresent(twin -> ends.endMovedOut(twin, connection.name(), found));
    }

    private Optional<Twin> live(Connection connection, long issueId) {
        return twins.ofIssue(issueId).stream()
                .filter(twin -> twin.connection().equals(connection.id()) && twin.isLive())
                .findFirst();
    }

    private Twin begin(Connection connection, Snapshot issue, String how) {
        return begin(connection, issue, how, Twin.State.ACTIVE);
    }

    private Twin begin(Connection connection, Snapshot issue, String how, Twin.State state) {
        var life = new Twin.Life(state, "", true, clock.instant(), false);
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
