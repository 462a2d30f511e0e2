package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Neutral values in the spelling of Jira's REST API, and back from Jira's field names to ours. */
final class Fields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CUSTOM = "customfield_";
    private static final String OURS = "customFields.";
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("parentId", "parent"),
            Map.entry("due", "duedate"),
            Map.entry("type", "issuetype"),
            Map.entry("affectedVersions", "versions"),
            Map.entry("projectKey", "project"),
            Map.entry("typeName", "issuetype"),
            Map.entry("securityLevel", "security"),
            Map.entry("originalEstimate", "timetracking"),
            Map.entry("remainingEstimate", "timetracking"));
    private static final int SECONDS_A_MINUTE = 60;

    private Fields() {}

    /** @param type of a custom field in our words, by its number */
    static ObjectNode forJira(Map<String, JsonNode> neutral, UnaryOperator<String> type) {
        var fields = NODES.objectNode();
        neutral.forEach((name, value) -> {
            if (name.equals("customFields"))
                value.properties()
                        .forEach(field -> fields.set(
                                CUSTOM + field.getKey(),
                                CustomValues.forJira(
                                        type.apply(field.getKey()),
                                        plain(field.getValue().get("value")))));
            else if (name.startsWith(OURS)) {
                var id = name.substring(OURS.length());
                fields.set(CUSTOM + id, CustomValues.forJira(type.apply(id), value));
            } else if (jira(name).equals("timetracking"))
                fields.withObject("/timetracking").set(name, minutes(value));
            else fields.set(jira(name), spelled(name, value));
        });
        return fields;
    }

    /** Jira keeps estimates in minutes, and takes them in words. */
    private static JsonNode minutes(JsonNode seconds) {
        return NODES.textNode(seconds.asLong() / SECONDS_A_MINUTE + "m");
    }

    static String jira(String neutral) {
        if (neutral.startsWith("customFields.")) return "customfield_" + neutral.substring("customFields.".length());
        return NAMES.getOrDefault(neutral, neutral);
    }

    static String neutral(String jira) {
        if (jira.startsWith("customfield_")) return "customFields." + jira.substring("customfield_".length());
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getValue().equals(jira))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(jira);
    }

    private static JsonNode spelled(String name, JsonNode value) {
        if (value.isNull()) return value;
        if (name.equals("projectKey")) return NODES.objectNode().set("key", value);
        if (name.equals("parentId")) return NODES.objectNode().set("id", value);
        if (name.equals("typeName")) return NODES.objectNode().set("name", value);
        if (value.hasNonNull("username")) return NODES.objectNode().set("name", value.get("username"));
        if (value.hasNonNull("key") && name.equals("project"))
            return NODES.objectNode().set("key", value.get("key"));
        if (value.isObject() && value.hasNonNull("name"))
            return NODES.objectNode().set("name", value.get("name"));
        if (!value.isArray()) return value;
        var result = NODES.arrayNode();
        value.forEach(element ->
                result.add(element.hasNonNull("name") ? NODES.objectNode().set("name", element.get("name")) : element));
        return result;
    }

    private static JsonNode plain(@Nullable JsonNode value) {
        return value == null ? NODES.nullNode() : value;
    }
}
