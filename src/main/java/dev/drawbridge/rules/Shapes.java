package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import groovy.lang.GString;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Neutral JSON as maps for scripts, and what scripts leave behind as neutral JSON again; forgiving about spellings. */
final class Shapes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Shapes() {}

    @SuppressWarnings("unchecked")
    static HubIssue hub(ObjectNode issue) {
        return new HubIssue((Map<String, Object>) JSON.convertValue(issue, LinkedHashMap.class));
    }

    /** What the script left, with the usual liberties undone: names for named things, user names for people. */
    static ObjectNode neutral(Map<String, ?> hub) {
        var issue = NODES.objectNode();
        hub.forEach((name, value) -> issue.set(name, json(value, 0)));
        adopt(issue, "projectKey", "project", "key");
        adopt(issue, "typeName", "type", "name");
        for (var name : new String[] {"status", "priority", "resolution", "type"}) wrap(issue, name, "name");
        for (var name : new String[] {"assignee", "reporter"}) wrap(issue, name, "username");
        wrap(issue, "project", "key");
        if (issue.has("labels")) issue.set("labels", labels(issue.get("labels")));
        if (issue.path("due").isTextual() && issue.get("due").asText().length() > 10)
            issue.put("due", issue.get("due").asText().substring(0, 10));
        return issue;
    }

    private static void adopt(ObjectNode issue, String from, String to, String key) {
        var value = issue.remove(from);
        if (value != null && value.isTextual()) issue.set(to, NODES.objectNode().set(key, value));
    }

    private static void wrap(ObjectNode issue, String name, String key) {
        if (issue.path(name).isTextual()) issue.set(name, NODES.objectNode().set(key, issue.get(name)));
    }

    private static JsonNode labels(JsonNode labels) {
        var sorted = new TreeSet<String>();
        if (labels.isTextual()) sorted.add(labels.asText());
        labels.forEach(
                label -> sorted.add(label.isObject() ? label.path("label").asText() : label.asText()));
        ArrayNode result = NODES.arrayNode();
        sorted.forEach(result::add);
        return result;
    }

    private static JsonNode json(@Nullable Object value, int depth) {
        if (depth > 32)
            throw new IllegalArgumentException("A value in the replica is nested too deeply, or holds itself");
        if (value == null) return NODES.nullNode();
        if (value instanceof JsonNode node) return node;
        if (value instanceof Boolean bool) return NODES.booleanNode(bool);
        if (value instanceof Number number) return JSON.valueToTree(number);
        if (value instanceof CharSequence || value instanceof GString) return NODES.textNode(value.toString());
        if (value instanceof Date date)
            return NODES.textNode(
                    date.toInstant().atOffset(ZoneOffset.UTC).toInstant().toString());
        if (value instanceof Map<?, ?> map) {
            var object = NODES.objectNode();
            map.forEach((key, element) -> object.set(String.valueOf(key), json(element, depth + 1)));
            return object;
        }
        if (value instanceof Collection<?> list) {
            var array = NODES.arrayNode();
            list.forEach(element -> array.add(json(element, depth + 1)));
            return array;
        }
        throw new IllegalArgumentException("A " + value.getClass().getSimpleName() + " cannot travel in a replica");
    }
}
