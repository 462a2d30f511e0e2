package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the other side had been told before, for each property that differs now. With it the receiver can tell what the
 * sender changed from what merely looks different through its rule. A custom field is a property of its own: named
 * {@code customFields.<id>}, kept inside {@code customFields}.
 */
public final class Was {
    /** Sub-items belong to the side that made them; they are not merged by their former value. */
    private static final Set<String> SUB_ITEMS = Set.of("comments", "attachments", "workLogs", "issueLinks");

    private static final String CUSTOM = "customFields";

    private Was() {}

    /** Property to former value. A property that was never told before is agreement, not a change. */
    public static ObjectNode between(Replica heard, Replica now) {
        var before = flat(heard.json());
        Map<String, JsonNode> was = new LinkedHashMap<>();
        flat(now.json()).forEach((property, value) -> {
            var former = before.get(property);
            if (former != null && !SUB_ITEMS.contains(property) && !Canonical.same(former, value))
                was.put(property, former);
        });
        return nested(was);
    }

    /** The replica with the former values put back. */
    public static Replica putBack(Replica replica, ObjectNode was) {
        var result = flat(replica.json());
        result.putAll(flat(was));
        return Replica.of(nested(result));
    }

    /** The replica with the other one's values of all properties that both have; sub-items stay. */
    public static Replica overlay(Replica replica, Replica other) {
        var result = flat(replica.json());
        flat(other.json()).forEach((property, value) -> {
            if (result.containsKey(property) && !SUB_ITEMS.contains(property)) result.put(property, value);
        });
        return Replica.of(nested(result));
    }

    /**
     * What a peer has heard once an apply has changed the issue: the changes are its own. What else differs from what it has
     * heard is still to be told, also elements of a set that the apply changed as well.
     *
     * @param before the outgoing replica before the apply, {@code after} the one after it
     */
    public static Replica heard(Replica heard, Replica before, Replica after) {
        var result = flat(heard.json());
        var formerly = flat(before.json());
        flat(after.json()).forEach((property, value) -> {
            var known = result.get(property);
            if (known == null) result.put(property, value);
            else if (SUB_ITEMS.contains(property)) return;
            else if (Merge.isSet(property, value))
                result.put(property, moved(property, known, formerly.get(property), value));
            else if (!Canonical.same(value, formerly.get(property))) result.put(property, value);
        });
        return Replica.of(nested(result));
    }

    /** An older value of a set after the elements that came and went between two newer ones. */
    static JsonNode moved(String property, @Nullable JsonNode older, @Nullable JsonNode before, JsonNode after) {
        return property.startsWith(CUSTOM + ".")
                ? Merge.followField(older, before, after)
                : Merge.follow(older, before, after);
    }

    /** The value of a property or custom field, or null when nothing is said about it. */
    public static @Nullable JsonNode value(Replica replica, String property) {
        return flat(replica.json()).get(property);
    }

    /** Every property by its name, each custom field on its own. */
    static Map<String, JsonNode> flat(ObjectNode json) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        json.properties().forEach(property -> {
            if (property.getKey().equals(CUSTOM) && property.getValue() instanceof ObjectNode fields)
                fields.properties()
                        .forEach(field -> result.put(CUSTOM + "." + field.getKey(), orNull(field.getValue())));
            else result.put(property.getKey(), orNull(property.getValue()));
        });
        return result;
    }

    static ObjectNode nested(Map<String, JsonNode> properties) {
        var result = JsonNodeFactory.instance.objectNode();
        properties.forEach((name, value) -> {
            if (name.startsWith(CUSTOM + ".") && !(result.get(CUSTOM) instanceof NullNode))
                result.withObjectProperty(CUSTOM).set(name.substring(CUSTOM.length() + 1), value);
            else result.set(name, value);
        });
        return result;
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? NullNode.getInstance() : value;
    }
}
