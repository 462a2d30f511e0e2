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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs two versions of a rule on what passed lately, and tells where their outcomes differ: one that is not in use yet beside
 * the one that is, or that beside an earlier one. Issues are taken as they are now. Nothing is written.
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
     * What is compared.
     *
     * @param rule text of a rule to compare with the one in use; null to compare that with an earlier version
     * @param against which version it is compared with: null for the one in use, or, without a rule, the one before
     * @param most how many events or issues
     */
    public record Comparison(@Nullable String rule, @Nullable String against, int most) {}

    /** Two versions of a rule; what was compiled for this only goes afterwards. */
    private final class Pair implements AutoCloseable {
        private final Rulebook inUse;
        private final Rulebook first;
        private final Rulebook second;

        Pair(Connection connection, String direction, Comparison asked) {
            inUse = books.of(connection);
            var rule = asked.rule();
            first = rule != null && asked.against() == null ? inUse : books.former(connection, asked.against());
            try {
                second = rule == null ? inUse : books.draft(connection, direction, rule);
            } catch (RuleBroken broken) {
                retire(first);
                throw broken;
            }
        }

        /** A line for each place where the outcomes differ. */
        List<String> differences(Function<Rulebook, JsonNode> outcome) {
            var words = first == inUse ? List.of(": in use ", ", new ") : List.of(": then ", ", now ");
            return Mismatch.between(outcome.apply(first), outcome.apply(second)).stream()
                    .map(line -> line.replace(": expected ", words.get(0)).replace(", but it is ", words.get(1)))
                    .toList();
        }

        @Override
        public void close() {
            retire(first);
            retire(second);
        }

        private void retire(Rulebook book) {
            if (book != inUse) book.retire();
        }
    }

    /**
     * Two versions of the incoming rule on the last states that came, also those of which nothing could be made.
     *
     * @throws RuleBroken when the rule does not compile
     */
    public Replay incoming(Connection connection, Comparison asked) {
        try (var pair = new Pair(connection, "incoming", asked)) {
            var known = new HashMap<UUID, Optional<Place>>();
            var differences = new ArrayList<Difference>();
            var run = 0;
            for (var event : inbox.lastStates(connection.id(), null, asked.most())) {
                var place = known.computeIfAbsent(Objects.requireNonNull(event.twin()), this::place);
                if (place.isEmpty()) continue;
                run++;
                var issue = place.get().issue();
                var lines = pair.differences(book -> incoming(connection, book, issue, event));
                if (!lines.isEmpty())
                    differences.add(new Difference(
                            issue == null ? String.valueOf(event.text("issueKey")) : issue.key(), event.seq(), lines));
            }
            return new Replay(run, differences);
        }
    }

    /** Two versions of the outgoing rule on the issues under sync that changed last. */
    public Replay outgoing(Connection connection, Comparison asked) {
        try (var pair = new Pair(connection, "outgoing", asked)) {
            var differences = new ArrayList<Difference>();
            var run = 0;
            for (var twin : twins.changedLast(connection.id(), asked.most())) {
                var issue = issue(twin);
                if (issue.isEmpty()) continue;
                run++;
                var lines = pair.differences(book -> outgoing(connection, book, issue.get()));
                if (!lines.isEmpty()) differences.add(new Difference(issue.get().key(), null, lines));
            }
            return new Replay(run, differences);
        }
    }

    /** Where an event belongs: an issue, or none while it is to be made. */
    private record Place(@Nullable Snapshot issue) {}

    /** Nothing for what is not under sync any more. */
    private Optional<Place> place(UUID twin) {
        var known = twins.find(twin);
        if (known.isEmpty() || (known.get().isLive() && known.get().local() == null))
            return Optional.of(new Place(null));
        return known.flatMap(this::issue).map(Place::new);
    }

    private Optional<Snapshot> issue(Twin twin) {
        var local = twin.local();
        return local == null || !twin.isActive() ? Optional.empty() : issues.read(local.key());
    }

    private JsonNode incoming(Connection connection, Rulebook book, @Nullable Snapshot issue, SyncEvent event) {
        var sight = issue == null ? null : preview.of(connection, issue);
        var before = sight == null ? null : sight.issue().issue().json();
        try {
            return Outcome.of(
                    before,
                    runner.incoming(
                            book,
                            new RuleRunner.Given(
                                    Terms.of(connection),
                                    before == null ? null : before.deepCopy(),
                                    issue == null ? "" : issue.projectKey(),
                                    event.replica(),
                                    issue == null ? null : Was.putBack(event.replica(), event.was()),
                                    issue == null,
                                    sight == null ? List.of() : sight.traces(),
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
}
