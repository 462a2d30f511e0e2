package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.twin.Preview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs rules to see what they would do. Nothing is sent, written to Jira, or kept. */
@Component
public class Tries {
    private final Rulebooks books;
    private final RuleRunner runner;
    private final Preview preview;

    Tries(Rulebooks books, RuleRunner runner, Preview preview) {
        this.books = books;
        this.runner = runner;
        this.preview = preview;
    }

    /**
     * What the outgoing rule says of an issue.
     *
     * @param replica what would leave
     * @param differenceToLastSent a line for each place that differs from what the partner knows
     * @param log what the rule wrote to the log
     */
    public record Outgoing(ObjectNode replica, List<String> differenceToLastSent, List<String> log) {}

    /**
     * What the incoming rule would do.
     *
     * @param outcome the values that differ, warnings, and what the rule asks for
     * @param plan the calls to Jira that this amounts to
     */
    public record Incoming(ObjectNode outcome, List<Call> plan, List<Warning> warnings, List<String> log) {}

    /**
     * A change of one value.
     *
     * @param call the kind of call
     * @param field the field, or the comment, file or worklog
     * @param from what is there now; null for nothing
     */
    public record Call(String call, String field, @Nullable JsonNode from, @Nullable JsonNode to) {}

    /** @throws RuleBroken when the rule in use fails, with its sentence */
    public Outgoing outgoing(Connection connection, Snapshot issue) {
        return outgoing(connection, issue, books.of(connection));
    }

    /**
     * The outgoing rule on an issue.
     *
     * @param rule a text to try instead of the rule in use; null for that
     * @throws RuleBroken when the rule fails, with its sentence
     */
    public Outgoing outgoing(Connection connection, Snapshot issue, @Nullable String rule) {
        var book = book(connection, "outgoing", rule);
        try {
            return outgoing(connection, issue, book);
        } finally {
            if (rule != null) book.retire();
        }
    }

    private Rulebook book(Connection connection, String direction, @Nullable String rule) {
        return rule == null ? books.of(connection) : books.draft(connection, direction, rule);
    }

    /** What the partner said last of an issue; empty when it has said nothing. */
    public Optional<ObjectNode> received(Connection connection, Snapshot issue) {
        return Optional.ofNullable(preview.of(connection, issue).received()).map(Replica::json);
    }

    private Outgoing outgoing(Connection connection, Snapshot issue, Rulebook book) {
        var sight = preview.of(connection, issue);
        var log = new RuleLog();
        var said = runner.outgoing(
                book, Terms.of(connection), sight.shown().issue().json(), RuleRunner.Doing.noted(log));
        var told = preview.told(connection, sight, said.replica());
        var heard = sight.heard();
        return new Outgoing(
                told.json(), Mismatch.between(heard == null ? null : heard.json(), told.json()), log.lines());
    }

    /**
     * The incoming rule on a replica.
     *
     * @param issue the local issue; null for one that is to be made
     * @param rule a text to try instead of the rule in use; null for that
     * @throws RuleBroken when the rule fails, with its sentence
     */
    public Incoming incoming(
            Connection connection, @Nullable Snapshot issue, ObjectNode replica, @Nullable String rule) {
        var book = book(connection, "incoming", rule);
        try {
            return incoming(connection, issue, replica, book);
        } finally {
            if (rule != null) book.retire();
        }
    }

    private Incoming incoming(Connection connection, @Nullable Snapshot issue, ObjectNode replica, Rulebook book) {
        var sight = issue == null ? null : preview.of(connection, issue);
        var before = sight == null ? null : sight.issue().issue().json();
        var log = new RuleLog();
        var wanted = runner.incoming(
                book,
                new RuleRunner.Given(
                        Terms.of(connection),
                        before,
                        issue == null ? "" : issue.projectKey(),
                        Replica.of(replica),
                        sight == null ? null : sight.received(),
                        issue == null,
                        sight == null ? List.of() : sight.traces(),
                        Set.of(),
                        RuleRunner.Doing.noted(log)));
        var steps = Preview.steps(
                before, wanted.issue(), wanted.asked().wishes(), sight == null ? List.of() : sight.traces());
        return new Incoming(
                Outcome.of(before, wanted),
                calls(before, steps),
                Origin.named(wanted.warnings(), Origin.lines(wanted.places())),
                log.lines());
    }

    private static List<Call> calls(@Nullable ObjectNode before, List<Plan.Step> steps) {
        var calls = new ArrayList<Call>();
        for (var step : steps) {
            if (step instanceof Plan.EditFields edit)
                edit.fields().entrySet().stream()
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .forEach(field -> calls.add(new Call(
                                "edit issue", field.getKey(), value(before, field.getKey()), field.getValue())));
            else if (step instanceof Plan.CreateIssue create)
                create.fields()
                        .properties()
                        .forEach(field -> calls.add(new Call("create issue", field.getKey(), null, field.getValue())));
            else if (step instanceof Plan.ChangeStatus change)
                calls.add(new Call("transition", "status", value(before, "status"), text(change.toStatus())));
            else if (step instanceof Plan.MakeTransition named)
                calls.add(new Call("transition", "by name", null, text(named.name())));
            else if (step instanceof Plan.AddComment comment)
                calls.add(new Call("add comment", comment.remoteId(), null, text(comment.body())));
            else if (step instanceof Plan.EditComment comment)
                calls.add(new Call("edit comment", comment.localId(), null, text(comment.body())));
            else if (step instanceof Plan.DeleteComment comment)
                calls.add(new Call("delete comment", comment.localId(), null, null));
            else if (step instanceof Plan.AddAttachment file)
                calls.add(new Call("attach", file.remoteId(), null, text(file.filename())));
            else if (step instanceof Plan.DeleteAttachment file)
                calls.add(new Call("delete attachment", file.localId(), null, null));
            else if (step instanceof Plan.CreateVersion version)
                calls.add(new Call("create version", version.project(), null, text(version.name())));
            else if (step instanceof Plan.CreateComponent component)
                calls.add(new Call("create component", component.project(), null, text(component.name())));
            else calls.add(new Call(step.getClass().getSimpleName(), "", null, text(step.toString())));
        }
        return calls;
    }

    private static @Nullable JsonNode value(@Nullable ObjectNode issue, String field) {
        if (issue == null) return null;
        return field.startsWith("customFields.")
                ? issue.path("customFields")
                        .path(field.substring("customFields.".length()))
                        .get("value")
                : issue.get(field);
    }

    private static JsonNode text(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
    }
}
