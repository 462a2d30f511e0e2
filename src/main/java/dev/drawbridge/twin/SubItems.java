package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that turn the comments and attachments of the issue into those that the rule wants. Only copies of the
 * partner's things are changed or deleted: what was made here stays as it is.
 */
final class SubItems {
    private SubItems() {}

    static List<Plan.Step> plan(ObjectNode current, ObjectNode wanted) {
        var steps = new ArrayList<Plan.Step>();
        if (wanted.path("comments").isArray()) comments(byId(current.path("comments")), wanted.path("comments"), steps);
        if (wanted.path("attachments").isArray())
            attachments(byId(current.path("attachments")), wanted.path("attachments"), steps);
        return steps;
    }

    private static void comments(Map<String, JsonNode> current, JsonNode wanted, List<Plan.Step> steps) {
        for (var comment : wanted) {
            var known =
                    comment.hasNonNull("id") ? current.remove(comment.get("id").asText()) : null;
            if (known == null) {
                if (comment.hasNonNull("remoteId")) steps.add(added(comment));
            } else if (isCopy(known)) change(known, comment, steps);
        }
        current.values().stream()
                .filter(SubItems::isCopy)
                .forEach(gone -> steps.add(new Plan.DeleteComment(gone.get("id").asText())));
    }

    /** Who may see a copy is never changed in place: where that cannot be set here, no copy is left that more people see. */
    private static void change(JsonNode known, JsonNode wanted, List<Plan.Step> steps) {
        var id = known.get("id").asText();
        var audience = List.of("roleLevel", "groupLevel", "internal");
        if (audience.stream().anyMatch(name -> !text(known, name, "").equals(text(wanted, name, "")))) {
            steps.add(new Plan.DeleteComment(id));
            steps.add(added(wanted));
        } else if (!Canonical.same(known.get("body"), wanted.get("body")))
            steps.add(new Plan.EditComment(
                    id, wanted.path("body").asText(), text(known, "roleLevel"), text(known, "groupLevel")));
    }

    private static Plan.Step added(JsonNode comment) {
        return new Plan.AddComment(
                comment.get("remoteId").asText(),
                comment.path("body").asText(),
                comment.path("internal").asBoolean(false),
                text(comment, "roleLevel"),
                text(comment, "groupLevel"));
    }

    private static void attachments(Map<String, JsonNode> current, JsonNode wanted, List<Plan.Step> steps) {
        for (var file : wanted) {
            var known = file.hasNonNull("id") ? current.remove(file.get("id").asText()) : null;
            if (known == null && file.hasNonNull("remoteId") && file.hasNonNull("sha256"))
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

    private static Map<String, JsonNode> byId(JsonNode list) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        list.forEach(item -> result.put(item.path("id").asText(), item));
        return result;
    }

    private static boolean isCopy(JsonNode item) {
        return item.hasNonNull("remoteId");
    }

    private static String text(JsonNode node, String name, String otherwise) {
        var value = node.path(name).asText(otherwise);
        return value.equals("false") || value.equals("null") ? otherwise : value;
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }
}
