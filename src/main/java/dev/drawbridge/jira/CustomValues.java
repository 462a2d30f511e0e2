package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Values of custom fields between Jira's spelling and ours, by the type of the field. */
final class CustomValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** A sprint comes as the text of a Java object: {@code ...Sprint@1f[id=3,state=ACTIVE,name=Week, 12,...]}. */
    private static final Pattern SPRINT_PART = Pattern.compile("(\\w+)=(.*?)(?=,\\w+=|]$)");

    private CustomValues() {}

    /** What Jira says, in our spelling. */
    static JsonNode neutral(String type, JsonNode value) {
        return switch (type) {
            case "datetime" -> time(value);
            case "option" -> option(value);
            case "options" -> each(value, CustomValues::option);
            case "cascade" -> cascade(value);
            case "user" -> NeutralIssue.person(value);
            case "users" -> each(value, NeutralIssue::person);
            case "group", "version" -> named(value, "name");
            case "groups", "versions" -> each(value, one -> named(one, "name"));
            case "project" -> named(value, "key");
            case "labels" -> sorted(value);
            case "epicLink" -> value.isTextual() ? NODES.objectNode().put("urn", value.asText()) : value;
            case "sprint" -> each(value, CustomValues::sprint);
            default -> value;
        };
    }

    /** Our spelling, as Jira takes it. */
    static JsonNode forJira(String type, JsonNode value) {
        if (value.isNull()) return value;
        return switch (type) {
            case "datetime" -> timeForJira(value);
            case "option" -> byValue(value);
            case "options" -> each(value, CustomValues::byValue);
            case "cascade" -> cascadeForJira(value);
            case "user" -> renamed(value, "username", "name");
            case "users" -> each(value, one -> renamed(one, "username", "name"));
            case "group", "version" -> only(value, "name");
            case "groups", "versions" -> each(value, one -> only(one, "name"));
            case "project" -> only(value, "key");
            case "epicLink" -> value.hasNonNull("urn") ? value.get("urn") : value;
            case "sprint" -> sprintForJira(value);
            default -> value;
        };
    }

    private static JsonNode time(JsonNode value) {
        try {
            return NODES.textNode(NeutralIssue.instant(value.asText()).toString());
        } catch (DateTimeException other) {
            return value;
        }
    }

    private static JsonNode timeForJira(JsonNode value) {
        try {
            return NODES.textNode(TIME.format(Instant.parse(value.asText())));
        } catch (DateTimeException other) {
            return value;
        }
    }

    private static JsonNode option(JsonNode value) {
        if (!value.isObject()) return value;
        return NODES.objectNode()
                .put("id", value.path("id").asText())
                .put("value", value.path("value").asText());
    }

    /** The number of an option belongs to one Jira; its value is what people see. */
    private static JsonNode byValue(JsonNode value) {
        return value.hasNonNull("value") ? only(value, "value") : value.hasNonNull("id") ? only(value, "id") : value;
    }

    private static JsonNode cascade(JsonNode value) {
        if (!value.isObject()) return value;
        var result = NODES.objectNode();
        result.set("parent", option(value));
        if (value.path("child").isObject()) result.set("child", option(value.get("child")));
        return result;
    }

    private static JsonNode cascadeForJira(JsonNode value) {
        if (!(byValue(value.path("parent")) instanceof ObjectNode result)) return value;
        if (value.path("child").isObject()) result.set("child", byValue(value.get("child")));
        return result;
    }

    private static JsonNode named(JsonNode value, String key) {
        if (!value.hasNonNull(key)) return value;
        var result = NODES.objectNode().put(key, value.get(key).asText());
        if (key.equals("key") && value.hasNonNull("name"))
            result.put("name", value.get("name").asText());
        return result;
    }

    private static JsonNode only(JsonNode value, String key) {
        return value.hasNonNull(key) ? NODES.objectNode().set(key, value.get(key)) : value;
    }

    private static JsonNode renamed(JsonNode value, String from, String to) {
        return value.hasNonNull(from) ? NODES.objectNode().set(to, value.get(from)) : value;
    }

    private static JsonNode sprint(JsonNode value) {
        if (!value.isTextual()) return value;
        var text = value.asText();
        var result = NODES.objectNode();
        var parts = SPRINT_PART.matcher(text.substring(text.indexOf('[') + 1));
        while (parts.find()) {
            var content = parts.group(2);
            if (content.equals("<null>")) continue;
            switch (parts.group(1)) {
                case "id", "name", "state", "startDate", "endDate" -> result.put(parts.group(1), content);
                case "rapidViewId" -> result.put("originBoardId", content);
                default -> {}
            }
        }
        return result;
    }

    /** An issue is in one open sprint at a time: Jira takes its number. */
    private static JsonNode sprintForJira(JsonNode value) {
        var last = value.isArray() && !value.isEmpty() ? value.get(value.size() - 1) : value;
        var id = last.isObject() ? last.path("id").asText("") : last.asText("");
        return id.matches("\\d{1,18}") ? NODES.numberNode(Long.parseLong(id)) : value;
    }

    private static ArrayNode sorted(JsonNode labels) {
        var texts = new TreeSet<String>();
        labels.forEach(label -> texts.add(label.asText()));
        var result = NODES.arrayNode();
        texts.forEach(result::add);
        return result;
    }

    private static JsonNode each(JsonNode values, UnaryOperator<JsonNode> one) {
        if (!values.isArray()) return one.apply(values);
        var result = NODES.arrayNode();
        values.forEach(value -> result.add(one.apply(value)));
        return result;
    }
}
