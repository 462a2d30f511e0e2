package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.replica.Replica;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Texts of the partner are data: what could run, include, hide or turn something here is taken out or shown as text. */
final class Clean {
    /** Control characters but for line ends and tabs, and those that turn the direction of what follows. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    /** Read by machines, or shown by Jira as they are: no wiki markup. */
    private static final Set<String> PLAIN = Set.of(
            "id",
            "remoteId",
            "key",
            "sha256",
            "mimetype",
            "filename",
            "name",
            "displayName",
            "username",
            "email",
            "created",
            "updated",
            "due",
            "labels",
            "summary",
            "mentions");

    private Clean() {}

    /**
     * The replica as rules may see it.
     *
     * @param markup what becomes of wiki markup
     */
    static Replica of(Replica replica, UnaryOperator<String> markup) {
        return Replica.of((ObjectNode) clean("", replica.json(), markup));
    }

    static String text(String text) {
        return HIDDEN.matcher(text).replaceAll("");
    }

    /** One line, without anything hidden. */
    static String line(String text) {
        return text(text).replaceAll("\\s+", " ").strip();
    }

    private static JsonNode clean(String name, JsonNode value, UnaryOperator<String> markup) {
        if (value instanceof ObjectNode object) {
            var result = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> result.set(field.getKey(), clean(field.getKey(), field.getValue(), markup)));
            return result;
        }
        if (value instanceof ArrayNode array) {
            var result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(clean(name, element, markup)));
            return result;
        }
        if (!value.isTextual()) return value;
        if (name.equals("summary")) return TextNode.valueOf(line(value.asText()));
        var text = text(value.asText());
        return TextNode.valueOf(PLAIN.contains(name) ? text : markup.apply(text));
    }
}
