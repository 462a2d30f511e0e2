package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Was;
import dev.drawbridge.twin.Preview;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs a rule that is not in use yet on what passed lately, beside the one that is, and tells where they differ. Issues are
 * taken as they are now. Nothing is written.
 */
@Component
public class RuleReplays {
    private final Rulebooks books;
    private final RuleRunner runner;
    private final Preview preview;
    private final Inbox inbox;
    private final Twins twins;
    private final Issues issues;

    RuleReplays(Rulebooks books, RuleRunner runner, Preview preview, Inbox inbox, Twins twins, Issues issues) {
        this.books = books;
        this.runner = runner;
        this.preview = preview;
        this.inbox = inbox;
        this.twins = twins;
        this.issues = issues;
    }

    /**
     * What would be otherwise.
     *
     * @param events how many were run
     * @param differences one entry for each event that would have another outcome
     */
    public record Replay(int events, List<Difference> differences) {}

    /**
     * An event that would have another outcome.
     *
     * @param issue key of the local issue
     * @param event its number; null for an issue that would be told of
     * @param lines a line for each place
     */
    public record Difference(String issue, @Nullable Long event, List<String> lines) {}

    /**
     * The new rule on the last states that came.
     *
     * @param text the new rule
     * @param most how many events
     * @throws RuleBroken when the new rule does not compile
     */
    public Replay incoming(Connection connection, String text, int most) {
        var now = books.of(connection);
        var then = books.draft(connection, "incoming", text);
        try {
            var known = new HashMap<UUID, Optional<Snapshot>>();
            var differences = new ArrayList<Difference>();
            var events = inbox.lastStates(connection.id(), null, most);
            var run = 0;
            for (var event : events) {
                var issue = known.computeIfAbsent(Objects.requireNonNull(event.twin()), this::issue);
                if (issue.isEmpty()) continue;
                run++;
                var lines = Mismatch.between(
                        incoming(connection, now, issue.get(), event), incoming(connection, then, issue.get(), event));
                if (!lines.isEmpty()) differences.add(new Difference(issue.get().key(), event.seq(), said(lines)));
            }
            return new Replay(run, differences);
        } finally {
            then.retire();
        }
    }

    /** The new rule on the issues under sync that changed last. */
    public Replay outgoing(Connection connection, String text, int most) {
        var now = books.of(connection);
        var then = books.draft(connection, "outgoing", text);
        try {
            var differences = new ArrayList<Difference>();
            var run = 0;
            for (var twin : twins.changedLast(connection.id(), most)) {
                var issue = issue(twin);
                if (issue.isEmpty()) continue;
                run++;
                var lines = Mismatch.between(
                        outgoing(connection, now, issue.get()), outgoing(connection, then, issue.get()));
                if (!lines.isEmpty()) differences.add(new Difference(issue.get().key(), null, said(lines)));
            }
            return new Replay(run, differences);
        } finally {
            then.retire();
        }
    }

    private Optional<Snapshot> issue(UUID twin) {
        return twins.find(twin).flatMap(this::issue);
    }

    private Optional<Snapshot> issue(Twin twin) {
        var local = twin.local();
        return local == null || !twin.isActive() ? Optional.empty() : issues.read(local.key());
    }

    private JsonNode incoming(Connection connection, Rulebook book, Snapshot issue, SyncEvent event) {
        var sight = preview.of(connection, issue);
        var before = sight.issue().issue().json();
        try {
            return Outcome.of(
                    before,
                    runner.incoming(
                            book,
                            new RuleRunner.Given(
                                    Terms.of(connection),
                                    before.deepCopy(),
                                    issue.projectKey(),
                                    event.replica(),
                                    Was.putBack(event.replica(), event.was()),
                                    false,
                                    sight.traces(),
                                    Set.of(),
                                    RuleRunner.Doing.NOTHING)));
        } catch (RuleBroken broken) {
            return error(broken);
        }
    }

    private JsonNode outgoing(Connection connection, Rulebook book, Snapshot issue) {
        var sight = preview.of(connection, issue);
        try {
            var said = runner.outgoing(
                    book, Terms.of(connection), sight.shown().issue().json(), RuleRunner.Doing.NOTHING);
            return preview.told(connection, sight, said.replica()).json();
        } catch (RuleBroken broken) {
            return error(broken);
        }
    }

    private static ObjectNode error(RuleBroken broken) {
        return JsonNodeFactory.instance.objectNode().put("error", broken.sentence());
    }

    private static List<String> said(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace(": expected ", ": in use ").replace(", but it is ", ", new "))
                .toList();
    }
}
