package dev.drawbridge.twin;

import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Plan;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What a partner's event may amount to, whatever the rule wants: nothing outside the projects, nothing in masses. */
@Component
class Bounds {
    private final Allowances allowances;
    private final Setbacks setbacks;
    private final Ends ends;
    private final TransactionTemplate transaction;

    Bounds(Allowances allowances, Setbacks setbacks, Ends ends, TransactionTemplate transaction) {
        this.allowances = allowances;
        this.setbacks = setbacks;
        this.ends = ends;
        this.transaction = transaction;
    }

    /** The same work when it keeps within bounds; else it is done with, or waits for an administrator. */
    Incoming keep(Incoming planned) {
        var issue = planned.snapshot();
        if (issue != null && !planned.connection().covers(issue.projectKey())) return movedOut(planned);
        if (planned.lane().approved()) return planned;
        var steps = planned.decided().plan().steps();
        var makes = steps.stream().anyMatch(Plan.CreateIssue.class::isInstance);
        if (makes && !isGranted(planned, Allowances.Deed.CREATE, Set.of("issue")))
            return hold(planned, Allowances.Deed.CREATE, 1);
        var gone = steps.stream()
                .filter(step -> step instanceof Plan.DeleteComment
                        || step instanceof Plan.DeleteAttachment
                        || step instanceof Plan.DeleteWorklog)
                .map(planned::part)
                .collect(Collectors.toSet());
        return gone.isEmpty() || isGranted(planned, Allowances.Deed.DELETE, gone)
                ? planned
                : hold(planned, Allowances.Deed.DELETE, gone.size());
    }

    private boolean isGranted(Incoming work, Allowances.Deed deed, Set<String> parts) {
        return allowances.grant(work.connection().id(), work.lane().twin(), deed, parts);
    }

    private Incoming hold(Incoming work, Allowances.Deed deed, int more) {
        var reason = "With %d more the partner would have %s.".formatted(more, deed.tooMuch());
        return setbacks.hold(work, Lanes.Trouble.of(deed.name(), reason, "Approve or refuse it."));
    }

    /** What is no longer in the connection's projects is not written, whichever side notices first. */
    private Incoming movedOut(Incoming work) {
        var twin = work.twin();
        if (twin == null)
            throw new IllegalStateException(
                    "An issue was read for lane " + work.lane().twin() + " that has no twin");
        var issue = java.util.Objects.requireNonNull(work.snapshot());
        var why = "The issue was moved to project %s, which is outside the connection's projects."
                .formatted(issue.projectKey());
        transaction.executeWithoutResult(
                status -> ends.end(twin, work.connection().name(), Twin.State.MOVED_OUT, why));
        return setbacks.dropped(work, why);
    }
}
