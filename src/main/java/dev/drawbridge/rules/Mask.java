package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes people, addresses and free text out of what is recorded. The same person, and the same text, is called the same
 * everywhere, so that a rule still sees what belongs together.
 */
final class Mask {
    private static final Set<String> PERSON = Set.of("displayName", "email", "emailAddress", "username");
    private static final Set<String> FREE =
            Set.of("summary", "description", "environment", "body", "comment", "filename", "fileName");
    private static final Set<String> FREE_FIELDS = Set.of("text", "textarea", "url", "epicName");

    /** Whole issues; what else a rule put into them may be anything. */
    private static final Set<String> ISSUES = Set.of("issue", "replica", "previous");

    private static final Set<String> KNOWN = Set.of(
            "id",
            "key",
            "project",
            "type",
            "status",
            "priority",
            "resolution",
            "securityLevel",
            "assignee",
            "reporter",
            "creator",
            "labels",
            "fixVersions",
            "affectedVersions",
            "components",
            "comments",
            "attachments",
            "workLogs",
            "issueLinks",
            "customFields",
            "due",
            "created",
            "updated",
            "resolutionDate");

    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");

    private final Map<String, Integer> people = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private int persons;

    /** Changes it in place. */
    void over(JsonNode recorded) {
        meet(recorded);
        hide(recorded);
        for (var issue : ISSUES)
            if (recorded.get(issue) instanceof ObjectNode object)
                for (var name : names(object))
                    if (!KNOWN.contains(name) && !FREE.contains(name)) object.set(name, free(object.path(name)));
        addresses(recorded);
    }

    /** Words in a row are free text; a single one may be what a rule goes by. */
    private JsonNode free(JsonNode value) {
        if (value instanceof ObjectNode object)
            names(object).forEach(name -> object.set(name, free(object.path(name))));
        if (value instanceof ArrayNode array)
            for (var at = 0; at < array.size(); at++) array.set(at, free(array.get(at)));
        if (!value.isTextual()) return value;
        var text = value.asText();
        var number = people.get(text);
        if (number != null) return TextNode.valueOf("Person " + number);
        return text.strip().contains(" ") && !text.startsWith("Person ") && !text.startsWith("Text ")
                ? TextNode.valueOf(text("", text))
                : value;
    }

    /** Wherever else an address may stand, also in the path of a call. */
    private void addresses(JsonNode node) {
        if (node instanceof ArrayNode array)
            for (var at = 0; at < array.size(); at++)
                if (array.get(at).isTextual())
                    array.set(at, address(array.get(at).asText()));
        if (node instanceof ObjectNode object)
            for (var name : names(object)) {
                var value = object.path(name);
                var hidden = address(name).asText();
                if (!hidden.equals(name)) object.remove(name);
                if (value.isTextual()) object.set(hidden, address(value.asText()));
                else if (!hidden.equals(name)) object.set(hidden, value);
            }
        node.forEach(this::addresses);
    }

    private TextNode address(String text) {
        return TextNode.valueOf(ADDRESS.matcher(text)
                .replaceAll(found -> found.group().endsWith("@example.com")
                        ? found.group()
                        : "person%d@example.com".formatted(people.computeIfAbsent(found.group(), any -> ++persons))));
    }

    private void meet(JsonNode node) {
        if (node instanceof ObjectNode object && isPerson(object)) {
            var names = object.properties().stream()
                    .filter(field -> isName(field.getKey()) && field.getValue().isTextual())
                    .map(field -> field.getValue().asText())
                    .filter(name -> !name.isEmpty())
                    .toList();
            var number = names.stream()
                    .map(people::get)
                    .filter(known -> known != null)
                    .findFirst()
                    .orElseGet(() -> ++persons);
            names.forEach(name -> people.putIfAbsent(name, number));
        }
        node.forEach(this::meet);
    }

    private static boolean isPerson(ObjectNode object) {
        return PERSON.stream().anyMatch(object::has);
    }

    private static boolean isName(String field) {
        return PERSON.contains(field) || field.equals("key");
    }

    private void hide(JsonNode node) {
        if (node instanceof ArrayNode) node.forEach(this::hide);
        if (!(node instanceof ObjectNode object)) return;
        var person = isPerson(object);
        var fieldOfText = FREE_FIELDS.contains(object.path("type").asText(""));
        for (var name : names(object)) {
            var value = object.path(name);
            if (!value.isTextual()) hide(value);
            else if (person && (isName(name) || name.equals("name")))
                object.set(name, TextNode.valueOf(called(name, value.asText())));
            else if (FREE.contains(name) || (fieldOfText && name.equals("value")))
                object.set(name, TextNode.valueOf(text(name, value.asText())));
        }
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private String called(String field, String name) {
        var number = people.get(name);
        if (number == null) return name;
        return switch (field) {
            case "displayName" -> "Person " + number;
            case "email", "emailAddress" -> "person%d@example.com".formatted(number);
            default -> "person" + number;
        };
    }

    private String text(String field, String text) {
        if (text.isEmpty()) return text;
        var masked = texts.computeIfAbsent(text, any -> "Text " + (texts.size() + 1));
        var dot = text.lastIndexOf('.');
        return field.equalsIgnoreCase("filename") && dot > 0
                ? masked.replace("Text ", "file-") + text.substring(dot)
                : masked;
    }
}
