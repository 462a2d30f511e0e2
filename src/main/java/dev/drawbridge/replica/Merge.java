package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one local field when the partner's news and our own edits meet.
 *
 * <p>The rule is run on the replica and on the replica with its former values: a field for which both runs want the same
 * was not changed there, however the rule maps or falls back. When both sides changed it, the agreed winner keeps its
 * value, also when the values are equal, and says it again; otherwise two edits that cross would swap.
 */
public final class Merge {
    private static final Set<String> SETS = Set.of("labels", "components", "fixVersions", "affectedVersions");
    private static final Set<String> SET_TYPES = Set.of("labels", "options", "users", "groups", "versions");
    private static final Pattern CUSTOM = Pattern.compile("customFields[./].+");

    private Merge() {}

    /**
     * What one arrived event wants of the field.
     *
     * @param now after the run on its replica
     * @param was after the run on its replica with the former values put back
     * @param asserted the sender says it again on purpose: it counts as changed
     */
    public record Wanted(@Nullable JsonNode now, @Nullable JsonNode was, boolean asserted) {
        public boolean changed() {
            return asserted || !Canonical.same(now, was);
        }
    }

    /** What to do with the field. */
    public sealed interface Outcome {}

    /** Nothing: the partner did not change it, or it is so already. */
    public record Leave() implements Outcome {}

    /** Only the partner changed it. */
    public record Apply(JsonNode value) implements Outcome {}

    /** Both changed it and we win: ours stays and is said again; theirs is kept in the journal. */
    public record Keep(JsonNode lost) implements Outcome {}

    /** Both changed it and they win: theirs is applied; ours is kept in the journal. */
    public record Yield(JsonNode value, JsonNode lost) implements Outcome {}

    /** Whether elements come and go in it one by one; of a custom field only its entry can tell. */
    public static boolean isSet(String property) {
        return SETS.contains(property);
    }

    /**
     * Whether elements come and go in it one by one.
     *
     * @param field the entry of a custom field, whose type tells; null for other properties, or when it is not known
     */
    public static boolean isSet(String property, @Nullable JsonNode field) {
        if (isSet(property)) return true;
        return field != null
                && CUSTOM.matcher(property).matches()
                && SET_TYPES.contains(field.path("type").asText());
    }

    /**
     * Decides one field.
     *
     * @param current what Jira holds now
     * @param wanted of each event that is applied together, oldest first; the newest counts, any may have changed it
     * @param changedHere a change made here has not reached the partner's event
     * @param weWin whether the agreed winner is this side
     */
    public static Outcome field(
            String property, @Nullable JsonNode current, List<Wanted> wanted, boolean changedHere, boolean weWin) {
        if (isSet(property)) return set(current, wanted);
        if (wanted.stream().noneMatch(Wanted::changed)) return new Leave();
        var value = Canonical.of(wanted.get(wanted.size() - 1).now());
        if (!changedHere) return Canonical.same(value, current) ? new Leave() : new Apply(raw(wanted));
        return weWin ? new Keep(raw(wanted)) : new Yield(raw(wanted), plain(current));
    }

    /** Decides a field of a rule that means "mirror": what it says is written, whoever changed what. */
    public static Outcome mirror(@Nullable JsonNode current, List<Wanted> wanted) {
        return Canonical.same(wanted.get(wanted.size() - 1).now(), current) ? new Leave() : new Apply(raw(wanted));
    }

    /**
     * An older value of a set after the same elements came and went as between two newer ones. What the peer has heard of
     * a set follows an apply in this way: otherwise an edit of ours that it does not know yet would be lost, or its own
     * edit would go back to it as ours.
     */
    public static JsonNode follow(@Nullable JsonNode older, @Nullable JsonNode before, @Nullable JsonNode after) {
        var result = elements(older);
        move(result, elements(before), elements(after));
        return array(result);
    }

    /** The same of an entry of {@code customFields}. */
    static JsonNode followField(@Nullable JsonNode older, @Nullable JsonNode before, JsonNode after) {
        var result = ((ObjectNode) after).deepCopy();
        return result.set("value", follow(inside(older), inside(before), inside(after)));
    }

    private static @Nullable JsonNode inside(@Nullable JsonNode field) {
        return field == null ? null : field.get("value");
    }

    /** Decides a field whose elements come and go one by one: what came and went there comes and goes here. */
    public static Outcome set(@Nullable JsonNode current, List<Wanted> wanted) {
        var result = elements(current);
        for (var event : wanted) move(result, elements(event.was()), elements(event.now()));
        return result.keySet().equals(elements(current).keySet()) ? new Leave() : new Apply(array(result));
    }

    private static void move(Map<String, JsonNode> set, Map<String, JsonNode> was, Map<String, JsonNode> now) {
        was.keySet().stream().filter(key -> !now.containsKey(key)).forEach(set::remove);
        now.forEach((key, element) -> {
            if (!was.containsKey(key)) set.putIfAbsent(key, element);
        });
    }

    private static ArrayNode array(Map<String, JsonNode> elements) {
        var array = JsonNodeFactory.instance.arrayNode();
        elements.values().forEach(array::add);
        return array;
    }

    private static Map<String, JsonNode> elements(@Nullable JsonNode list) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        if (list instanceof ArrayNode array) array.forEach(element -> result.put(key(element), element));
        return result;
    }

    private static String key(JsonNode element) {
        var identity = Identity.of(element);
        return Canonical.text(identity == null ? element : identity);
    }

    private static JsonNode raw(List<Wanted> wanted) {
        return plain(wanted.get(wanted.size() - 1).now());
    }

    private static JsonNode plain(@Nullable JsonNode value) {
        return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }
}
