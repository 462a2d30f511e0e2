package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Errands;
import dev.drawbridge.twin.Family;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Outgoing;
import dev.drawbridge.twin.Setbacks;
import dev.drawbridge.twin.Wishes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the administrator's rules: what leaves, and what becomes of what arrives. */
@Component("rules")
public class Rules {
    private final Rulebooks books;
    private final RuleRunner runner;
    private final Directory directory;
    private final Setbacks setbacks;
    private final Errands errands;
    private final Family family;

    Rules(Rulebooks books, RuleRunner runner, Directory directory, Setbacks setbacks, Errands errands, Family family) {
        this.books = books;
        this.runner = runner;
        this.directory = directory;
        this.setbacks = setbacks;
        this.errands = errands;
        this.family = family;
    }

    /** The outgoing rule on a changed issue: send, say nothing, or fail at a line. */
    public Outgoing outgoing(Outgoing work) {
        if (work.isDone()) return work;
        work.expect(Outgoing.Stage.CHANGED);
        Rulebook book = null;
        try {
            book = books.of(work.connection());
            if (work.isKnownBy(book.version())) return work.done("Nothing differs from what was last seen.");
            var said = runner.outgoing(
                    book, Terms.of(work.connection()), work.snapshot().issue().json(), RuleRunner.Doing.ALL);
            var replica = said.replica();
            afterwards(work, said.asked().wishes().afterwards());
            return replica.isEmpty()
                    ? work.silent("The rule sends nothing.", book.version())
                    : work.said(replica, book.version());
        } catch (RuleBroken broken) {
            return work.failed(trouble(broken, book));
        }
    }

    /** The incoming rule because of each event: on its replica, and on the replica with its former values put back. */
    public Incoming incoming(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        Rulebook book = null;
        try {
            book = books.of(work.connection());
            return work.ruled(new IncomingRule(book, work, runner, directory).run());
        } catch (RuleBroken broken) {
            return family.ruleFailed(work, trouble(broken, book));
        } catch (RulesBusy busy) {
            return setbacks.later(work, String.valueOf(busy.getMessage()), null);
        } catch (JiraTrouble trouble) {
            return setbacks.later(work, String.valueOf(trouble.getMessage()), trouble.retryAfter());
        }
    }

    /**
     * What the outgoing rule says of the issue before and after the apply: that is what the peer knows by now. The rule
     * is of the version that decided what was applied, also when it has changed since.
     */
    public Incoming restate(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.APPLIED);
        var after = Objects.requireNonNull(work.outcome().after());
        work = named(work);
        if (work.outcome().results().isEmpty() && work.twin() != null) return work.restated(null, null);
        try {
            return restate(work, after);
        } catch (RuleBroken | RulesBusy broken) {
            return work.restated(null, null);
        }
    }

    private Incoming restate(Incoming work, Snapshot after) {
        var book = books.of(work.connection(), work.ruleVersion());
        try {
            var before = work.snapshot() == null ? null : said(book, work.connection(), work.shown(work.snapshot()));
            return work.restated(before, said(book, work.connection(), work.shown(after)));
        } finally {
            books.done(work.connection(), book);
        }
    }

    /** What Jira refused, with the line of the rule that wanted it. */
    private static Incoming named(Incoming work) {
        var lines = work.lines();
        var results = work.outcome().results().stream()
                .map(result -> result.refused() == null
                        ? result
                        : new Plan.Result(result.step(), result.localId(), Origin.named(result.refused(), lines)))
                .toList();
        return work.applied(results, work.outcome().after());
    }

    /** What our outgoing rule says of an issue that the partner proposes to connect. */
    public Incoming present(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        try {
            return work.presented(said(books.of(work.connection()), work.connection(), work.shown()));
        } catch (RuleBroken broken) {
            return setbacks.block(work, trouble(broken, null));
        }
    }

    private Replica said(Rulebook book, Connection connection, Snapshot snapshot) {
        return runner.outgoing(book, Terms.of(connection), snapshot.issue().json(), RuleRunner.Doing.NOTHING)
                .replica();
    }

    private void afterwards(Outgoing work, Wishes.Afterwards wanted) {
        if (!wanted.alsoSync().isEmpty())
            errands.put(
                    work.connection().id(),
                    work.snapshot().issueId(),
                    new Wishes.Afterwards(false, false, wanted.alsoSync(), Set.of()));
    }

    private static Lanes.Trouble trouble(RuleBroken broken, @Nullable Rulebook book) {
        return new Lanes.Trouble(
                "RULE",
                broken.sentence(),
                "Mend the rule; it is tried again by itself when the issue or the rule changes, or with Retry.",
                broken.file(),
                broken.line(),
                book == null ? null : book.version(),
                stack(broken));
    }

    private static String stack(RuleBroken broken) {
        var text = new StringWriter();
        broken.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
