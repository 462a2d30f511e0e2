package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of the partner's comments and files: which have had a copy here, and what they were before. */
final class Pairings {
    private static final JsonMapper JSON = JsonMapper.builder().build();

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
    boolean edited(Map<String, Object> theirs) {
        return pending.contains("comments/" + theirs.get("id")) || differs(theirs, "body") || audienceDiffers(theirs);
    }

    /** Whether other people than before may see the partner's comment. */
    boolean audienceDiffers(Map<String, Object> theirs) {
        return Stream.of("roleLevel", "groupLevel", "internal").anyMatch(name -> differs(theirs, name));
    }

    private boolean differs(Map<String, Object> theirs, String property) {
        var comments = previous == null ? null : previous.get("comments");
        if (comments == null) return false;
        for (var before : comments)
            if (before.path("id").asText().equals(String.valueOf(theirs.get("id"))))
                return !Canonical.same(before.get(property), JSON.valueToTree(theirs.get(property)));
        return false;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }
}
