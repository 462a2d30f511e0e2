package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Neutral values in the spelling of Jira's REST API, and back from Jira's field names to ours. */
final class Fields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> NAMES = Map.of(
            "parentId",
            "parent",
            "due",
            "duedate",
            "type",
            "issuetype",
            "affectedVersions",
            "versions",
            "projectKey",
            "project",
            "typeName",
            "issuetype");

    private Fields() {}

    static ObjectNode forJira(Map<String, JsonNode> neutral) {
        var fields = NODES.objectNode();
        neutral.forEach((name, value) -> {
            if (name.equals("customFields"))
                value.properties()
                        .forEach(field -> fields.set(
                                "customfield_" + field.getKey(),
                                plain(field.getValue().get("value"))));
            else fields.set(jira(name), spelled(name, value));
        });
        return fields;
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
