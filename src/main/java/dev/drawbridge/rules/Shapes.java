package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.FieldLookup;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.exalate.basic.domain.hubobject.v1.Keys;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys of hub objects and what they hold: found out by giving a hub object of each kind something to hold. */
final class Shapes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ClassValue<Map<String, Known>> KEYS = new ClassValue<>() {
        @Override
        protected Map<String, Known> computeValue(Class<?> type) {
            var keys = new LinkedHashMap<String, Known>();
            names(type).forEach(key -> keys.put(key, held(type, key)));
            return keys;
        }
    };

    private Shapes() {}

    /** The keys that mean something, each with what it holds; an Object where that can be anything. */
    static Map<String, Known> keys(Class<?> type) {
        return KEYS.get(type);
    }

    private static Stream<String> names(Class<?> type) {
        if (BasicHubIssue.class.isAssignableFrom(type)) return BasicHubIssue.wellKnownKeys().stream();
        var keys = type.getAnnotation(Keys.class);
        return keys == null ? Stream.empty() : Stream.of(keys.value());
    }

    /** What is set in the simplest form, in one of several forms, becomes what the key holds. */
    private static Known held(Class<?> type, String key) {
        if (key.equals("name")) return Known.of(String.class).naming(type);
        for (var sample :
                List.of(NODES.objectNode(), NODES.arrayNode().add(NODES.objectNode()), NODES.textNode("2026-01-01"))) {
            var value = read(type, key, sample);
            if (value instanceof HubObject || value instanceof Date) return Known.of(value.getClass());
            if (value instanceof Collection<?> some && element(some) != null)
                return Known.many(value.getClass(), element(some));
            if (value instanceof String && sample.isObject()) return named(type, key);
        }
        return Known.of(Object.class);
    }

    private static @Nullable Class<?> element(Collection<?> some) {
        return some.stream()
                .filter(HubObject.class::isInstance)
                .<Class<?>>map(Object::getClass)
                .findFirst()
                .orElse(null);
    }

    /** A text: the name of a part, as {@code typeName} is the type's, or any text. */
    private static Known named(Class<?> type, String key) {
        for (var part : List.of("Name", "Key"))
            if (key.endsWith(part) && key.length() > part.length()) {
                var whole = held(type, key.substring(0, key.length() - part.length()));
                if (HubObject.class.isAssignableFrom(whole.type()))
                    return Known.of(String.class).naming(whole.type());
            }
        return Known.of(String.class);
    }

    private static @Nullable Object read(Class<?> type, String key, JsonNode value) {
        var json = NODES.objectNode().set(key, value);
        if (BasicHubIssue.class.isAssignableFrom(type)) {
            return HubForm.local((com.fasterxml.jackson.databind.node.ObjectNode) json, FieldLookup.NONE)
                    .get(key);
        }
        return Objects.requireNonNull(HubForm.looked(json, () -> made(type))).get(key);
    }

    private static HubObject made(Class<?> type) {
        try {
            return (HubObject) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a key of a hub object holds. */
    static @Nullable Known member(Known owner, String key) {
        if (HubCustomFields.class.isAssignableFrom(owner.type()))
            return Known.of(BasicHubCustomField.class).ofField(key).fromPartner(owner.theirs());
        var keys = keys(owner.type());
        var held = keys.get(key);
        if (held == null) return null;
        return held.ofField(owner.field()).fromPartner(owner.theirs());
    }

    /** What the value of a custom field of that type is. */
    static Known ofField(String type) {
        for (var sample :
                List.of(NODES.objectNode(), NODES.arrayNode().add(NODES.objectNode()), NODES.textNode("2026-01-01"))) {
            var json = NODES.objectNode();
            json.putObject("customFields")
                    .putObject("1")
                    .put("id", "1")
                    .put("type", type)
                    .set("value", sample);
            var value = HubForm.local(json, FieldLookup.NONE).get("customFields") instanceof HubCustomFields fields
                            && fields.get("1") instanceof BasicHubCustomField field
                    ? field.get("value")
                    : null;
            if (value instanceof HubObject || value instanceof Date) return Known.of(value.getClass());
            if (value instanceof Collection<?> some && element(some) != null)
                return Known.many(value.getClass(), element(some));
        }
        return Known.of(Object.class);
    }
}
