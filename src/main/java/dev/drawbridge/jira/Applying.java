package dev.drawbridge.jira;

import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Setbacks;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Carries out what was planned for an issue, and says what became of it. */
@Component("applying")
public class Applying {
    private final Steps steps;
    private final Notes notes;
    private final Issues issues;
    private final Facts facts;
    private final JiraSettings settings;
    private final Setbacks setbacks;
    private final Clock clock;

    Applying(
            Steps steps,
            Notes notes,
            Issues issues,
            Facts facts,
            JiraSettings settings,
            Setbacks setbacks,
            Clock clock) {
        this.steps = steps;
        this.notes = notes;
        this.issues = issues;
        this.facts = facts;
        this.settings = settings;
        this.setbacks = setbacks;
        this.clock = clock;
    }

    public Incoming apply(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.FETCHED);
        try {
            return carryOut(work);
        } catch (Attempt.TooEarly early) {
            return setbacks.at(
                    work, early.until(), "An attempt was cut off; its outcome is looked for at " + early.until() + ".");
        } catch (Attempt.Ambiguous two) {
            return setbacks.block(
                    work,
                    Lanes.Trouble.of(
                            "AMBIGUOUS", String.valueOf(two.getMessage()), "Delete one of the two, then retry."));
        } catch (JiraTrouble trouble) {
            return failed(work, trouble);
        }
    }

    private Incoming failed(Incoming work, JiraTrouble trouble) {
        return switch (trouble.kind()) {
            case LATER, UNCLEAR, LOGIN -> setbacks.later(work, Issues.message(trouble), trouble.retryAfter());
            case MISSING, FORBIDDEN, INVALID ->
                setbacks.block(
                        work,
                        Lanes.Trouble.of(
                                "JIRA",
                                Issues.message(trouble),
                                "Change the incoming rule, the project's configuration or the proxy user's permissions, then"
                                        + " retry."));
        };
    }

    private Incoming carryOut(Incoming work) {
        var attempt = new Attempt(work, steps, notes, settings.settle(), clock);
        var results = attempt.carryOut();
        return work.applied(results, after(work, attempt.issueId(), results));
    }

    /** A new issue is read once, since Jira fills it with defaults; of a known one we know what we wrote. */
    private Snapshot after(Incoming work, long issueId, List<Plan.Result> results) {
        var before = work.snapshot();
        if (before == null)
            return issues.read(String.valueOf(issueId))
                    .orElseThrow(() -> new JiraTrouble(
                            JiraTrouble.Kind.LATER, "The issue that was just made cannot be read.", Map.of(), null));
        var issue = before.issue().json();
        for (var result : results)
            if (result.refused() == null) Overlay.put(issue, facts.complete(result.step()), result.localId());
        return before.withIssue(Replica.of(issue));
    }
}
