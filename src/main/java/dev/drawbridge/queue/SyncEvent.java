package dev.drawbridge.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.PlainText;
import dev.drawbridge.replica.Replica;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One unit on its way between two nodes, as JSON: the state of one issue, or news about its twin. Unknown fields of a
 * newer node are kept. Reading refuses what is not an event, in a sentence.
 */
public record SyncEvent(ObjectNode json) {
    private static final List<String> BULK = List.of("replica", "was");
    private static final Set<Kind> OF_CONNECTIONS =
            Set.of(Kind.CONFIG, Kind.REMOVED, Kind.VERIFY, Kind.VERIFIED, Kind.UNKNOWN);
    private static final Set<String> UNDERSTOOD = Set.of("parcel");

    public static Builder of(Kind kind, UUID id, @Nullable UUID twin) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.toString());
        json.put("kind", kind.name());
        if (twin != null) json.put("twin", twin.toString());
        return new Builder(json);
    }

    /** Checks what a peer sent: enough to store it; the rest is checked where it is used. */
    public static SyncEvent read(JsonNode node) {
        if (!(node instanceof ObjectNode object)) throw new IllegalArgumentException("A sync event is a JSON object");
        var event = new SyncEvent(object);
        event.id();
        event.kind();
        if (event.twin() == null && !OF_CONNECTIONS.contains(event.kind()))
            throw new IllegalArgumentException("A " + event.kind() + " event names a twin");
        return event;
    }

    public UUID id() {
        return uuid("id", json.path("id").asText(""));
    }

    public Kind kind() {
        var word = json.path("kind").asText("");
        for (var kind : Kind.values()) if (kind.name().equals(word)) return kind;
        if (!word.matches("[A-Z_]{1,64}"))
            throw new IllegalArgumentException("Not a kind of sync event: '" + word + "'");
        return Kind.UNKNOWN;
    }

    public @Nullable UUID twin() {
        return json.hasNonNull("twin") ? uuid("twin", json.path("twin").asText()) : null;
    }

    public long seq() {
        return json.path("seq").asLong(0);
    }

    public boolean starts() {
        return json.path("starts").asBoolean(false);
    }

    /** Whether it is one of many that a job sends: work that can wait. */
    public boolean isBulk() {
        return json.path("bulk").asBoolean(false);
    }

    public @Nullable String text(String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    /** Highest number of the receiver's events that the sender had applied to this issue before it read it. */
    public long basedOn() {
        return json.path("basedOn").asLong(0);
    }

    public int hops() {
        return json.path("hops").asInt(0);
    }

    public ObjectNode was() {
        return json.path("was") instanceof ObjectNode was ? was.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    public Set<String> asserted() {
        return texts("assert");
    }

    public Replica replica() {
        return json.path("replica") instanceof ObjectNode replica ? Replica.of(replica) : Replica.empty();
    }

    public List<BlobRef> blobs() {
        var result = new ArrayList<BlobRef>();
        json.path("blobs")
                .forEach(blob -> result.add(new BlobRef(
                        blob.path("name").asText(""), blob.path("bytes").asLong(-1))));
        return result;
    }

    /** What this node must understand and does not: the event is set aside until the node is upgraded. */
    public Set<String> notUnderstood() {
        var critical = texts("critical");
        critical.removeAll(UNDERSTOOD);
        if (kind() == Kind.UNKNOWN) critical.add(json.path("kind").asText());
        return critical;
    }

    /** Where the replica is when it travels apart from its event; null when it is inside. */
    public @Nullable BlobRef parcel() {
        var name = text("parcel");
        if (name == null) return null;
        return blobs().stream()
                .filter(blob -> blob.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("An event names no content " + name));
    }

    /** What is large in an event. */
    ObjectNode bulk() {
        var bulk = JsonNodeFactory.instance.objectNode();
        for (var name : BULK) if (json.has(name)) bulk.set(name, json.get(name));
        return bulk;
    }

    /** The event without its bulk, which lies in that parcel. */
    SyncEvent packed(BlobRef parcel) {
        var copy = json.deepCopy();
        copy.remove(BULK);
        copy.put("parcel", parcel.name());
        copy.withArray("critical").add("parcel");
        copy.withArray("blobs").addObject().put("name", parcel.name()).put("bytes", parcel.bytes());
        return new SyncEvent(copy);
    }

    /** The event with what its parcel held. */
    public SyncEvent unpacked(JsonNode bulk) {
        var copy = json.deepCopy();
        for (var name : BULK) if (bulk.has(name)) copy.set(name, bulk.get(name));
        copy.remove("parcel");
        return new SyncEvent(copy);
    }

    /** The event without what no reader sees. */
    SyncEvent plain() {
        return new SyncEvent(PlainText.of(json));
    }

    public JsonNode details() {
        return json.path("details");
    }

    public SyncEvent with(String name, JsonNode value) {
        var copy = json.deepCopy();
        copy.set(name, value);
        return new SyncEvent(copy);
    }

    private Set<String> texts(String name) {
        var result = new LinkedHashSet<String>();
        json.path(name).forEach(element -> result.add(element.asText()));
        return result;
    }

    private static UUID uuid(String name, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "The " + name + " of a sync event is a UUID, not '" + value + "'", wrong);
        }
    }

    /** Puts an event together. */
    public static final class Builder {
        private final ObjectNode json;

        private Builder(ObjectNode json) {
            this.json = json;
        }

        public Builder text(String name, @Nullable String value) {
            if (value != null) json.put(name, value);
            return this;
        }

        public Builder starts(boolean starts) {
            if (starts) json.put("starts", true);
            return this;
        }

        public Builder bulk(boolean bulk) {
            if (bulk) json.put("bulk", true);
            return this;
        }

        public Builder basedOn(long seq) {
            json.put("basedOn", seq);
            return this;
        }

        public Builder hops(int hops) {
            json.put("hops", hops);
            return this;
        }

        public Builder was(ObjectNode was) {
            if (!was.isEmpty()) json.set("was", was.deepCopy());
            return this;
        }

        public Builder asserted(Set<String> properties) {
            if (properties.isEmpty()) return this;
            var list = json.putArray("assert");
            properties.stream().sorted().forEach(list::add);
            return this;
        }

        public Builder replica(Replica replica) {
            json.set("replica", replica.json());
            return this;
        }

        public Builder blobs(List<BlobRef> blobs) {
            if (blobs.isEmpty()) return this;
            var list = json.putArray("blobs");
            blobs.forEach(blob -> list.addObject().put("name", blob.name()).put("bytes", blob.bytes()));
            return this;
        }

        public Builder details(ObjectNode details) {
            json.set("details", details.deepCopy());
            return this;
        }

        public SyncEvent build() {
            return new SyncEvent(json.deepCopy());
        }
    }
}
