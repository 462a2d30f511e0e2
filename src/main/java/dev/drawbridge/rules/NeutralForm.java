package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rule left behind as neutral JSON again, whatever of the usual liberties it took. */
final class NeutralForm {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Values values;
    private final List<Warning> warnings = new ArrayList<>();

    /** @param person who a person of the partner is here */
    NeutralForm(Function<RemoteUser, @Nullable JsonNode> person) {
        values = new Values(person);
    }

    /** Values that do not fit the type of their field, and were left out. */
    List<Warning> warnings() {
        return warnings;
    }

    /** @throws IllegalArgumentException for what cannot be part of an issue; the message is a sentence */
    ObjectNode of(BasicHubIssue hub) {
        var issue = NODES.objectNode();
        hub.used().forEach((name, value) -> issue.set(name, property(name, value)));
        adopt(issue, "projectKey", "project", "key");
        adopt(issue, "typeName", "type", "name");
        issue.remove("customKeys");
        if (hub.used().get("customKeys") instanceof Map<?, ?> keys && !keys.isEmpty())
            issue.set("customKeys", values.any("customKeys", keys));
        return issue;
    }

    private JsonNode property(String name, @Nullable Object value) {
        if (value == null) return NODES.nullNode();
        return switch (name) {
            case "labels" -> labels(value);
            case "due" -> values.typed("due", "date", value);
            case "originalEstimate", "remainingEstimate", "spent" -> values.typed(name, "number", value);
            case "customFields" -> customFields(value);
            default -> values.any(name, value);
        };
    }

    private JsonNode customFields(Object value) {
        var result = NODES.objectNode();
        if (!(value instanceof HubCustomFields fields)) return values.any("customFields", value);
        fields.used().forEach((key, entry) -> {
            if (entry instanceof BasicHubCustomField field) result.set(key, field(key, field));
            else result.set(key, values.any(key, entry));
        });
        result.properties().removeIf(field -> field.getValue().isMissingNode());
        return result;
    }

    private JsonNode field(String key, BasicHubCustomField field) {
        var result = NODES.objectNode();
        field.forEach((name, part) -> {
            if (!name.equals("value")) result.set(name, values.any(name, part));
        });
        var value = field.get("value");
        var name = String.valueOf(field.getOrDefault("name", key));
        try {
            result.set("value", values.typed(name, String.valueOf(field.get("type")), value));
            return result;
        } catch (NotFitting other) {
            warnings.add(new Warning(
                    "customFields." + key,
                    String.valueOf(value),
                    other.sentence(),
                    "Change it in the incoming rule; it is tried again by itself."));
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }

    private static JsonNode labels(Object value) {
        var sorted = new TreeSet<String>();
        if (value instanceof Collection<?> many) many.forEach(one -> sorted.add(String.valueOf(one)));
        else sorted.add(value.toString());
        var result = NODES.arrayNode();
        sorted.forEach(result::add);
        return result;
    }

    private static void adopt(ObjectNode issue, String from, String to, String key) {
        var value = issue.remove(from);
        if (value != null && value.isTextual()) issue.set(to, NODES.objectNode().set(key, value));
    }

    /** A value that a field cannot hold; the message is a sentence. */
    static final class NotFitting extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        NotFitting(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
