package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values of one kind of field are read from a client, kept, and shown. */
enum Kind {
    STRING("string", null),
    TEXT("string", null),
    NUMBER("number", null),
    DATE("date", null),
    DATETIME("datetime", null),
    USER("user", null),
    USERS("array", "user"),
    GROUP("group", null),
    GROUPS("array", "group"),
    PROJECT("project", null),
    OPTION("option", null),
    OPTIONS("array", "option"),
    CASCADE("option-with-child", null),
    LABELS("array", "string"),
    PRIORITY("priority", null),
    RESOLUTION("resolution", null),
    VERSION("version", null),
    VERSIONS("array", "version"),
    COMPONENTS("array", "component"),
    SECURITY("securitylevel", null),
    ANY("any", null),
    SPRINT("array", "string"),
    SECONDS("number", null),
    COMPUTED("any", null);

    /** A value that Jira refuses, in its words. */
    static final class BadValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadValue(String message) {
            super(message, null, false, false);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    final String type;
    final @Nullable String items;

    Kind(String type, @Nullable String items) {
        this.type = type;
        this.items = items;
    }

    boolean many() {
        return items != null;
    }

    /** @return the form in which the value is kept, null for "no value" */
    @Nullable
    JsonNode read(Site site, Project project, Field field, JsonNode given) {
        if (given.isNull() || (given.isTextual() && given.asText().isEmpty())) {
            return null;
        }
        if (many()) {
            if (!given.isArray()) {
                if (this == SPRINT && given.isNumber()) {
                    return Json.array().add(sprint(site, given));
                }
                throw new BadValue("data was not an array");
            }
            var kept = Json.array();
            var seen = new ArrayList<JsonNode>();
            for (var one : given) {
                var node = one(site, project, field, one);
                if (!seen.contains(node)) {
                    seen.add(node);
                    kept.add(node);
                }
            }
            return kept.isEmpty() ? null : kept;
        }
        return one(site, project, field, given);
    }

    private JsonNode one(Site site, Project project, Field field, JsonNode given) {
        return switch (this) {
            case STRING, TEXT -> words(field, given);
            case NUMBER, SECONDS -> {
                if (!given.isNumber()) {
                    throw new BadValue("Operation value must be a number");
                }
                yield given;
            }
            case DATE -> date(given);
            case DATETIME -> instant(given);
            case USER, USERS -> user(site, field, given);
            case GROUP, GROUPS -> group(site, given);
            case PROJECT -> project(site, given);
            case OPTION, OPTIONS -> option(field, given);
            case CASCADE -> option(field, given);
            case LABELS -> label(given);
            case PRIORITY -> pick(site.catalog.priorities, given, "Priority name '%s' is not valid");
            case RESOLUTION -> pick(Catalog.RESOLUTIONS, given, "Resolution name '%s' is not valid");
            case VERSION, VERSIONS -> pick(project.versions, given, "Version name '%s' is not valid");
            case COMPONENTS -> pick(project.components, given, "Component name '%s' is not valid");
            case SECURITY -> pick(project.levels, given, "Security level name '%s' is not valid");
            case SPRINT -> sprint(site, given);
            case ANY -> field.isEpicLink() ? epic(site, given) : given;
            case COMPUTED -> given;
        };
    }

    private static JsonNode group(Site site, JsonNode given) {
        var name = named(given);
        if (name == null || !site.groups.contains(name)) {
            throw new BadValue("Could not find group with name: " + name);
        }
        return TextNode.valueOf(name);
    }

    private static JsonNode project(Site site, JsonNode given) {
        var id = Json.text(given, "id");
        var found = site.findProject(String.valueOf(id == null ? Json.text(given, "key") : id));
        if (found == null) {
            throw new BadValue("Project with " + (id == null ? "key '" + Json.text(given, "key") : "id '" + id)
                    + "' does not exist.");
        }
        return TextNode.valueOf(found.id);
    }

