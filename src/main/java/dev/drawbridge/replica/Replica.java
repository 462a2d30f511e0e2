package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The neutral copy of an issue. A property that is absent says nothing; one that is JSON null says that the field is
 * empty. Immutable: every accessor that hands out a tree hands out a copy.
 */
public final class Replica {
    private static final Replica EMPTY = new Replica(JsonNodeFactory.instance.objectNode());

    private final ObjectNode json;

    private Replica(ObjectNode json) {
        this.json = json;
    }

    public static Replica of(ObjectNode json) {
        return new Replica(json.deepCopy());
    }

    public static Replica empty() {
        return EMPTY;
    }

    public boolean isEmpty() {
        return json.isEmpty();
    }

    public boolean has(String property) {
        return json.has(property);
    }

    /** The value of a property, or null when nothing is said about it. */
    public @Nullable JsonNode get(String property) {
        var value = json.get(property);
        return value == null ? null : value.deepCopy();
    }

    public Set<String> properties() {
        var names = new LinkedHashSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public Replica with(String property, @Nullable JsonNode value) {
        var copy = json.deepCopy();
        copy.set(property, value == null ? JsonNodeFactory.instance.nullNode() : value.deepCopy());
        return new Replica(copy);
    }

    public Replica without(String property) {
        if (!json.has(property)) return this;
        var copy = json.deepCopy();
        copy.remove(property);
        return new Replica(copy);
    }

    public ObjectNode json() {
        return json.deepCopy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Replica replica && Canonical.same(json, replica.json);
    }

    @Override
    public int hashCode() {
        return Canonical.of(json).hashCode();
    }

    /** The canonical JSON: for the store and the wire, never for a log. */
    @Override
    public String toString() {
        return Canonical.text(json);
    }
}
