package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Warning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says why Jira did not take a value: what of it this Jira does not have, or that the field is on no screen. */
@Component
class Refusals {
    private static final String AGAIN = "; it is tried again by itself.";
    private static final int SHOWN = 12;

    private final Fields fields;
    private final Directory directory;

    Refusals(Fields fields, Directory directory) {
        this.fields = fields;
        this.directory = directory;
    }

    /**
     * The issue whose field it is.
     *
     * @param type name of the issue type
     * @param issueId null while the issue is to be made
     */
    record Issue(String project, String type, @Nullable Long issueId) {}

    /** What a field points to. */
    private enum Thing {
        COMPONENT("component", "Add the component to the project, or map or create it in the incoming rule"),
        VERSION("version", "Add the version to the project, or map or create it in the incoming rule"),
        USER("user", "Create the user, or map the person in the incoming rule or in users.csv of the connection"),
        GROUP("group", "Create the group, or map it in the incoming rule"),
        OPTION("option", "Add the option to the field, or map it in the incoming rule"),
        PROJECT("project", "Create the project, or map it in the incoming rule"),
        PRIORITY("priority", "Create the priority, or map it in the incoming rule"),
        RESOLUTION("resolution", "Create the resolution, or map it in the incoming rule"),
        LEVEL(
                "security level",
                "Add the level to the project's scheme and let the proxy user set it, or map it in the incoming rule");

        final String word;
        final String remedy;

        Thing(String word, String remedy) {
            this.word = word;
            this.remedy = remedy;
        }
    }

    /** @param value that was refused, or the elements of it that are lacking here */
    Warning of(Issue issue, String field, JsonNode value, JiraTrouble trouble) {
        var said = trouble.fields().getOrDefault(Fields.jira(field), Issues.message(trouble));
        var lacking = lacking(issue, field, value);
        var thing = thing(field);
        if (thing.isPresent() && !lacking.isEmpty())
            return Warning.of(
                    field, value, sentence(issue, field, thing.get(), lacking, said), thing.get().remedy + AGAIN);
        if (said.contains("appropriate screen"))
            return Warning.of(
                    field,
                    value,
                    "'%s' is not on the screen of project %s, or the proxy user may not set it. Jira: %s"
                            .formatted(fields.name(field), issue.project(), said),
                    "Put the field on the screen, or leave it out in the incoming rule" + AGAIN);
        return Warning.of(field, value, said, Steps.REMEDY);
    }

    /** Elements of the value, or the value itself, that this Jira certainly does not have. */
    ArrayNode lacking(Issue issue, String field, JsonNode value) {
        var result = JsonNodeFactory.instance.arrayNode();
        var thing = thing(field);
        if (thing.isEmpty() || value.isNull()) return result;
        for (var element :
                value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value))
            if (isLacking(issue, field, thing.get(), element)) result.add(element);
        return result;
    }

    /** What cannot be looked up is not said to be lacking. */
    private boolean isLacking(Issue issue, String field, Thing thing, JsonNode element) {
        var name = name(element);
        if (name.isEmpty()) return false;
        try {
            return switch (thing) {
                case COMPONENT -> directory.component(issue.project(), name).isEmpty();
                case VERSION -> directory.version(issue.project(), name).isEmpty();
                case USER -> directory.userByName(name).isEmpty();
                case GROUP -> directory.group(name).isEmpty();
                case OPTION -> !hasOption(issue, field, element);
                case PROJECT -> directory.project(name).isEmpty();
                case PRIORITY -> directory.priority(name).isEmpty();
                case RESOLUTION -> directory.resolution(name).isEmpty();
                case LEVEL ->
                    directory.securityLevels(issue.project()).stream()
                            .noneMatch(level -> level.path("name").asText().equalsIgnoreCase(name));
            };
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) throw trouble;
            return false;
        }
    }

    private boolean hasOption(Issue issue, String field, JsonNode wanted) {
        var options = options(issue, field);
        if (options.isEmpty()) return true;
        var parent = wanted.path("parent").isObject() ? wanted.get("parent") : wanted;
        var found = options.get().stream().filter(option -> is(option, parent)).findFirst();
        if (found.isEmpty()) return false;
        var child = wanted.path("child");
        if (!child.isObject()) return true;
        for (var option : found.get().path("childOptions")) if (is(option, child)) return true;
        return false;
    }

    private static boolean is(JsonNode option, JsonNode wanted) {
        var value = name(wanted);
        return option.path("value").asText().equalsIgnoreCase(value)
                || option.path("id").asText().equals(value);
    }

    private Optional<List<ObjectNode>> options(Issue issue, String field) {
        var id = field.substring(field.indexOf('.') + 1);
        return directory.options(id, issue.project(), issue.type(), issue.issueId());
    }

    private String sentence(Issue issue, String field, Thing thing, ArrayNode lacking, String said) {
        var names = lacking.valueStream().map(Refusals::words).collect(Collectors.joining(", "));
        var where =
                switch (thing) {
                    case COMPONENT, VERSION, LEVEL ->
                        "Project %s has no %s %s.".formatted(issue.project(), thing.word, names);
                    case OPTION ->
                        "'%s' has no option %s here%s.".formatted(fields.name(field), names, others(issue, field));
                    default -> "There is no %s %s here.".formatted(thing.word, names);
                };
        return where + " Jira: " + said;
    }

    private String others(Issue issue, String field) {
        var values = options(issue, field).orElse(List.of()).stream()
                .map(option -> option.path("value").asText())
                .toList();
        if (values.isEmpty()) return "";
        var shown = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return "; it has " + shown + (values.size() > SHOWN ? ", …" : "");
    }

    private static String words(JsonNode value) {
        return value.path("parent").isObject()
                ? "'" + name(value.get("parent"))
                        + (value.path("child").isObject() ? " / " + name(value.get("child")) : "") + "'"
                : "'" + name(value) + "'";
    }

    private static String name(JsonNode value) {
        if (value.isValueNode()) return value.asText();
        if (value.path("parent").isObject()) return name(value.get("parent"));
        for (var name : new String[] {"username", "value", "name", "key", "id"})
            if (value.hasNonNull(name)) return value.get(name).asText();
        return "";
    }

    private Optional<Thing> thing(String field) {
        return Optional.ofNullable(
                switch (field) {
                    case "components" -> Thing.COMPONENT;
                    case "fixVersions", "affectedVersions" -> Thing.VERSION;
                    case "assignee", "reporter" -> Thing.USER;
                    case "priority" -> Thing.PRIORITY;
                    case "resolution" -> Thing.RESOLUTION;
                    case "securityLevel" -> Thing.LEVEL;
                    default -> ofType(fields.type(field));
                });
    }

    private static @Nullable Thing ofType(String type) {
        return switch (type) {
            case "option", "options", "cascade" -> Thing.OPTION;
            case "user", "users" -> Thing.USER;
            case "group", "groups" -> Thing.GROUP;
            case "version", "versions" -> Thing.VERSION;
            case "project" -> Thing.PROJECT;
            default -> null;
        };
    }
}
