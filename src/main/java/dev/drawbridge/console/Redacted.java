package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Contents without what is a secret by its name, should a rule have put one there. */
final class Redacted {
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(passw|secret|token|credential|api[-_]?key|private[-_]?key|authori[sz]ation|cookie).*");
    private static final String INSTEAD = "(not shown)";

    private Redacted() {}

    static ObjectNode of(ObjectNode contents) {
        var copy = contents.deepCopy();
        redact(copy);
        return copy;
    }

    private static void redact(JsonNode node) {
        if (node instanceof ArrayNode list) list.forEach(Redacted::redact);
        if (!(node instanceof ObjectNode object)) return;
        object.properties().forEach(property -> {
            if (SECRET.matcher(property.getKey()).matches()
                    && !property.getValue().isNull()) object.put(property.getKey(), INSTEAD);
            else redact(property.getValue());
        });
    }
}
