package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What of a value counts: people by user name, options by their value, versions and the like by name. Ids belong to one
 * Jira, and a description or a date may change without the issue: neither makes a change.
 */
public final class Identity {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CUSTOM = "customFields.";

    /** What identifies a thing, the first of them that it has. */
    private static final List<String> NAMES = List.of("username", "urn", "value", "key", "name", "id");

    private Identity() {}

    /** Of a property of the issue. */
    public static @Nullable JsonNode of(@Nullable JsonNode value) {
        if (value instanceof ArrayNode array) return each(array);
        if (!(value instanceof ObjectNode object)) return value;
        if (object.path("parent").isObject()) return cascade(object);
        for (var name : NAMES)
            if (object.hasNonNull(name)) return NODES.objectNode().set(name, object.get(name));
        return value;
    }

    /** Of a field of a neutral issue, a custom one as {@code customFields.<id>}. */
    public static @Nullable JsonNode in(ObjectNode issue, String field) {
        return field.startsWith(CUSTOM)
                ? ofField(issue.path("customFields").get(field.substring(CUSTOM.length())))
                : of(issue.get(field));
    }

    /** Of an entry of {@code customFields}; a value of a kind that is not known counts as a whole. */
    public static @Nullable JsonNode ofField(@Nullable JsonNode field) {
        if (field == null) return null;
        var value = field.get("value");
        return switch (field.path("type").asText()) {
            case "other" -> value;
            case "sprint" -> sprint(value);
            default -> of(value);
        };
    }

    private static ObjectNode cascade(ObjectNode value) {
        ObjectNode result = NODES.objectNode().set("parent", of(value.get("parent")));
        if (value.path("child").isObject()) result.set("child", of(value.get("child")));
        return result;
    }

    /** The order in which Jira names several things says nothing. */
    private static ArrayNode each(ArrayNode values) {
        var result = NODES.arrayNode();
        StreamSupport.stream(values.spliterator(), false)
                .map(one -> of(one))
                .sorted(Comparator.comparing(one -> Canonical.of(one).toString()))
                .collect(Collectors.toList())
                .forEach(result::add);
        return result;
    }

    /** An issue is in one sprint at a time; those that are over stay with it as history. */
    private static @Nullable JsonNode sprint(@Nullable JsonNode value) {
        if (!(value instanceof ArrayNode sprints)) return of(value);
        for (var i = sprints.size() - 1; i >= 0; i--) {
            var sprint = sprints.get(i);
            if (!sprint.path("state").asText().equalsIgnoreCase("CLOSED")) return of(sprint);
        }
        return NODES.nullNode();
    }
}
