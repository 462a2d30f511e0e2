package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionSettings;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the engine keeps back whatever the rule does: restricted and internal comments and worklogs, attachments that only
 * such texts name, and links to issues of projects that the connection does not cover. A comment of which it is not known
 * whether it is internal counts as internal.
 */
final class Withholding {
    private static final List<String> TEXTS = List.of("description", "environment");

    /** List of the issue to where the text of one of its items is. */
    private static final Map<String, String> TALK = Map.of("comments", "body", "workLogs", "comment");

    private Withholding() {}

    static Snapshot apply(Snapshot snapshot, Connection connection) {
        var open = apply(snapshot, connection.settings());
        return open.withIssue(inside(open.issue(), connection::covers));
    }

    static Snapshot apply(Snapshot snapshot, ConnectionSettings settings) {
        if (settings.shareRestricted()) return snapshot;
        List<String> hidden = new ArrayList<>();
        var open = snapshot.issue();
        for (var list : TALK.entrySet()) open = withoutRestricted(open, list.getKey(), list.getValue(), hidden);
        if (hidden.isEmpty()) return snapshot;
        return snapshot.withIssue(withoutFilesOf(hidden, open));
    }

    private static Replica withoutRestricted(Replica issue, String list, String text, List<String> hidden) {
        if (!(issue.get(list) instanceof ArrayNode items)) return issue;
        var shown = JsonNodeFactory.instance.arrayNode();
        for (var item : items)
            if (isRestricted(item)) hidden.add(item.path(text).asText());
            else shown.add(item);
        return issue.with(list, shown);
    }

    private static Replica withoutFilesOf(List<String> hidden, Replica open) {
        if (!(open.get("attachments") instanceof ArrayNode attachments)) return open;
        var texts = new ArrayList<String>();
        TALK.forEach((list, text) -> {
            if (open.get(list) instanceof ArrayNode items)
                items.forEach(item -> texts.add(item.path(text).asText()));
        });
        for (var property : TEXTS) {
            var text = open.get(property);
            if (text != null) texts.add(text.asText());
        }
        var kept = JsonNodeFactory.instance.arrayNode();
        for (var attachment : attachments) {
            var name = attachment.path("filename").asText();
            var onlyHidden = mayName(hidden, name) && !names(texts, name);
            if (!onlyHidden) kept.add(attachment);
        }
        return open.with("attachments", kept);
    }

    /** An issue of another project is nobody's concern: neither a link nor the epic tells that it exists. */
    static Replica inside(Replica issue, Predicate<String> covers) {
        var open = issue;
        if (open.get("issueLinks") instanceof ArrayNode links) {
            var kept = JsonNodeFactory.instance.arrayNode();
            for (var link : links)
                if (covers.test(project(link.path("otherIssueKey").asText()))) kept.add(link);
            if (kept.size() < links.size()) open = open.with("issueLinks", kept);
        }
        if (open.get("customFields") instanceof ObjectNode fields) {
            var before = fields.size();
            fields.properties()
                    .removeIf(field -> field.getValue().path("type").asText().equals("epicLink")
                            && !covers.test(project(
                                    field.getValue().path("value").path("urn").asText())));
            if (fields.size() < before) open = open.with("customFields", fields);
        }
        return open;
    }

    private static String project(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('-')));
    }

    private static boolean isRestricted(JsonNode item) {
        var internal = item.path("internal");
        return item.hasNonNull("roleLevel")
                || item.hasNonNull("groupLevel")
                || internal.isNull()
                || internal.asBoolean(false);
    }

    /** In doubt a file counts as named by what is hidden, and as not named by what is shown. */
    private static boolean mayName(List<String> texts, String filename) {
        return texts.stream().anyMatch(text -> text.contains("^" + filename) || text.contains("!" + filename));
    }

    private static boolean names(List<String> texts, String filename) {
        var quoted = Pattern.quote(filename);
        var link = Pattern.compile("\\[(?:[^\\[\\]\\n]*\\|)?\\^" + quoted + "]|!" + quoted + "(?:\\|[^!\\n]*)?!");
        return texts.stream().anyMatch(text -> link.matcher(text).find());
    }
}
