package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of a custom field as Jira's REST API shows it, in neutral form. */
final class NeutralField {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** A sprint of Jira Software for Data Center comes as the text that its Java object makes of itself. */
    private static final Pattern SPRINT = Pattern.compile("[\\w.$]*Sprint@\\w+\\[(.*)]", Pattern.DOTALL);

    private static final Pattern SPRINT_PART = Pattern.compile(
            "(?:^|,)(id|rapidViewId|state|name|startDate|endDate|completeDate|activatedDate|sequence|goal"
                    + "|autoStartStop|synced|incompleteIssuesDestinationId)=");

    private NeutralField() {}

    /** @param type the neutral type of the field; what does not look like it is left as it is */
    static JsonNode of(String type, JsonNode value) {
        return switch (type) {
            case "datetime" -> instant(value);
            case "option" -> option(value);
            case "options" -> each(value, NeutralField::option);
            case "cascade" -> cascade(value);
            case "user" -> NeutralIssue.person(value);
            case "users" -> each(value, NeutralIssue::person);
            case "group" -> only(value, "name");
            case "groups" -> each(value, group -> only(group, "name"));
            case "version" -> version(value);
            case "versions" -> each(value, NeutralField::version);
            case "project" -> only(value, "key", "name");
            case "labels" -> labels(value);
            case "epicLink" -> value.isTextual() ? NODES.objectNode().set("urn", value) : value;
            case "sprint" -> each(value, NeutralField::sprint);
            default -> value;
        };
    }

    private static JsonNode instant(JsonNode value) {
        try {
            return value.isTextual()
                    ? NODES.textNode(NeutralIssue.instant(value.asText()).toString())
                    : value;
        } catch (DateTimeException strange) {
            return value;
        }
    }

    private static JsonNode option(JsonNode value) {
        return value.isObject() ? only(value, "id", "value") : value;
    }

    private static JsonNode cascade(JsonNode value) {
        if (!value.isObject()) return value;
        ObjectNode result = NODES.objectNode().set("parent", option(value));
        if (value.path("child").isObject()) result.set("child", option(value.get("child")));
        return result;
    }

    private static JsonNode version(JsonNode value) {
        return value.isObject() ? NeutralIssue.version(value) : value;
    }

    private static JsonNode labels(JsonNode value) {
        var texts = new TreeSet<String>();
        value.forEach(label -> texts.add(label.asText()));
        var result = NODES.arrayNode();
        texts.forEach(result::add);
        return result;
    }

    private static JsonNode sprint(JsonNode value) {
        if (value.isObject()) return only(value, "id", "name", "state", "startDate", "endDate", "originBoardId");
        var text = SPRINT.matcher(value.asText());
        if (!text.matches()) return value;
        var parts = parts(text.group(1));
        var result = NODES.objectNode();
        copy(parts, "id", result, "id");
        copy(parts, "name", result, "name");
        copy(parts, "state", result, "state");
        copy(parts, "startDate", result, "startDate");
        copy(parts, "endDate", result, "endDate");
        copy(parts, "rapidViewId", result, "originBoardId");
        return result;
    }

    /** Names and goals may hold commas and brackets: a part ends where the next known one begins. */
    private static ObjectNode parts(String inside) {
        var result = NODES.objectNode();
        var matcher = SPRINT_PART.matcher(inside);
        @Nullable String name = null;
        var from = 0;
        while (matcher.find()) {
            if (name != null) result.put(name, inside.substring(from, matcher.start()));
            name = matcher.group(1);
            from = matcher.end();
        }
        return name == null ? result : result.put(name, inside.substring(from));
    }

    private static void copy(ObjectNode parts, String from, ObjectNode result, String to) {
        var value = parts.path(from).asText("<null>");
        if (!value.equals("<null>")) result.put(to, value);
    }

    private static JsonNode only(JsonNode value, String... names) {
        if (!value.isObject()) return value;
        var result = NODES.objectNode();
        for (var name : names)
            if (value.hasNonNull(name)) result.put(name, value.get(name).asText());
        return result;
    }

    private static JsonNode each(JsonNode values, UnaryOperator<JsonNode> neutral) {
        if (!(values instanceof ArrayNode array)) return values;
        var result = NODES.arrayNode();
        array.forEach(value -> result.add(neutral.apply(value)));
        return result;
    }
}
