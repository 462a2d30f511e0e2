package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Was;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Outgoing;
import dev.drawbridge.twin.Setbacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the administrator's rules: what leaves, and what becomes of what arrives. */
@Component("rules")
public class Rules {
    private final Rulebooks books;
    private final Runs runs;
    private final Directory directory;
    private final Setbacks setbacks;

    Rules(Rulebooks books, Runs runs, Directory directory, Setbacks setbacks) {
        this.books = books;
        this.runs = runs;
        this.directory = directory;
        this.setbacks = setbacks;
    }

    /** The outgoing rule on a changed issue: send, say nothing, or fail at a line. */
    public Outgoing outgoing(Outgoing work) {
        if (work.isDone()) return work;
        work.expect(Outgoing.Stage.CHANGED);
        try {
            var book = books.of(work.connection());
            var replica = said(book, work.connection(), work.snapshot());
            return replica.isEmpty()
                    ? work.silent("The rule sends nothing.", book.version())
                    : work.said(replica, book.version());
        } catch (RuleBroken broken) {
            return work.failed(trouble(broken));
        }
    }

    /** The incoming rule because of each event: on its replica, and on the replica with its former values put back. */
    public Incoming incoming(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        try {
            var book = books.of(work.connection());
            var last = newest(book, work);
            if (work.creates()) requireProjectAndType(book, work, last.now());
            var result = new ArrayList<Incoming.Run>();
            for (var stored : work.events().subList(0, work.events().size() - 1))
                result.add(older(book, work, stored.event(), last.now()));
            result.add(last);
            return work.ruled(result);
        } catch (RuleBroken broken) {
            return setbacks.block(work, trouble(broken));
        } catch (JiraTrouble trouble) {
            return setbacks.later(work, String.valueOf(trouble.getMessage()), trouble.retryAfter());
        }
    }

    /** A rule that fails on what was said before still tells a change from what was last applied. */
    private Incoming.Run newest(Rulebook book, Incoming work) {
        var event = work.newest();
        var now = wanted(book, work, event.replica());
        ObjectNode was;
        try {
            was = event.was().isEmpty() ? now : wanted(book, work, Was.putBack(event.replica(), event.was()));
        } catch (RuleBroken broken) {
            var previous = work.previous();
            if (previous == null) throw broken;
            was = wanted(book, work, previous);
        }
        return run(book, work, event, now, was);
    }

    /** An older state on which the rule fails holds nothing back: only what it changed is of interest. */
    private Incoming.Run older(Rulebook book, Incoming work, SyncEvent event, ObjectNode last) {
        try {
            var now = wanted(book, work, event.replica());
            var was = event.was().isEmpty() ? now : wanted(book, work, Was.putBack(event.replica(), event.was()));
            return run(book, work, event, now, was);
        } catch (RuleBroken broken) {
            var before = Was.putBack(work.newest().replica(), event.was());
            return new Incoming.Run(last, wanted(book, work, before), Set.of(), book.version());
        }
    }

    private Incoming.Run run(Rulebook book, Incoming work, SyncEvent event, ObjectNode now, ObjectNode was) {
        return new Incoming.Run(now, was, forced(book, work, event.replica(), event.asserted(), now), book.version());
    }

