package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Identity;
import dev.drawbridge.replica.IssueLink;
import dev.drawbridge.replica.Replica;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fingerprint of a local issue, part by part: {@code summary}, {@code customFields/10001}, {@code comments/10010}.
 * Two fingerprints tell which parts somebody has changed in between, whoever it was.
 */
public final class Seen {
    /** What changes by itself, or is no content of the issue. */
    private static final Set<String> IGNORED = Set.of(
            "id",
            "key",
            "project",
            "created",
            "updated",
            "creator",
            "resolutionDate",
            "votes",
            "watchers",
            "remoteKey",
            "parentKey");

    static final Set<String> LISTS = Set.of("comments", "attachments", "workLogs", "issueLinks");
    private static final Set<String> OF_A_SUB_ITEM = Set.of(
            "body",
            "internal",
            "roleLevel",
            "groupLevel",
            "filename",
            "filesize",
            "comment",
            "timeSpent",
            "startDate",
            "linkTypeName");

    private Seen() {}

    public static Map<String, String> of(Replica issue) {
        Map<String, String> seen = new TreeMap<>();
        for (var property : issue.properties()) {
            if (IGNORED.contains(property)) continue;
            var value = Objects.requireNonNull(issue.get(property));
            if (LISTS.contains(property)) value.forEach(item -> seen.put(key(property, item), subItem(item)));
            else if (property.equals("customFields"))
                value.properties().forEach(field -> {
                    var identity = Identity.ofField(field.getValue());
                    if (identity != null && !blank(identity))
                        seen.put("customFields/" + field.getKey(), hash(identity));
                });
            else if (!blank(value)) seen.put(property, hash(identity(value)));
        }
        return seen;
    }

    /** Whether the part is a comment, a file, a worklog or a link. */
    static boolean isSubItem(String part) {
        return LISTS.contains(part.replaceFirst("/.*", ""));
    }

    /** The parts that differ: changed, new or gone. */
    public static Set<String> differences(Map<String, String> before, Map<String, String> now) {
        var different = new LinkedHashSet<String>();
        now.forEach((part, hash) -> {
            if (!hash.equals(before.get(part))) different.add(part);
        });
        before.keySet().stream().filter(part -> !now.containsKey(part)).forEach(different::add);
        return different;
    }

    private static boolean blank(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isTextual() && value.asText().isEmpty());
    }

    private static String key(String list, JsonNode item) {
        return list + "/"
                + (list.equals("issueLinks")
                        ? IssueLink.of(item).key()
                        : item.path("id").asText());
    }

    private static String subItem(JsonNode item) {
        ObjectNode relevant = JsonNodeFactory.instance.objectNode();
        OF_A_SUB_ITEM.forEach(name -> {
            if (item.hasNonNull(name)) relevant.set(name, item.get(name));
        });
        return hash(relevant);
    }

    /** People are who they are by their user name, options and states by their name: the rest is decoration. */
    private static JsonNode identity(JsonNode value) {
        if (value.hasNonNull("username")) return value.get("username");
        if (value.hasNonNull("name")) return value.get("name");
        return value.isArray() ? Objects.requireNonNull(Identity.of(value)) : value;
    }

    private static String hash(JsonNode value) {
        return Canonical.hash(value).substring(0, 16);
    }
}
