package dev.drawbridge.jira;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twins;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Brings issues under sync that a trigger matches. */
@Component
class Matching {
    // Jira's clock is known to the second only.
    private static final Duration UNSURE = Duration.ofSeconds(2);

    private final Triggers triggers;
    private final Connections connections;
    private final Scope scope;
    private final Search search;
    private final JiraClock time;
    private final Intents intents;
    private final Twins twins;
    private final Starts starts;
    private final JiraSettings settings;
    private final Journal journal;

    Matching(
            Triggers triggers,
            Connections connections,
            Scope scope,
            Search search,
            JiraClock time,
            Intents intents,
            Twins twins,
            Starts starts,
            JiraSettings settings,
            Journal journal) {
        this.triggers = triggers;
        this.connections = connections;
        this.scope = scope;
        this.search = search;
        this.time = time;
        this.intents = intents;
        this.twins = twins;
        this.starts = starts;
        this.settings = settings;
        this.journal = journal;
    }

    /** What became of issues that no trigger had matched so far: those that came under sync, and those that must wait. */
    record Outcome(Set<Long> started, Set<Long> waiting) {}

    /** Asks each active trigger about those of the issues that were never under sync in its connection. */
    Outcome of(List<Snapshot> found) {
        var outcome = new Outcome(new HashSet<>(), new HashSet<>());
        if (found.isEmpty()) return outcome;
        var active = triggers.active();
        if (active.isEmpty()) return outcome;
        var known = twins.connectionsOf(found.stream().map(Snapshot::issueId).collect(Collectors.toSet()));
        for (var trigger : active)
            connections
                    .find(trigger.connection())
                    .filter(Scope::reads)
                    .ifPresent(connection ->
                            match(trigger, connection, fresh(connection, trigger, found, known), outcome));
        return outcome;
    }

    private void match(Trigger trigger, Connection connection, List<Snapshot> candidates, Outcome outcome) {
        if (candidates.isEmpty()) return;
        var byId = candidates.stream().collect(Collectors.toMap(Snapshot::issueId, issue -> issue));
        for (var id : asked(trigger, connection, byId.keySet())) {
            var issue = byId.get(id);
            if (issue == null) continue;
            if (mayBeOurs(issue)) outcome.waiting().add(id);
            else if (starts.trigger(connection, issue).isPresent())
                outcome.started().add(id);
        }
    }

    private Set<Long> asked(Trigger trigger, Connection connection, Set<Long> ids) {
        try {
            var matching = search.among(ids, trigger.jql());
            if (trigger.problem() != null && triggers.mended(trigger.id()))
                journal.write(
                        Happening.of(Happening.Level.INFO, "trigger-works", "Jira takes the query of a trigger again.")
                                .on(connection.id(), connection.name()));
            return matching;
        } catch (JiraTrouble refusal) {
            if (refusal.kind() != JiraTrouble.Kind.INVALID) throw refusal;
            if (triggers.broken(trigger.id(), refusal.sentence()))
                journal.write(Happening.of(
                                Happening.Level.ERROR,
                                "trigger-broken",
                                "A trigger brings nothing under sync, since Jira does not take its query. "
                                        + refusal.sentence())
                        .on(connection.id(), connection.name()));
            return Set.of();
        }
    }

    private List<Snapshot> fresh(
            Connection connection, Trigger trigger, List<Snapshot> found, Map<Long, Set<UUID>> known) {
        return found.stream()
                .filter(issue -> connection.covers(issue.projectKey()))
                .filter(issue -> !known.getOrDefault(issue.issueId(), Set.of()).contains(connection.id()))
                .filter(issue -> isNew(connection, trigger, issue))
                .toList();
    }

    /** What did not change since the connection reads its project and the trigger asks is found by nobody by itself. */
    private boolean isNew(Connection connection, Trigger trigger, Snapshot issue) {
        var since = scope.since(connection.id(), issue.projectKey()).orElse(trigger.since());
        if (trigger.since().isAfter(since)) since = trigger.since();
        return !issue.updated().isBefore(time.inJira(since).minus(UNSURE));
    }

    /** An issue that we made and have not recorded yet is no new one. */
    private boolean mayBeOurs(Snapshot issue) {
        return issue.creator().equalsIgnoreCase(settings.user()) && intents.openCreateIn(issue.projectKey());
    }
}
