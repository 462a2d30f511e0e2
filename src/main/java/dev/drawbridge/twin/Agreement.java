package dev.drawbridge.twin;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Was;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * What two sides that connect existing issues take as known: each has heard the other's present state. A side whose values
 * are to hold counts as having said the other's before, so that its own go out as changes.
 */
@Component
class Agreement {
    private final Twins twins;
    private final Traces traces;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Agreement(Twins twins, Traces traces, ApplicationEventPublisher listeners, Clock clock) {
        this.twins = twins;
        this.traces = traces;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** Makes the twin on the side that accepts. */
    Twin accepted(Incoming work, Snapshot issue, Replica told) {
        var event = work.newest();
        var asked = asked(event);
        var existing = new Existing(event.replica(), told, asked.existing() != Proposals.Existing.KEEP);
        var theirs = asked.fields() == Proposals.Fields.REMOTE ? event.replica() : null;
        var memory = new Twin.Memory(
                event.seq(),
                heard(told, theirs, paired(existing, true), onlyAccepted(existing), asked),
                event.replica(),
                seen(Seen.of(issue.issue()), theirs != null, asked),
                Map.of(),
                Set.of(),
                Map.of());
        var twin = new Twin(
                work.lane().twin(),
                work.connection().id(),
                new Twin.Life(Twin.State.ACTIVE, "", false, clock.instant(), true),
                new Twin.Local(issue.issueId(), issue.key(), issue.created()),
                remote(work.connection(), event, event.text("origin"), event.hops() + 1),
                memory,
                null);
        twins.add(twin);
        listeners.publishEvent(Awaited.Paired.of(twin));
        for (var pair : existing.pairs())
            traces.put(twin.id(), new Trace(pair.kind(), pair.accepted(), pair.proposed(), owner(!pair.byProposer())));
        if (asked.existing() != Proposals.Existing.SEND) leave(twin, onlyAccepted(existing), onlyProposed(existing));
        return twin;
    }

    /** Completes the twin on the side that proposed. */
    Twin answered(Connection connection, Twin twin, Proposals.Proposal asked, SyncEvent event) {
        var told = Objects.requireNonNull(twin.memory().heard(), "A proposal was told before it is answered");
        var existing = new Existing(told, event.replica(), asked.existing() != Proposals.Existing.KEEP);
        var theirs = asked.fields() == Proposals.Fields.LOCAL ? event.replica() : null;
        var memory = new Twin.Memory(
                event.seq(),
                heard(told, theirs, paired(existing, false), onlyProposed(existing), asked),
                event.replica(),
                seen(twin.memory().seen(), theirs != null, asked),
                twin.memory().sent(),
                Set.of(),
                Map.of());
        var agreed = twin.with(memory)
                .with(remote(
                        connection, event, twin.remote().origin(), twin.remote().hops()))
                .with(new Twin.Life(Twin.State.ACTIVE, "", true, clock.instant(), true));
        twins.update(agreed);
        listeners.publishEvent(Awaited.Paired.of(agreed));
        for (var pair : existing.pairs())
            traces.put(twin.id(), new Trace(pair.kind(), pair.proposed(), pair.accepted(), owner(pair.byProposer())));
        if (asked.existing() != Proposals.Existing.SEND) leave(twin, onlyProposed(existing), onlyAccepted(existing));
        return agreed;
    }

    /** What only one side has stays there: theirs never gets a copy here, the contents of ours need not travel. */
    private void leave(Twin twin, Map<Trace.Kind, Set<String>> ours, Map<Trace.Kind, Set<String>> theirs) {
        theirs.forEach((kind, ids) ->
                ids.forEach(id -> traces.put(twin.id(), new Trace(kind, Trace.NO_COPY, id, Trace.Owner.REMOTE))));
        ours.getOrDefault(Trace.Kind.ATTACHMENT, Set.of()).forEach(id -> traces.keepHere(twin.id(), id));
    }

    private static Replica heard(
            Replica told,
            @org.jspecify.annotations.Nullable Replica theirs,
            Map<Trace.Kind, Set<String>> copies,
            Map<Trace.Kind, Set<String>> ours,
            Proposals.Proposal asked) {
        var heard = theirs == null ? told : Was.overlay(told, theirs);
        for (var kind : Trace.Kind.values()) {
            heard = Existing.without(heard, kind, copies.getOrDefault(kind, Set.of()));
            if (asked.existing() == Proposals.Existing.SEND)
                heard = Existing.without(heard, kind, ours.getOrDefault(kind, Set.of()));
        }
        return heard;
    }

    /** Parts that are to be told again count as never seen. */
    private static Map<String, String> seen(Map<String, String> seen, boolean fieldsAgain, Proposals.Proposal asked) {
        var rest = new HashMap<>(seen);
        rest.keySet()
                .removeIf(part -> Seen.isSubItem(part) ? asked.existing() == Proposals.Existing.SEND : fieldsAgain);
        return rest;
    }

    /** Ids, on our side, of what the other side had first. */
    private static Map<Trace.Kind, Set<String>> paired(Existing existing, boolean accepting) {
        return each(kind -> paired(existing, kind, accepting));
    }

    private static Set<String> paired(Existing existing, Trace.Kind kind, boolean accepting) {
        return existing.pairs().stream()
                .filter(pair -> pair.kind() == kind && pair.byProposer() == accepting)
                .map(pair -> accepting ? pair.accepted() : pair.proposed())
                .collect(Collectors.toSet());
    }

    private static Map<Trace.Kind, Set<String>> onlyProposed(Existing existing) {
        return each(existing::onlyProposed);
    }

    private static Map<Trace.Kind, Set<String>> onlyAccepted(Existing existing) {
        return each(existing::onlyAccepted);
    }

    private static Map<Trace.Kind, Set<String>> each(Function<Trace.Kind, Set<String>> ids) {
        return Arrays.stream(Trace.Kind.values()).collect(Collectors.toMap(Function.identity(), ids));
    }

    private static Trace.Owner owner(boolean us) {
        return us ? Trace.Owner.LOCAL : Trace.Owner.REMOTE;
    }

    private static Twin.Remote remote(
            Connection connection, SyncEvent event, @org.jspecify.annotations.Nullable String origin, int hops) {
        var from = Claims.gid(event.text("from"));
        var key = Claims.key(event.text("issueKey"));
        return new Twin.Remote(from, Claims.id(from), key, Claims.link(connection, key), Claims.gid(origin), hops);
    }

    private static Proposals.Proposal asked(SyncEvent event) {
        var details = event.details();
        return new Proposals.Proposal(
                details.path("remoteKey").asText(""),
                Proposals.Fields.valueOf(details.path("fields").asText("KEEP")),
                Proposals.Existing.valueOf(details.path("existing").asText("KEEP")));
    }
}
