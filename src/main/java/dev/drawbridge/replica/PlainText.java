package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Text of a partner without what no reader sees: control characters, and those that turn the reading direction. */
public final class PlainText {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F-\\x9F\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    private PlainText() {}

    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }

    /** The same for every text inside; names of fields are left out of it, they are compared and never shown. */
    public static JsonNode of(JsonNode value) {
        if (value.isTextual()) return NODES.textNode(of(value.textValue()));
        if (value instanceof ArrayNode array) {
            var result = NODES.arrayNode();
            array.forEach(element -> result.add(of(element)));
            return result;
        }
        return value instanceof ObjectNode object ? of(object) : value;
    }

    public static ObjectNode of(ObjectNode object) {
        var result = NODES.objectNode();
        object.properties().forEach(field -> result.set(field.getKey(), of(field.getValue())));
        return result;
    }
}
