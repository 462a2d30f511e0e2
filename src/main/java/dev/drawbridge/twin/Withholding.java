package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.connection.ConnectionSettings;
import dev.drawbridge.replica.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the engine keeps back whatever the rule does: restricted and internal comments, and attachments that only such
 * comments name. A comment of which it is not known whether it is internal counts as internal.
 */
final class Withholding {
    private Withholding() {}

    static Snapshot apply(Snapshot snapshot, ConnectionSettings settings) {
        if (settings.shareRestricted()) return snapshot;
        if (!(snapshot.issue().get("comments") instanceof ArrayNode comments)) return snapshot;
        var shown = JsonNodeFactory.instance.arrayNode();
        List<String> hidden = new ArrayList<>();
        for (var comment : comments) {
            if (isRestricted(comment)) hidden.add(comment.path("body").asText());
            else shown.add(comment);
        }
        if (hidden.isEmpty()) return snapshot;
        var open = snapshot.issue().with("comments", shown);
        if (open.get("attachments") instanceof ArrayNode attachments) {
            var texts = new ArrayList<String>();
            shown.forEach(comment -> texts.add(comment.path("body").asText()));
            for (var property : List.of("description", "environment")) {
                var text = open.get(property);
                if (text != null) texts.add(text.asText());
            }
            var kept = JsonNodeFactory.instance.arrayNode();
            for (var attachment : attachments) {
                var name = attachment.path("filename").asText();
                var onlyHidden = mayName(hidden, name) && !names(texts, name);
                if (!onlyHidden) kept.add(attachment);
            }
            open = open.with("attachments", kept);
        }
        return snapshot.withIssue(open);
    }

    private static boolean isRestricted(JsonNode comment) {
        var internal = comment.path("internal");
        return comment.hasNonNull("roleLevel")
                || comment.hasNonNull("groupLevel")
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