    /** What the outgoing rule says of the issue before and after the apply: that is what the peer knows by now. */
    public Incoming restate(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.APPLIED);
        var after = Objects.requireNonNull(work.outcome().after());
        if (work.outcome().results().isEmpty() && work.twin() != null) return work.restated(null, null);
        try {
            var book = books.of(work.connection());
            var before = work.snapshot() == null ? null : said(book, work.connection(), work.snapshot());
            return work.restated(before, said(book, work.connection(), after));
        } catch (RuleBroken broken) {
            return work.restated(null, null);
        }
    }

    /** What our outgoing rule says of an issue that the partner proposes to connect. */
    public Incoming present(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        try {
            return work.presented(said(books.of(work.connection()), work.connection(), work.shown()));
        } catch (RuleBroken broken) {
            return setbacks.block(work, trouble(broken));
        }
    }

    private Replica said(Rulebook book, Connection connection, Snapshot snapshot) {
        var replica = new HubIssue(Map.of());
        var bindings = bindings(connection);
        bindings.put("issue", Shapes.hub(snapshot.issue().json()));
        bindings.put("replica", replica);
        runs.run(book.outgoing(), bindings);
        try {
            return Replica.of(Shapes.neutral(replica));
        } catch (IllegalArgumentException untravelled) {
            throw new RuleBroken(book.outgoing().file(), null, String.valueOf(untravelled.getMessage()), untravelled);
        }
    }

    private ObjectNode wanted(Rulebook book, Incoming work, Replica replica) {
        var snapshot = work.snapshot();
        var issue = snapshot == null
                ? new HubIssue(Map.of())
                : Shapes.hub(snapshot.issue().json());
        var pairings = new Pairings(work.traces(), work.previous());
        var connection = work.connection();
        var header = connection.settings().commentHeader().replace("{instance}", connection.remoteShort());
        var remote = Shapes.hub(safe(connection, replica).json());
        var bindings = bindings(connection);
        bindings.put("issue", issue);
        bindings.put("replica", remote);
        bindings.put("firstSync", work.creates());
        bindings.put(
                "previous",
                work.previous() == null || work.creates()
                        ? null
                        : Shapes.hub(work.previous().json()));
        bindings.put(
                "issueBeforeScript",
                snapshot == null
                        ? new HubIssue(Map.of())
                        : Shapes.hub(snapshot.issue().json()));
        bindings.put("commentHelper", new CommentHelper(pairings, header));
        bindings.put("attachmentHelper", new AttachmentHelper(pairings));
        runs.run(book.incoming(), bindings);
        return Shapes.neutral(issue);
    }

    /** Local fields that depend on what the sender says again on purpose. */
    private Set<String> forced(Rulebook book, Incoming work, Replica replica, Set<String> asserted, ObjectNode now) {
        if (asserted.isEmpty()) return Set.of();
        var without = replica;
        for (var property : asserted) without = without.without(property);
        var then = wanted(book, work, without);
        var forced = new LinkedHashSet<>(asserted);
        now.fieldNames().forEachRemaining(field -> {
            if (!Canonical.same(now.get(field), then.get(field))) forced.add(field);
        });
        return forced;
    }

    private static void requireProjectAndType(Rulebook book, Incoming work, ObjectNode wanted) {
        var project = wanted.path("project").path("key").asText("");
        if (project.isEmpty() || wanted.path("type").path("name").asText("").isEmpty())
            throw new RuleBroken(
                    book.incoming().file(),
                    null,
                    "a first sync must set issue.projectKey and issue.typeName, or no issue can be made",
                    null);
        if (!work.connection().covers(project))
            throw new RuleBroken(
                    book.incoming().file(),
                    null,
                    "project " + project + " is outside the connection's projects "
                            + work.connection().projects(),
                    null);
    }

    private Map<String, @Nullable Object> bindings(Connection connection) {
        var bindings = new HashMap<String, @Nullable Object>();
        var facts = Map.of(
                "name",
                connection.name(),
                "incomingProject",
                connection.incomingProject(),
                "remoteInstance",
                Map.of("name", connection.remoteShort()));
        bindings.put("connection", facts);
        bindings.put("relation", facts);
        bindings.put("nodeHelper", new NodeHelper(directory, connection.incomingProject()));
        bindings.put("log", LoggerFactory.getLogger("drawbridge.rules"));
        return bindings;
    }

    /** Texts of the partner are data: markup that could run or include something is shown instead. */
    private static Replica safe(Connection connection, Replica replica) {
        if (connection.settings().markup().equals("as-is")) return replica;
        var result = replica;
        for (var property : new String[] {"description", "environment"})
            if (result.get(property) instanceof com.fasterxml.jackson.databind.node.TextNode text)
                result = result.with(
                        property, com.fasterxml.jackson.databind.node.TextNode.valueOf(Markup.safe(text.asText())));
        if (!(result.get("comments") instanceof ArrayNode comments)) return result;
        comments.forEach(comment -> {
            if (comment.path("body").isTextual())
                ((ObjectNode) comment)
                        .put("body", Markup.safe(comment.get("body").asText()));
        });
        return result.with("comments", comments);
    }

    private static Lanes.Trouble trouble(RuleBroken broken) {
        return new Lanes.Trouble(
                "RULE",
                broken.sentence(),
                "Mend the rule; it is tried again by itself when the issue or the rule changes, or with Retry.",
                broken.file(),
                broken.line(),
                null,
                stack(broken));
    }

    private static String stack(RuleBroken broken) {
        var text = new java.io.StringWriter();
        broken.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
