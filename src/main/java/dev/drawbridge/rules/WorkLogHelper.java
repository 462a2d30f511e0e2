package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubWorkLog;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.replica.Trace;
import groovy.lang.Closure;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code workLogHelper}. */
public final class WorkLogHelper implements com.exalate.hubobject.jira.WorkLogHelper {
    private static final List<String> TAKEN = List.of("startDate", "timeSpent", "comment", "roleLevel", "groupLevel");

    private final Pairings pairings;
    private final AuthorLine line;

    WorkLogHelper(Pairings pairings, AuthorLine line) {
        this.pairings = pairings;
        this.line = line;
    }

    /** The issue's worklogs with the partner's new, edited and deleted ones taken over, each under a line with its author. */
    public List<Object> mergeWorkLogs(Map<String, Object> issue, Map<String, Object> replica) {
        return merge(issue, replica, null);
    }

    /** The same; the closure shapes each worklog of the partner, and no line with the author is added. */
    public List<Object> mergeWorkLogs(
            Map<String, Object> issue,
            Map<String, Object> replica,
            @ClosureParams(value = SimpleType.class, options = "com.exalate.basic.domain.hubobject.v1.BasicHubWorkLog")
                    Closure<?> shape) {
        return merge(issue, replica, shape);
    }

    private List<Object> merge(Map<String, Object> issue, Map<String, Object> replica, @Nullable Closure<?> shape) {
        if (!replica.containsKey("workLogs")) return new ArrayList<>(SubItemMerge.list(issue.get("workLogs")));
        return new SubItemMerge(pairings)
                .merge(
                        Trace.Kind.WORKLOG,
                        issue.get("workLogs"),
                        replica.get("workLogs"),
                        theirs -> shaped(theirs, shape),
                        (local, theirs) -> {
                            if (!pairings.workLogEdited(theirs)) return;
                            var shaped = shaped(theirs, shape);
                            TAKEN.forEach(name -> local.put(name, shaped.get(name)));
                        });
    }

    private BasicHubWorkLog shaped(HubObject theirs, @Nullable Closure<?> shape) {
        var copy = SubItemMerge.copy(theirs, new BasicHubWorkLog());
        if (shape == null) copy.put("comment", line.above(theirs, "comment"));
        else shape.call(copy);
        return copy;
    }
}
