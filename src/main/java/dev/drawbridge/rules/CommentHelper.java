package dev.drawbridge.rules;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code commentHelper} in incoming rules. */
public final class CommentHelper {
    private final Pairings pairings;
    private final String header;

    CommentHelper(Pairings pairings, String header) {
        this.pairings = pairings;
        this.header = header;
    }

    /** The issue's comments with the partner's new, edited and deleted ones taken over, each under a line with its author. */
    public List<Map<String, Object>> mergeComments(Map<String, Object> issue, Map<String, Object> replica) {
        return merge(issue, replica, null);
    }

    /** The same; the closure shapes each comment of the partner, and no line with the author is added. */
    public List<Map<String, Object>> mergeComments(
            Map<String, Object> issue, Map<String, Object> replica, Closure<?> shape) {
        return merge(issue, replica, shape);
    }

    /** Comments without a restriction to a role or group. */
    public List<Map<String, Object>> filterLocal(List<Map<String, Object>> comments) {
        return comments.stream()
                .filter(comment -> comment.get("roleLevel") == null && comment.get("groupLevel") == null)
                .toList();
    }

    private List<Map<String, Object>> merge(
            Map<String, Object> issue, Map<String, Object> replica, @Nullable Closure<?> shape) {
        var result = new ArrayList<>(Pairings.list(issue.get("comments")));
        if (!replica.containsKey("comments")) return result;
        var remote = new LinkedHashMap<String, Map<String, Object>>();
        Pairings.list(replica.get("comments"))
                .forEach(comment -> remote.put(String.valueOf(comment.get("id")), comment));
        result.removeIf(
                local -> local.get("remoteId") != null && !remote.containsKey(String.valueOf(local.get("remoteId"))));
        for (var local : result) {
            var theirs = remote.remove(String.valueOf(local.get("remoteId")));
            if (theirs != null && pairings.edited("comments", theirs, "body"))
                local.put("body", shaped(theirs, shape).get("body"));
        }
        for (var theirs : remote.values())
            if (!pairings.known("COMMENT", String.valueOf(theirs.get("id")))) result.add(shaped(theirs, shape));
        return result;
    }

    private Map<String, Object> shaped(Map<String, Object> theirs, @Nullable Closure<?> shape) {
        var copy = new LinkedHashMap<>(theirs);
        copy.put("remoteId", String.valueOf(copy.remove("id")));
        if (shape != null) shape.call(copy);
        else copy.put("body", line(theirs) + "\n" + Objects.requireNonNullElse(theirs.get("body"), ""));
        return copy;
    }

    private String line(Map<String, Object> comment) {
        var author = comment.get("author") instanceof Map<?, ?> person ? person.get("displayName") : null;
        return header.replace("{name}", author == null ? "Somebody" : author.toString());
    }
}
