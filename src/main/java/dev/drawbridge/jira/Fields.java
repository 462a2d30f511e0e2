package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Neutral values in the spelling of Jira's REST API, by the type of each field, and Jira's names for our fields. */
@Component
class Fields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CUSTOM = "customFields.";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("parentId", "parent"),
            Map.entry("due", "duedate"),
            Map.entry("type", "issuetype"),
            Map.entry("affectedVersions", "versions"),
            Map.entry("projectKey", "project"),
            Map.entry("typeName", "issuetype"),
            Map.entry("securityLevel", "security"),
            Map.entry("originalEstimate", Estimates.JIRA),
            Map.entry("remainingEstimate", Estimates.JIRA));

    private final Directory directory;

    Fields(Directory directory) {
        this.directory = directory;
    }

    /**
     * The fields of one call.
     *
     * @param neutral by neutral name, custom fields as {@code customFields.<id>} or together as {@code customFields}
     * @param project key of the project
     * @param now the neutral issue as it is; null while it is to be made
     * @throws JiraTrouble naming each field that this Jira certainly cannot take, as Jira would
     */
    ObjectNode forJira(Map<String, JsonNode> neutral, String project, @Nullable ObjectNode now) {
        var fields = NODES.objectNode();
        var refused = new HashMap<String, String>();
        var estimates = new HashMap<String, JsonNode>();
        neutral.forEach((name, value) -> {
            if (Estimates.isOne(name)) estimates.put(name, value);
            else if (name.equals("customFields"))
                value.properties().forEach(field -> put(fields, refused, field.getKey(), value(field), project));
            else if (name.startsWith(CUSTOM)) put(fields, refused, name.substring(CUSTOM.length()), value, project);
            else fields.set(jira(name), spelled(name, value));
        });
        if (!estimates.isEmpty()) fields.set(Estimates.JIRA, Estimates.forJira(estimates, now));
        if (!refused.isEmpty())
            throw new JiraTrouble(
                    JiraTrouble.Kind.INVALID, String.join(" ", refused.values()), Map.copyOf(refused), null);
        return fields;
    }

    private static JsonNode value(Map.Entry<String, JsonNode> field) {
        var value = field.getValue().get("value");
        return value == null ? NullNode.getInstance() : value;
    }

    private void put(ObjectNode fields, Map<String, String> refused, String id, JsonNode value, String project) {
        try {
            fields.set("customfield_" + id, custom(id, value, project));
        } catch (NotHere reason) {
            refused.put("customfield_" + id, reason.sentence());
        }
    }

    static String jira(String neutral) {
        if (neutral.startsWith(CUSTOM)) return "customfield_" + neutral.substring(CUSTOM.length());
        return NAMES.getOrDefault(neutral, neutral);
    }

    /** The neutral type of a field; empty for one that is no custom field, or not known. */
    String type(String neutral) {
        return neutral.startsWith(CUSTOM)
                ? about(neutral).map(field -> field.path("type").asText()).orElse("")
                : "";
    }

    /** What people call the field. */
    String name(String neutral) {
        return about(neutral).map(field -> field.path("name").asText()).orElse(neutral);
    }

    private Optional<ObjectNode> about(String neutral) {
        return neutral.startsWith(CUSTOM)
                ? directory.customField(neutral.substring(CUSTOM.length()))
                : Optional.empty();
    }

    private JsonNode custom(String id, JsonNode value, String project) {
        if (value.isNull()) return value;
        return switch (type(CUSTOM + id)) {
            case "datetime" -> time(value);
            case "option" -> option(single(value));
            case "options" -> each(value, Fields::option);
            case "cascade" -> cascade(value);
            case "user" -> user(single(value));
            case "users" -> each(value, this::user);
            case "group" -> named(single(value), "name");
            case "groups" -> each(value, group -> named(group, "name"));
            case "version" -> named(single(value), "name");
            case "versions" -> each(value, version -> named(version, "name"));
            case "project" -> named(value, "key");
            case "epicLink" -> epic(value);
            case "sprint" -> sprint(value, project);
            case "other", "number", "date", "labels" -> value;
            case "" -> spelled(id, value);
            default -> value.isValueNode() ? NODES.textNode(value.asText()) : value;
        };
    }

    private static JsonNode time(JsonNode value) {
        try {
            return NODES.textNode(TIME.format(Instant.parse(value.asText())));
        } catch (DateTimeException other) {
            return value;
        }
    }

    private static JsonNode option(JsonNode value) {
        return named(value, "value");
    }

    private static JsonNode cascade(JsonNode value) {
        if (!value.path("parent").isObject()) return value.isObject() ? value : option(value);
        var result = (ObjectNode) option(value.get("parent"));
        if (value.path("child").isObject()) result.set("child", option(value.get("child")));
        return result;
    }

    private JsonNode user(JsonNode value) {
        if (value.hasNonNull("username")) return NODES.objectNode().set("name", value.get("username"));
        if (!value.hasNonNull("key")) return named(value, "name");
        var key = value.get("key").asText();
        return NODES.objectNode()
                .put(
                        "name",
                        directory
                                .userByKey(key)
                                .map(user -> user.path("username").asText())
                                .orElse(key));
    }

    private static JsonNode epic(JsonNode value) {
        return value.isObject() ? value.path("urn").isMissingNode() ? value.path("key") : value.get("urn") : value;
    }

    /** Jira wants the number of the sprint, which the other Jira does not know: it is found by its name. */
    private JsonNode sprint(JsonNode value, String project) {
        if (value.isArray() && value.isEmpty()) return NullNode.getInstance();
        var sprint = single(value);
        if (sprint.isNumber()) return sprint;
        var name = sprint.isObject() ? sprint.path("name").asText("") : sprint.asText();
        var found = directory.sprint(project, name);
        if (found.isEmpty())
            throw new NotHere("No board of project %s has a sprint '%s' that is not over.".formatted(project, name));
        return NODES.numberNode(found.get().path("id").asLong());
    }

    /** A thing by what identifies it; by its id only when nothing else is said of it. */
    private static JsonNode named(JsonNode value, String key) {
        if (value.isValueNode()) return NODES.objectNode().set(key, value);
        for (var name : new String[] {key, "id"})
            if (value.hasNonNull(name)) return NODES.objectNode().set(name, value.get(name));
        return value;
    }

    private static JsonNode single(JsonNode value) {
        return value.isArray() && !value.isEmpty() ? value.get(value.size() - 1) : value;
    }

    private static JsonNode each(JsonNode value, UnaryOperator<JsonNode> spelling) {
        var result = NODES.arrayNode();
        if (value instanceof ArrayNode array) array.forEach(one -> result.add(spelling.apply(one)));
        else result.add(spelling.apply(value));
        return result;
    }

    private static JsonNode spelled(String name, JsonNode value) {
        if (value.isNull()) return value;
        if (name.equals("projectKey")) return NODES.objectNode().set("key", value);
        if (name.equals("parentId")) return NODES.objectNode().set("id", value);
        if (name.equals("typeName")) return NODES.objectNode().set("name", value);
        if (value.hasNonNull("username")) return NODES.objectNode().set("name", value.get("username"));
        if (value.hasNonNull("key") && name.equals("project"))
            return NODES.objectNode().set("key", value.get("key"));
        if (value.isObject() && value.hasNonNull("name"))
            return NODES.objectNode().set("name", value.get("name"));
        if (!value.isArray()) return value;
        return each(
                value,
                element -> element.hasNonNull("name") ? NODES.objectNode().set("name", element.get("name")) : element);
    }

    /** This Jira does not have what the field is to hold; the message is a sentence. */
    private static final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotHere(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
