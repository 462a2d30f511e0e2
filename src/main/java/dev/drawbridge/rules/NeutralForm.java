package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a rule left behind as neutral JSON again, whatever of the usual liberties it took. */
final class NeutralForm {
    private static final String REMEDY = "Change it in the incoming rule; it is tried again by itself.";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, Trace.Kind> SUB_ITEMS = Map.of(
            "comments", Trace.Kind.COMMENT, "attachments", Trace.Kind.ATTACHMENT, "workLogs", Trace.Kind.WORKLOG);

    private final Values values;
    private final @Nullable Pairings pairings;
    private final ObjectNode before;
    private final List<Warning> warnings = new ArrayList<>();

    private NeutralForm(Values values, @Nullable Pairings pairings, ObjectNode before) {
        this.values = values;
        this.pairings = pairings;
        this.before = before;
    }

    /** Of a copy that travels. */
    static NeutralForm ofReplica() {
        return new NeutralForm(new Values(Values.AS_THEY_ARE), null, NODES.objectNode());
    }

    /**
     * Of a local issue.
     *
     * @param person who a person of the partner is here; null when nobody is known to be
     * @param pairings which of the partner's comments, files and worklogs are here already
     * @param before the issue before the rule; null when it is to be made
     */
    static NeutralForm ofIssue(
            Function<Remote.User, @Nullable JsonNode> person, Pairings pairings, @Nullable ObjectNode before) {
        return new NeutralForm(new Values(person), pairings, before == null ? NODES.objectNode() : before);
    }

    /** Values that do not fit the type of their field, and were left out. */
    List<Warning> warnings() {
        return warnings;
    }

    /** @throws Nonsense for what cannot be part of an issue */
    ObjectNode of(BasicHubIssue hub) {
        var issue = NODES.objectNode();
        hub.used().forEach((name, value) -> {
            var property = fitting(name, value);
            if (!property.isMissingNode()) issue.set(name, property);
        });
        adopt(issue, "projectKey", "project", "key");
        adopt(issue, "typeName", "type", "name");
        issue.remove("customKeys");
        if (hub.used().get("customKeys") instanceof Map<?, ?> keys && !keys.isEmpty())
            issue.set("customKeys", values.any("customKeys", keys));
        return issue;
    }

    /** A value that a field of a local issue cannot hold leaves it as it is; anything else is nonsense. */
    private JsonNode fitting(String name, @Nullable Object value) {
        try {
            return property(name, value);
        } catch (NotFitting other) {
            if (pairings == null) throw new Nonsense(name, other);
            warnings.add(new Warning(name, String.valueOf(value), other.sentence(), REMEDY));
            return before.path(name);
        } catch (Nonsense known) {
            throw known;
        } catch (IllegalArgumentException other) {
            throw new Nonsense(name, other);
        }
    }

    private JsonNode property(String name, @Nullable Object value) {
        if (value == null) return NODES.nullNode();
        if (value instanceof Closure) return values.any(name, value);
        return switch (name) {
            case "labels" -> labels(value);
            case "due" -> values.typed("due", "date", value);
            case "originalEstimate", "remainingEstimate", "spent" -> values.typed(name, "number", value);
            case "customFields" -> customFields(value);
            case "comments", "attachments", "workLogs" -> subItems(name, value);
            default -> values.any(name, value);
        };
    }

    /** Each once, and the partner's things as what they are to become here. */
    private JsonNode subItems(String name, Object value) {
        var all = values.any(name, value);
        if (pairings == null || !all.isArray() || !(value instanceof Collection<?> given)) return all;
        var made = new ArrayList<ObjectNode>();
        var place = 0;
        for (var thing : given) {
            if (!(all.get(place++) instanceof ObjectNode item)) continue;
            made.add(thing instanceof Remote && item.hasNonNull("id") ? copy(name, (HubObject) thing, item) : item);
        }
        var ids = new HashSet<String>();
        var copies = new HashSet<String>();
        for (var item : made)
            if (item.hasNonNull("id") && item.hasNonNull("remoteId"))
                copies.add(item.get("remoteId").asText());
        var result = NODES.arrayNode();
        for (var item : made) {
            var remote = item.path("remoteId").asText("");
            if (item.hasNonNull("id")
                    ? ids.add(item.get("id").asText())
                    : remote.isEmpty() || isNew(name, remote, copies)) result.add(item);
        }
        return result;
    }

    /** The copy that is here, with what the partner changed; else what the copy is to be. */
    private ObjectNode copy(String list, HubObject theirs, ObjectNode item) {
        var remoteId = item.remove("id").asText();
        item.put("remoteId", remoteId);
        for (var here : before.path(list))
            if (here.path("remoteId").asText().equals(remoteId)) {
                var edited = list.equals("comments")
                        ? Objects.requireNonNull(pairings).edited(theirs)
                        : Objects.requireNonNull(pairings).workLogEdited(theirs);
                return edited ? item.set("id", here.get("id")) : here.deepCopy();
            }
        return item;
    }

    /** A copy that is here already, or was deleted here, is not made again. */
    private boolean isNew(String list, String remoteId, Set<String> copies) {
        return copies.add(remoteId)
                && !Objects.requireNonNull(pairings).known(Objects.requireNonNull(SUB_ITEMS.get(list)), remoteId);
    }

    private JsonNode customFields(Object value) {
        var result = NODES.objectNode();
        if (!(value instanceof HubCustomFields fields)) return values.any("customFields", value);
        fields.used().forEach((key, entry) -> {
            if (entry instanceof BasicHubCustomField field) result.set(key, whole(key, field));
            else result.set(key, values.any(key, entry));
        });
        result.properties().removeIf(field -> field.getValue().isMissingNode());
        return result;
    }

    private JsonNode whole(String key, BasicHubCustomField field) {
        try {
            return field(key, field);
        } catch (NotFitting other) {
            throw other;
        } catch (IllegalArgumentException other) {
            throw new Nonsense("customFields." + key, other);
        }
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
            warnings.add(new Warning("customFields." + key, String.valueOf(value), other.sentence(), REMEDY));
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

    /** What cannot be part of an issue; the message is a sentence. */
    static final class Nonsense extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private final String property;

        Nonsense(String property, IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
            this.property = property;
        }

        /** Which property of the issue it was put into. */
        String property() {
            return property;
        }
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