    private static JsonNode sprint(Site site, JsonNode given) {
        if (!given.isNumber()) {
            throw new BadValue("Number value expected as the Sprint id.");
        }
        var sprint = site.sprints.get(given.asLong());
        if (sprint == null || sprint.isClosed()) {
            throw new BadValue("Sprint does not exist or is completed: " + given.asLong());
        }
        return LongNode.valueOf(sprint.id());
    }

    private static JsonNode epic(Site site, JsonNode given) {
        var epic = site.findIssue(given.asText());
        if (epic == null) {
            throw new BadValue("Issue '" + given.asText() + "' does not exist or you may not see it.");
        }
        return TextNode.valueOf(epic.key);
    }

    private JsonNode words(Field field, JsonNode given) {
        if (!given.isTextual()) {
            throw new BadValue("Operation value must be a string");
        }
        var text = given.asText();
        if (this == STRING && text.length() > 255) {
            throw new BadValue(
                    field.id().equals("summary")
                            ? "Summary must be less than 255 characters."
                            : "The entered text is too long. It exceeds the allowed limit of 255 characters.");
        }
        if (text.length() > 32767) {
            throw new BadValue("The entered text is too long. It exceeds the allowed limit of 32,767 characters.");
        }
        return given;
    }

    private static JsonNode date(JsonNode given) {
        try {
            return TextNode.valueOf(LocalDate.parse(given.asText()).toString());
        } catch (DateTimeParseException e) {
            throw new BadValue("Error parsing date string: " + given.asText());
        }
    }

    private static JsonNode instant(JsonNode given) {
        try {
            return LongNode.valueOf(Times.read(given.asText()).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new BadValue("Error parsing time: " + given.asText());
        }
    }

    private static @Nullable String named(JsonNode given) {
        var name = given.isTextual() ? given.asText() : Json.text(given, "name");
        return name != null ? name : Json.text(given, "key");
    }

    private static JsonNode user(Site site, Field field, JsonNode given) {
        var name = named(given);
        var user = name == null ? null : site.findUser(name);
        if (user == null) {
            throw new BadValue(
                    switch (field.id()) {
                        case "assignee" -> "User '" + name + "' does not exist.";
                        case "reporter" -> "The reporter specified is not a user.";
                        default -> "Could not find username: " + name;
                    });
        }
        return TextNode.valueOf(user.name);
    }

    private static JsonNode option(Field field, JsonNode given) {
        var id = Json.text(given, "id");
        var value = given.isTextual() ? given.asText() : Json.text(given, "value");
        for (var option : field.options()) {
            if (option.id().equals(id) || (id == null && option.value().equals(value))) {
                var child = given.get("child");
                if (Json.blank(child)) {
                    return TextNode.valueOf(option.id());
                }
                var childValue = Json.text(child, "value");
                var childId = Json.text(child, "id");
                return option.children().stream()
                        .filter(one -> one.id().equals(childId) || one.value().equals(childValue))
                        .findFirst()
                        .<JsonNode>map(one -> TextNode.valueOf(option.id() + ":" + one.id()))
                        .orElseThrow(() -> new BadValue("Option value '" + childValue + "' is not valid"));
            }
        }
        throw new BadValue(
                id != null ? "Option id '" + id + "' is not valid" : "Option value '" + value + "' is not valid");
    }

    private static JsonNode label(JsonNode given) {
        var label = given.asText();
        if (label.chars().anyMatch(Character::isWhitespace)) {
            throw new BadValue("The label '" + label + "' contains spaces which is invalid.");
        }
        return TextNode.valueOf(label);
    }

    private static JsonNode pick(List<? extends Named> all, JsonNode given, String complaint) {
        var id = Json.text(given, "id");
        var name = given.isTextual() ? given.asText() : Json.text(given, "name");
        var found = id != null ? Named.byId(all, id) : Named.byName(all, String.valueOf(name));
        return found.<JsonNode>map(one -> TextNode.valueOf(one.id()))
                .orElseThrow(() -> new BadValue(complaint
                        .formatted(id != null ? id : name)
                        .replace(" name '", id != null ? " id '" : " name '")));
    }

    static Instant instantOf(JsonNode kept) {
        return Instant.ofEpochMilli(kept.asLong());
    }
}
