package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubComment;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import dev.drawbridge.replica.Trace;
import groovy.lang.Closure;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code commentHelper}. */
public final class CommentHelper implements com.exalate.hubobject.jira.CommentHelper {
    private final Pairings pairings;
    private final AuthorLine line;
    private final Asked asked;

    CommentHelper(Pairings pairings, AuthorLine line, Asked asked) {
        this.pairings = pairings;
        this.line = line;
        this.asked = asked;
    }

    /** The issue's comments with the partner's new, edited and deleted ones taken over, each under a line with its author. */
    public List<Object> mergeComments(Map<String, Object> issue, Map<String, Object> replica) {
        return merge(issue, replica, null);
    }

    /** The same; the closure shapes each comment of the partner, and no line with the author is added. */
    public List<Object> mergeComments(
            Map<String, Object> issue,
            Map<String, Object> replica,
            @ClosureParams(value = SimpleType.class, options = "com.exalate.basic.domain.hubobject.v1.BasicHubComment")
                    Closure<?> shape) {
        return merge(issue, replica, shape);
    }

    /** The comments and one more, which the proxy user writes here; it does not travel. */
    public List<Object> addComment(@Nullable Object text, @Nullable Collection<?> comments) {
        return addComment(text, false, comments);
    }

    public List<Object> addComment(@Nullable Object text, boolean internal, @Nullable Collection<?> comments) {
        var all = new ArrayList<Object>(comments == null ? List.of() : comments);
        var comment = new BasicHubComment();
        comment.put("body", text == null ? "" : text.toString());
        comment.put("internal", internal);
        all.add(comment);
        return all;
    }

    /** Comments without a restriction to a role or group. */
    public List<Object> filterLocal(@Nullable Collection<?> comments) {
        var open = new ArrayList<Object>();
        SubItemMerge.list(comments).stream()
                .filter(comment -> comment.get("roleLevel") == null && comment.get("groupLevel") == null)
                .forEach(open::add);
        return open;
    }

    private List<Object> merge(Map<String, Object> issue, Map<String, Object> replica, @Nullable Closure<?> shape) {
        if (!replica.containsKey("comments")) return new ArrayList<>(SubItemMerge.list(issue.get("comments")));
        return new SubItemMerge(pairings)
                .merge(
                        Trace.Kind.COMMENT,
                        issue.get("comments"),
                        replica.get("comments"),
                        theirs -> shaped(theirs, shape),
                        (local, theirs) -> {
                            if (pairings.edited(theirs)) take(local, theirs, shaped(theirs, shape));
                        });
    }

    private void take(HubObject local, HubObject theirs, HubObject shaped) {
        local.put("body", shaped.get("body"));
        if (pairings.audienceDiffers(theirs))
            for (var name : List.of("roleLevel", "groupLevel", "internal")) local.put(name, shaped.get(name));
    }

    private BasicHubComment shaped(HubObject theirs, @Nullable Closure<?> shape) {
        var copy = SubItemMerge.copy(theirs, new BasicHubComment());
        if (shape == null) {
            copy.put("body", line.above(theirs, "body"));
            return copy;
        }
        shape.call(copy);
        var executor = copy.remove("executor");
        if (executor != null && String.valueOf(copy.get("body")).equals(String.valueOf(theirs.get("body")))) {
            copy.put("body", line.above(theirs, "body"));
            asked.note(
                    "Jira's REST API lets nobody write in another user's name: comments that the rule wants written by"
                            + " their executor are written by the proxy user, with their author's name in the first line.");
        }
        Object role = copy.remove("role");
        if (role != null) copy.put("roleLevel", Values.words(role));
        return copy;
    }
}
