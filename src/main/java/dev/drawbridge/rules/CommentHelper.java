package dev.drawbridge.rules;

import dev.drawbridge.replica.Trace;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code commentHelper} in incoming rules. */
public final class CommentHelper {
    private static final Pattern WIKI = Pattern.compile("[\\\\{}\\[\\]!*|]");
    private static final Pattern ADDRESS = Pattern.compile("(\\S+)@\\S+");

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
            if (theirs != null && pairings.edited(theirs)) take(local, theirs, shaped(theirs, shape));
        }
        for (var theirs : remote.values())
            if (!pairings.known(Trace.Kind.COMMENT, String.valueOf(theirs.get("id"))))
                result.add(shaped(theirs, shape));
        return result;
    }

    private void take(Map<String, Object> local, Map<String, Object> theirs, Map<String, Object> shaped) {
        local.put("body", shaped.get("body"));
        if (pairings.audienceDiffers(theirs))
            for (var name : List.of("roleLevel", "groupLevel", "internal")) local.put(name, shaped.get(name));
    }

    private Map<String, Object> shaped(Map<String, Object> theirs, @Nullable Closure<?> shape) {
        var copy = new LinkedHashMap<>(theirs);
        copy.put("remoteId", String.valueOf(copy.remove("id")));
        if (shape != null) shape.call(copy);
        else copy.put("body", line(theirs) + "\n" + Objects.requireNonNullElse(theirs.get("body"), ""));
        return copy;
    }

    /** The author's name as plain text: it is the partner's data, and may be an address or hold markup. */
    private String line(Map<String, Object> comment) {
        var author = comment.get("author") instanceof Map<?, ?> person ? person.get("displayName") : null;
        var name = author == null
                ? "Somebody"
                : ADDRESS.matcher(Clean.line(author.toString())).replaceAll("$1");
        return header.replace("{name}", WIKI.matcher(name).replaceAll("\\\\$0"));
    }
}
