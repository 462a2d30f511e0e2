package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How things are written on pages, for one viewer. */
record Shown(Viewer viewer) {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss.SSS VV", Locale.ENGLISH);

    JsonNode me() {
        return viewer.user() == null ? Json.nothing() : person(viewer.user().name);
    }

    ObjectNode person(@Nullable String name) {
        var user = name == null ? null : viewer.site().findUser(name);
        var words = user == null ? "Nobody" : user.displayName;
        return Json.object().put("name", words).put("initials", initials(words));
    }

    private static String initials(String words) {
        return Arrays.stream(words.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(2)
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .collect(Collectors.joining())
                .toUpperCase(Locale.ROOT);
    }

    ObjectNode time(Instant at) {
        var there = at.atZone(viewer.zone());
        return Json.object()
                .put("words", SHORT.format(there))
                .put("exact", EXACT.format(there))
                .put("at", at.toString());
    }

    static ObjectNode status(Catalog.Status status) {
        return Json.object()
                .put("name", status.name())
                .put("category", status.category().key());
    }

    static String bytes(long size) {
        if (size < 1024) {
            return size + " B";
        }
        return size < 1024 * 1024
                ? String.format(Locale.ROOT, "%.1f KB", size / 1024.0)
                : String.format(Locale.ROOT, "%.1f MB", size / 1024.0 / 1024.0);
    }

    /** An issue as a line of a list. */
    ObjectNode line(Issue issue) {
        var line = Json.object()
                .put("id", "issue-" + issue.id)
                .put("key", issue.key)
                .put("summary", issue.textOf("summary"))
                .put("type", issue.type.name())
                .put("priority", words(issue, "priority"));
        line.set("status", status(issue.status));
        line.set("assignee", person(issue.textOf("assignee")));
        line.set("updated", time(issue.updated));
        return line;
    }

    String words(Issue issue, String field) {
        var words = new Values(viewer.site()).words(issue.project, viewer.site().field(field), issue.values.get(field));
        return words == null ? "" : words;
    }
}
