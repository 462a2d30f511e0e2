package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields of a body that may leave out whatever is to stay; what cannot be is said with the whole name of the field. */
final class Fields {
    private Fields() {}

    /** Refuses every other field. */
    static void known(ObjectNode body, String prefix, String... names) {
        var known = Set.of(names);
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name))
                throw new Problems.WrongField(prefix + name, "There is no field '" + prefix + name + "' here.");
        });
    }

    static ObjectNode object(JsonNode value, String name) {
        if (value instanceof ObjectNode object) return object;
        throw new Problems.WrongField(name, "A JSON object is meant.");
    }

    /** @return what was before where the field is absent; null for null and for nothing but spaces */
    static @Nullable String text(ObjectNode body, String prefix, String name, @Nullable String before) {
        if (!body.has(name)) return before;
        var value = body.get(name);
        if (value.isNull()) return null;
        if (!value.isTextual() || value.asText().length() > 1000)
            throw new Problems.WrongField(prefix + name, "A text of at most 1000 characters is meant.");
        var text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }

    static int number(ObjectNode body, String prefix, String name, int before) {
        if (!body.has(name)) return before;
        if (!body.get(name).isInt()) throw new Problems.WrongField(prefix + name, "A whole number is meant.");
        return body.get(name).asInt();
    }

    static boolean yes(ObjectNode body, String prefix, String name, boolean before) {
        if (!body.has(name)) return before;
        if (!body.get(name).isBoolean()) throw new Problems.WrongField(prefix + name, "true or false is meant.");
        return body.get(name).asBoolean();
    }

    static List<String> texts(ObjectNode body, String prefix, String name, List<String> before) {
        if (!body.has(name)) return before;
        if (!body.get(name).isArray()) throw new Problems.WrongField(prefix + name, "A list is meant.");
        var texts = new ArrayList<String>();
        body.get(name).forEach(one -> texts.add(one.asText().strip()));
        return texts;
    }
}
