package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Was;
import dev.drawbridge.rules.RuleRunner.Wanted;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Wishes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The incoming rule of one version on the events of one lane. */
final class IncomingRule {
    private static final Pattern STORE = Pattern.compile("\\bstore\\b");

    private final Rulebook book;
    private final Incoming work;
    private final RuleRunner runner;
    private final Directory directory;

    IncomingRule(Rulebook book, Incoming work, RuleRunner runner, Directory directory) {
        this.book = book;
        this.work = work;
        this.runner = runner;
        this.directory = directory;
    }

    List<Incoming.Run> run() {
        var last = newest();
        var result = new ArrayList<Incoming.Run>();
        for (var stored : work.events().subList(0, work.events().size() - 1)) result.add(older(stored.event(), last));
        result.add(last);
        return result;
    }

    /** A rule that fails on what was said before still tells a change from what was last applied. */
    private Incoming.Run newest() {
        var event = work.newest();
        var now = work.creates() ? begun(event) : wanted(event.replica(), effects());
        if (work.creates() && !namesAnIssue(now)) requireProjectAndType(now);
        if (work.isFirst() && event.starts() && work.snapshot() != null) return takenOver(event, now, work.snapshot());
        Wanted was;
        try {
            was = event.was().isEmpty() ? now : wanted(Was.putBack(event.replica(), event.was()), false);
        } catch (RuleBroken broken) {
            was = before(broken);
        }
        var run = run(event, now, was);
        addComments(run.now(), work.repeats() ? null : event);
        addComments(run.was(), null);
        return run;
    }

    /** What it made of what was applied last; of an issue that it cannot say that of either, all that differs is the partner's. */
    private Wanted before(RuleBroken broken) {
        var previous = work.previous();
        var snapshot = work.snapshot();
        if (previous == null || snapshot == null) throw broken;
        try {
            return wanted(previous, false);
        } catch (RuleBroken neither) {
            return as(snapshot);
        }
    }

    private static Wanted as(Snapshot found) {
        return new Wanted(found.issue().json(), List.of(), new Asked(), Map.of());
    }

    /** A rule that stores an issue which is still to be made goes no further than that, and has done nothing yet. */
    private Wanted begun(SyncEvent event) {
        if (!book.incoming().mentions(STORE)) return wanted(event.replica(), effects());
        var begun = wanted(event.replica(), RuleRunner.Doing.UNTIL_STORED);
        return begun.asked().halfway() == null ? wanted(event.replica(), effects()) : begun;
    }

    private boolean effects() {
        return !work.repeats();
    }

    private static boolean namesAnIssue(Wanted made) {
        return made.issue().hasNonNull("id") || made.issue().hasNonNull("key");
    }

    /** The issue was there before the partner spoke of it: what the rule makes different in it is what the partner says. */
    private Incoming.Run takenOver(SyncEvent event, Wanted now, Snapshot found) {
        var run = run(event, now, as(found));
        addComments(run.now(), work.repeats() ? null : event);
        return run;
    }

    /**
     * Comments that the rule adds by itself are made once for each event, under an id of their own.
     *
     * @param event null when they are not to be made
     */
    private static void addComments(ObjectNode issue, @Nullable SyncEvent event) {
        if (!(issue.get("comments") instanceof ArrayNode comments)) return;
        var added = 0;
        for (var each = comments.elements(); each.hasNext(); ) {
            var comment = (ObjectNode) each.next();
            if (comment.hasNonNull("id") || comment.hasNonNull("remoteId")) continue;
            if (event == null) each.remove();
            else comment.put("remoteId", Trace.BY_RULE + event.id() + "/" + added++);
        }
    }

    /** An older state on which the rule fails holds nothing back: only what it changed is of interest. */
    private Incoming.Run older(SyncEvent event, Incoming.Run last) {
        try {
            var now = wanted(event.replica(), false);
            if (work.isFirst() && event.starts() && work.snapshot() != null)
                return takenOver(event, now, work.snapshot());
            var was = event.was().isEmpty() ? now : wanted(Was.putBack(event.replica(), event.was()), false);
            return run(event, now, was);
        } catch (RuleBroken broken) {
            return new Incoming.Run(
                    last.now(), beforeOlder(event, last), Set.of(), book.version(), List.of(), Wishes.NONE, Map.of());
        }
    }

    private ObjectNode beforeOlder(SyncEvent event, Incoming.Run last) {
        try {
            return wanted(Was.putBack(work.newest().replica(), event.was()), false)
                    .issue();
        } catch (RuleBroken broken) {
            return last.was();
        }
    }

    private Incoming.Run run(SyncEvent event, Wanted now, Wanted was) {
        var lines = Origin.lines(now.places());
        return new Incoming.Run(
                now.issue(),
                was.issue(),
                forced(event, now.issue()),
                book.version(),
                Origin.named(now.warnings(), lines),
                now.asked().wishes(),
                lines);
    }

    private Wanted wanted(Replica received, boolean effects) {
        return wanted(received, effects ? RuleRunner.Doing.ALL : RuleRunner.Doing.NOTHING);
    }

    private Wanted wanted(Replica received, RuleRunner.Doing doing) {
        var snapshot = work.snapshot();
        return runner.incoming(
                book,
                new RuleRunner.Given(
                        Terms.of(work.connection()),
                        snapshot == null ? null : snapshot.issue().json(),
                        snapshot == null ? "" : snapshot.projectKey(),
                        received,
                        work.previous(),
                        work.isFirst(),
                        work.traces(),
                        work.pending().keySet(),
                        doing));
    }

    /** Local fields that depend on what the sender says again on purpose. */
    private Set<String> forced(SyncEvent event, ObjectNode now) {
        if (event.asserted().isEmpty()) return Set.of();
        var without = event.replica();
        for (var property : event.asserted()) without = without.without(property);
        var then = wanted(without, false).issue();
        var forced = new LinkedHashSet<>(event.asserted());
        now.fieldNames().forEachRemaining(field -> {
            if (!Canonical.same(now.get(field), then.get(field))) forced.add(field);
        });
        return forced;
    }

    private void requireProjectAndType(Wanted made) {
        var wanted = made.issue();
        var project = wanted.path("project").path("key").asText("");
        var type = wanted.path("type").path("name").asText("");
        if (project.isEmpty() || type.isEmpty())
            throw broken(
                    made,
                    project.isEmpty() ? "project" : "type",
                    "a first sync must set issue.projectKey and issue.typeName, or no issue can be made");
        if (!work.connection().covers(project))
            throw broken(
                    made,
                    "project",
                    "project %s is outside the connection's projects %s"
                            .formatted(project, work.connection().projects()));
        if (directory.project(project).isEmpty())
            throw broken(
                    made,
                    "project",
                    "there is no project %s here, or the proxy user does not see it".formatted(project));
        var types = directory.issueTypes(project).stream()
                .map(known -> known.path("name").asText())
                .toList();
        if (types.stream().noneMatch(type::equalsIgnoreCase))
            throw broken(
                    made,
                    "type",
                    "project %s has no issue type '%s'; it has %s".formatted(project, type, String.join(", ", types)));
    }

    private RuleBroken broken(Wanted made, String field, String sentence) {
        return RuleBroken.at(made.places().get(field), book.incoming(), sentence, null);
    }
}
