package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Trace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that turn the comments, worklogs and attachments of the issue into those that the rule wants. Only copies of
 * the partner's things are changed or deleted: what was made here stays as it is. A copy that somebody here deleted is not
 * made again.
 */
final class SubItems {
    private final List<Trace> traces;
    private final @Nullable String cause;
    private final List<Plan.Step> steps = new ArrayList<>();
    private int byRule;

    /**
     * @param traces what is known of copies
     * @param cause names what the rule runs for, the same at each attempt: by it what the rule made by itself is known again;
     *     null when it makes nothing anew
     */
    private SubItems(List<Trace> traces, @Nullable String cause) {
        this.traces = traces;
        this.cause = cause;
    }

    static List<Plan.Step> plan(ObjectNode current, ObjectNode wanted, Incoming work) {
        var cause = work.repeats() ? null : String.valueOf(work.events().get(0).seq());
        return plan(current, wanted, work.traces(), cause);
    }

    static List<Plan.Step> plan(ObjectNode current, ObjectNode wanted, List<Trace> traces, @Nullable String cause) {
        var plan = new SubItems(traces, cause);
        if (wanted.path("comments").isArray()) plan.comments(byId(current.path("comments")), wanted.path("comments"));
        if (wanted.path("workLogs").isArray()) plan.worklogs(byId(current.path("workLogs")), wanted.path("workLogs"));
        if (wanted.path("attachments").isArray())
            plan.attachments(byId(current.path("attachments")), wanted.path("attachments"));
        return plan.steps;
    }

    private void comments(Map<String, JsonNode> current, JsonNode wanted) {
        for (var comment : wanted) {
            var known = known(current, comment);
            if (known == null) {
                var remoteId = fresh(Trace.Kind.COMMENT, comment);
                if (remoteId != null) steps.add(added(remoteId, comment));
            } else if (isCopy(known)) change(known, comment);
        }
        current.values().stream()
                .filter(SubItems::isCopy)
                .forEach(gone -> steps.add(new Plan.DeleteComment(gone.get("id").asText())));
    }

    /** Who may see a copy is never changed in place: where that cannot be set here, no copy is left that more people see. */
    private void change(JsonNode known, JsonNode wanted) {
        var id = known.get("id").asText();
        var audience = List.of("roleLevel", "groupLevel", "internal");
        if (audience.stream().anyMatch(name -> !text(known, name, "").equals(text(wanted, name, "")))) {
            steps.add(new Plan.DeleteComment(id));
            steps.add(added(known.get("remoteId").asText(), wanted));
        } else if (!Canonical.same(known.get("body"), wanted.get("body")))
            steps.add(new Plan.EditComment(
                    id, wanted.path("body").asText(), text(known, "roleLevel"), text(known, "groupLevel")));
    }

    private static Plan.Step added(String remoteId, JsonNode comment) {
        return new Plan.AddComment(
                remoteId,
                comment.path("body").asText(),
                comment.path("internal").asBoolean(false),
                text(comment, "roleLevel"),
                text(comment, "groupLevel"));
    }

    private void worklogs(Map<String, JsonNode> current, JsonNode wanted) {
        for (var worklog : wanted) {
            var known = known(current, worklog);
            if (known == null) {
                var remoteId = fresh(Trace.Kind.WORKLOG, worklog);
                if (remoteId != null) steps.add(new Plan.AddWorklog(remoteId, worked(worklog)));
            } else if (isCopy(known)) change(known, worked(known), worked(worklog));
        }
        current.values().stream()
                .filter(SubItems::isCopy)
                .forEach(gone -> steps.add(new Plan.DeleteWorklog(gone.get("id").asText())));
    }

    private void change(JsonNode known, Plan.Worked now, Plan.Worked wanted) {
        var id = known.get("id").asText();
        if (!text(now.roleLevel()).equals(text(wanted.roleLevel()))
                || !text(now.groupLevel()).equals(text(wanted.groupLevel()))) {
            steps.add(new Plan.DeleteWorklog(id));
            steps.add(new Plan.AddWorklog(known.get("remoteId").asText(), wanted));
        } else if (now.seconds() != wanted.seconds()
                || !second(now.started()).equals(second(wanted.started()))
                || !Canonical.same(TextNode.valueOf(now.comment()), TextNode.valueOf(wanted.comment())))
            steps.add(new Plan.EditWorklog(id, wanted));
    }

    private static Plan.Worked worked(JsonNode worklog) {
        return new Plan.Worked(
                worklog.path("startDate").asText(""),
                worklog.path("timeSpent").asLong(),
                worklog.hasNonNull("comment") ? worklog.get("comment").asText() : "",
                text(worklog, "roleLevel"),
                text(worklog, "groupLevel"));
    }

    /** Not every Jira keeps fractions of a second. */
    private static String second(String started) {
        try {
            return Instant.parse(started).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeException other) {
            return started;
        }
    }

    private void attachments(Map<String, JsonNode> current, JsonNode wanted) {
        for (var file : wanted) {
            if (known(current, file) == null
                    && file.hasNonNull("remoteId")
                    && file.hasNonNull("sha256")
                    && fresh(Trace.Kind.ATTACHMENT, file) != null)
                steps.add(new Plan.AddAttachment(
                        file.get("remoteId").asText(),
                        file.path("filename").asText("attachment"),
                        file.path("mimetype").asText("application/octet-stream"),
                        file.path("filesize").asLong(),
                        file.get("sha256").asText()));
        }
        current.values().stream()
                .filter(SubItems::isCopy)
                .forEach(gone ->
                        steps.add(new Plan.DeleteAttachment(gone.get("id").asText())));
    }

    private static @Nullable JsonNode known(Map<String, JsonNode> current, JsonNode wanted) {
        return wanted.hasNonNull("id") ? current.remove(wanted.get("id").asText()) : null;
    }

    /** Of what the new thing is to be a copy; null when it has or had one, or when it is nothing new. */
    private @Nullable String fresh(Trace.Kind kind, JsonNode wanted) {
        if (wanted.hasNonNull("remoteId")) {
            var remoteId = wanted.get("remoteId").asText();
            return hadCopy(traces, kind, remoteId) ? null : remoteId;
        }
        return cause == null || wanted.hasNonNull("id") ? null : Trace.BY_RULE + cause + "/" + byRule++;
    }

    /** One that the partner took back and shows again is made anew: then its trace tells of no copy. */
    static boolean hadCopy(List<Trace> traces, Trace.Kind kind, String remoteId) {
        return traces.stream()
                .anyMatch(
                        trace -> trace.kind() == kind && trace.localId() != null && remoteId.equals(trace.remoteId()));
    }

    private static Map<String, JsonNode> byId(JsonNode list) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        list.forEach(item -> result.put(item.path("id").asText(), item));
        return result;
    }

    private static boolean isCopy(JsonNode item) {
        return item.hasNonNull("remoteId") && !isByRule(item.get("remoteId").asText());
    }

    static boolean isByRule(String remoteId) {
        return remoteId.startsWith(Trace.BY_RULE);
    }

    private static String text(JsonNode node, String name, String otherwise) {
        var value = node.path(name).asText(otherwise);
        return value.equals("false") || value.equals("null") ? otherwise : value;
    }

    private static String text(@Nullable String level) {
        return level == null ? "" : level;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }
}
