package dev.drawbridge.twin;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Canonical;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens the work that a lane holds: which events are applied together, and whether they may be applied at all. */
@Component("arrivals")
public class Arrivals {
    static final int MOST_HOPS = 8;
    private static final Duration SOON = Duration.ofMillis(100);

    private final Inbox inbox;
    private final Lanes lanes;
    private final Leases leases;
    private final Twins twins;
    private final Traces traces;
    private final Lineage lineage;
    private final Awaited awaited;
    private final Connections connections;
    private final Ends ends;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Arrivals(
            Inbox inbox,
            Lanes lanes,
            Leases leases,
            Twins twins,
            Traces traces,
            Lineage lineage,
            Awaited awaited,
            Connections connections,
            Ends ends,
            Journal journal,
            TransactionTemplate transaction,
            Clock clock) {
        this.inbox = inbox;
        this.lanes = lanes;
        this.leases = leases;
        this.twins = twins;
        this.traces = traces;
        this.lineage = lineage;
        this.awaited = awaited;
        this.connections = connections;
        this.ends = ends;
        this.journal = journal;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The work at the head of the lane, with the lease on its issue; or work that is done already. */
    public Incoming open(Lanes.Lane lane) {
        var connection = connections.find(lane.connection()).orElseThrow();
        var events = head(lane);
        if (events.isEmpty()) return rest(connection, lane);
        var twin = twins.find(lane.twin());
        var refusal = refusal(connection, lane, events, twin);
        if (refusal.isPresent()) return refuse(connection, lane, events, refusal.get());
        var lease = begin(lane, resource(lane, twin, events));
        if (lease.isEmpty()) {
            lanes.giveBack(lane, clock.instant().plus(SOON));
            return Incoming.nothing(connection, lane, "Somebody works on the issue.");
        }
        // Another way may have brought the same issue before the lease was ours.
        var late = refusal(connection, lane, events, twin);
        if (late.isPresent()) {
            leases.release(lease.get());
            return refuse(connection, lane, events, late.get());
        }
        var again = twins.find(lane.twin());
        var work = Incoming.open(connection, lane, events, again.orElse(null), lease.get(), traces.of(lane.twin()));
        var kind = events.get(0).event().kind();
        if (kind == Kind.DELETED) return removedThere(work);
        return work.newest().notUnderstood().isEmpty() ? work : park(work);
    }

    private Optional<Leases.Lease> begin(Lanes.Lane lane, String resource) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var lease = leases.take(resource, Echo.LEASE);
            if (lease.isPresent()) lanes.begin(lane);
            return lease;
        }));
    }

    public void release(@Nullable Incoming work) {
        if (work != null && work.lease() != null) leases.release(work.lease());
    }

    /** What is applied together; with nothing new, the last state once more as long as a part of it waits. */
    private List<Inbox.Stored> head(Lanes.Lane lane) {
        var head = inbox.head(lane.connection(), lane.twin());
        return head.isEmpty()
                ? twins.find(lane.twin())
                        .flatMap(twin -> Again.lastReceived(twin, awaited.isAnything(twin.id())))
                        .map(List::of)
                        .orElse(List.of())
                : head;
    }

    /** Why events of this twin are answered with its end. */
    private Optional<String> refusal(
            Connection connection, Lanes.Lane lane, List<Inbox.Stored> events, Optional<Twin> twin) {
        if (twin.isPresent() && !twin.get().connection().equals(lane.connection()))
            return Optional.of("This twin is not known here.");
        if (twin.isPresent() && twin.get().isActive()) return Optional.empty();
        if (twin.isPresent()) return Optional.of("The sync of this issue has ended here.");
        var starts = events.stream()
                .map(Inbox.Stored::event)
                .anyMatch(event -> event.starts() || event.kind() == Kind.CONNECT);
        if (!starts) return Optional.of("This twin is not known here.");
        var newest = events.get(events.size() - 1).event();
        if (newest.kind() == Kind.REPLICA) {
            var other = lineage.roundabout(connection, newest);
            if (other.isPresent())
                return Optional.of("It is here already, as %s, where it came by another way.".formatted(other.get()));
        }
        var hops = newest.hops();
        if (hops >= MOST_HOPS)
            return Optional.of("The issue came through %d nodes: that looks like a circle.".formatted(hops));
        return Optional.empty();
    }

    private Incoming refuse(Connection connection, Lanes.Lane lane, List<Inbox.Stored> events, String why) {
        transaction.executeWithoutResult(status -> {
            var replicas = events.stream().anyMatch(stored -> stored.event().kind() == Kind.REPLICA);
            events.forEach(inbox::superseded);
            if (replicas) ends.refuse(connection.id(), lane.twin(), why);
            lanes.advance(lane);
        });
        return Incoming.nothing(connection, lane, why);
    }

    private Incoming rest(Connection connection, Lanes.Lane lane) {
        transaction.executeWithoutResult(status -> lanes.advance(lane));
        return Incoming.nothing(connection, lane, "Nothing waits.");
    }

    /** The partner's issue is gone: nothing is deleted here, the sync ends. */
    private Incoming removedThere(Incoming work) {
        transaction.executeWithoutResult(status -> {
            work.events().forEach(inbox::done);
            twins.lock(work.lane().twin())
                    .filter(Twin::isActive)
                    .ifPresent(twin -> ends.endThere(
                            twin,
                            work.connection().name(),
                            Twin.State.REMOTE_REMOVED,
                            "Remote issue removed. The issue here stays.",
                            work.newest().seq()));
            lanes.advance(work.lane());
        });
        return work.done("Remote issue removed.");
    }

    private Incoming park(Incoming work) {
        var reason = "The event needs what this version does not know: "
                + work.newest().notUnderstood() + ".";
        lanes.park(work.lane(), Lanes.Trouble.of("PARKED", reason, "Upgrade this node."));
        journal.write(Happening.of(Happening.Level.ERROR, "parked", reason)
                .on(work.connection().id(), work.connection().name())
                .with(work.lane().twin(), work.newest().text("issueKey"))
                .number(work.newest().seq()));
        return work.done(reason);
    }

    /** Nothing of one issue is made twice at the same time, by whatever ways it comes. */
    private static String resource(Lanes.Lane lane, Optional<Twin> twin, List<Inbox.Stored> events) {
        var local = twin.map(Twin::local);
        if (local.isPresent()) return Leases.issue(local.get().issueId());
        var newest = events.get(events.size() - 1).event();
        var origin = twin.isEmpty() && newest.kind() == Kind.REPLICA ? Lineage.origin(newest) : null;
        return origin == null ? Leases.twin(lane.twin()) : Leases.origin(Canonical.sha256(origin));
    }
}
