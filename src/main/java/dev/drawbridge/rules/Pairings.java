package dev.drawbridge.rules;

import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the partner's comments and files: which have had a copy here, and what they were before. */
final class Pairings {
    private final List<Trace> traces;
    private final @Nullable Replica previous;

    Pairings(List<Trace> traces, @Nullable Replica previous) {
        this.traces = traces;
        this.previous = previous;
    }

    /** Whether it had a copy here at any time; one that was deleted here is not made again. */
    boolean known(String kind, String remoteId) {
        return traces.stream()
                .anyMatch(trace -> trace.owner() == Trace.Owner.REMOTE
                        && trace.kind().name().equals(kind)
                        && remoteId.equals(trace.remoteId()));
    }

    /** Whether the partner changed it since the last time; an edit of the copy here stays until then. */
    boolean edited(String list, Map<String, Object> theirs, String property) {
        if (previous == null || previous.get(list) == null) return false;
        for (var before : java.util.Objects.requireNonNull(previous.get(list)))
            if (before.path("id").asText().equals(String.valueOf(theirs.get("id"))))
                return !Canonical.same(
                        before.get(property),
                        com.fasterxml.jackson.databind.node.TextNode.valueOf(String.valueOf(theirs.get(property))));
        return false;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }
}
