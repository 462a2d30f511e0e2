package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of the partner's comments and files: which have had a copy here, and what they were before. */
final class Pairings {
    static final Pairings NONE = new Pairings(List.of(), null, Set.of());

    private final List<Trace> traces;
    private final @Nullable Replica previous;
    private final Set<String> pending;

    /** @param pending what of the partner could not be applied yet, a comment as {@code comments/<id>} */
    Pairings(List<Trace> traces, @Nullable Replica previous, Set<String> pending) {
        this.traces = traces;
        this.previous = previous;
        this.pending = pending;
    }

    /**
     * Whether it has a copy here, or had one that somebody here deleted: that one is not made again. One that the partner
     * took back and shows again is made anew.
     */
    boolean known(Trace.Kind kind, String remoteId) {
        return traces.stream()
                .anyMatch(trace -> trace.owner() == Trace.Owner.REMOTE
                        && trace.kind() == kind
                        && trace.localId() != null
                        && remoteId.equals(trace.remoteId()));
    }

    /** Whether the partner changed a comment since the last time; an edit of the copy here stays until then. */
    boolean edited(HubObject theirs) {
        return pending.contains("comments/" + theirs.get("id"))
                || differs("comments", theirs, "body")
                || audienceDiffers(theirs);
    }

    /** Whether the partner changed a worklog since the last time. */
    boolean workLogEdited(HubObject theirs) {
        return pending.contains("workLogs/" + theirs.get("id"))
                || Stream.of("startDate", "timeSpent", "comment", "roleLevel", "groupLevel")
                        .anyMatch(name -> differs("workLogs", theirs, name));
    }

    /** Whether other people than before may see the partner's comment. */
    boolean audienceDiffers(HubObject theirs) {
        return Stream.of("roleLevel", "groupLevel", "internal").anyMatch(name -> differs("comments", theirs, name));
    }

    private boolean differs(String list, HubObject theirs, String property) {
        var items = previous == null ? null : previous.get(list);
        if (items == null) return false;
        for (var before : items)
            if (before.path("id").asText().equals(String.valueOf(theirs.get("id"))))
                return !Canonical.same(
                        before.get(property), Values.AS_TREE.apply(theirs).get(property));
        return false;
    }
}
