package dev.drawbridge.rules;

import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Setbacks;
import dev.drawbridge.twin.Settlement;
import dev.drawbridge.twin.Twins;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * An issue that is here already, where the incoming rule names one on a first sync ({@code issue.id = …}) instead of having
 * one made: from now on it is the copy, and the rule runs once more on it.
 */
@Component("takeOver")
public class TakeOver {
    private final Issues issues;
    private final Rulebooks books;
    private final RuleRunner runner;
    private final Twins twins;
    private final Settlement settlement;
    private final Setbacks setbacks;

    TakeOver(Issues issues, Rulebooks books, RuleRunner runner, Twins twins, Settlement settlement, Setbacks setbacks) {
        this.issues = issues;
        this.books = books;
        this.runner = runner;
        this.twins = twins;
        this.settlement = settlement;
        this.setbacks = setbacks;
    }

    /** Work whose rule names no such issue passes through. */
    public Incoming take(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.RULED);
        var named = work.existing();
        if (named == null) return work;
        try {
            var found = issues.read(named).orElse(null);
            var problem = problem(work, named, found);
            return found == null || problem != null
                    ? blocked(work, String.valueOf(problem))
                    : settlement.takeOver(work, found, said(work, found));
        } catch (RuleBroken broken) {
            return blocked(work, broken.sentence());
        } catch (RulesBusy busy) {
            return setbacks.later(work, String.valueOf(busy.getMessage()), null);
        } catch (JiraTrouble trouble) {
            return trouble.isRefusal()
                    ? blocked(work, trouble.sentence())
                    : setbacks.later(work, trouble.sentence(), trouble.retryAfter());
        }
    }

    private Replica said(Incoming work, Snapshot found) {
        var book = books.of(work.connection());
        return runner.outgoing(
                        book,
                        Terms.of(work.connection()),
                        work.shown(found).issue().json(),
                        RuleRunner.Doing.NOTHING)
                .replica();
    }

    /** Why that issue cannot be the copy; null when it can. */
    private @Nullable String problem(Incoming work, String named, @Nullable Snapshot found) {
        var lines = work.lines();
        var place = lines.getOrDefault("id", lines.get("key"));
        var line = place == null ? "the incoming rule" : place.words();
        if (found == null)
            return "%s: there is no issue %s here that the proxy user may see, so it cannot be the copy."
                    .formatted(line, named);
        if (!work.connection().covers(found.projectKey()))
            return "%s: %s cannot be the copy, since it is outside the connection's projects %s."
                    .formatted(line, found.key(), work.connection().projects());
        return twins.ofIssue(found.issueId()).stream()
                .filter(twin -> twin.connection().equals(work.connection().id()) && twin.isLive())
                .findFirst()
                .map(twin -> "%s: %s cannot be the copy, since it is that of %s already."
                        .formatted(line, found.key(), twin.remote().key()))
                .orElse(null);
    }

    private Incoming blocked(Incoming work, String problem) {
        return setbacks.block(
                work,
                Lanes.Trouble.of(
                        "RULE",
                        problem,
                        "Let the rule name another issue, or set project and type for a new one; then retry."));
    }
}
