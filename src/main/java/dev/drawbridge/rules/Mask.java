package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes people, addresses and free text out of what is recorded. The same person, and the same text, is called the same
 * everywhere, so that a rule still sees what belongs together.
 */
final class Mask {
    private static final Set<String> PERSON = Set.of("displayName", "email", "emailAddress", "username");
    private static final Set<String> FREE =
            Set.of("summary", "description", "environment", "body", "comment", "filename", "fileName");
    private static final Set<String> FREE_FIELDS = Set.of("text", "textarea", "url", "epicName");

    private final Map<String, Integer> people = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private int persons;

    /** Changes it in place. */
    void over(JsonNode recorded) {
        meet(recorded);
        hide(recorded);
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
            else if (person && isName(name)) object.set(name, TextNode.valueOf(called(name, value.asText())));
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
