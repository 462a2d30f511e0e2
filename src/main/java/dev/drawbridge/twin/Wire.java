package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a replica leaves the house: our own sub-items, and of people no more than the connection allows. */
final class Wire {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern MENTION = Pattern.compile("\\[~([^\\]\\s]+)]");

    private Wire() {}

    /**
     * The replica as it travels.
     *
     * @param mentions user name to what is known of that person
     */
    static Replica of(Replica replica, boolean shareEmails, ObjectNode mentions) {
        var json = replica.json();
        json.remove("mentions");
        if (json.get("comments") instanceof ArrayNode comments) json.set("comments", ours(comments));
        if (json.get("attachments") instanceof ArrayNode attachments) json.set("attachments", ours(attachments));
        return Replica.of(shareEmails ? json : (ObjectNode) discreet(json, mentions));
    }

    /** The partner's own comments and files do not travel back to it. */
    private static ArrayNode ours(ArrayNode items) {
        var result = NODES.arrayNode();
        items.forEach(item -> {
            if (!item.hasNonNull("remoteId")) result.add(item);
        });
        return result;
    }

    private static JsonNode discreet(JsonNode value, ObjectNode mentions) {
        if (value.isTextual()) return NODES.textNode(unmentioned(value.textValue(), mentions));
        if (value instanceof ArrayNode array) {
            var result = NODES.arrayNode();
            array.forEach(element -> result.add(discreet(element, mentions)));
            return result;
        }
        if (!(value instanceof ObjectNode object)) return value;
        var result = NODES.objectNode();
        var person = object.has("displayName");
        object.properties().forEach(field -> {
            var identifying = person
                    && !field.getKey().equals("displayName")
                    && !field.getKey().equals("active");
            if (!identifying && !field.getKey().equals("email"))
                result.set(field.getKey(), discreet(field.getValue(), mentions));
        });
        return result;
    }

    private static String unmentioned(String text, ObjectNode mentions) {
        if (!text.contains("[~")) return text;
        return MENTION.matcher(text).replaceAll(found -> {
            var name = mentions.path(found.group(1)).path("displayName").asText("somebody");
            return Matcher.quoteReplacement("@" + name);
        });
    }
}
