package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form: how each kind is entered, and what was entered as a client of REST would send it.
 *
 * <p>Beside each field goes what it held when the form was shown: only what a person changed is sent, so that saving a form
 * does not undo what others changed meanwhile.
 */
record Inputs(Viewer viewer, Project project) {
    private static final String WAS = "was.";
    private static final Set<Kind> NOT_ENTERED =
            Set.of(Kind.ANY, Kind.SPRINT, Kind.COMPUTED, Kind.SECONDS, Kind.GROUP, Kind.GROUPS, Kind.PROJECT);
    private static final List<String> FIRST =
            List.of("summary", "description", "priority", "assignee", "reporter", "labels", "components", "duedate");

    /** The fields of the create and edit screens that a person can enter here. */
    List<Field> screen() {
        var meta = new FieldMeta(new Beans(viewer), project);
        var fields = new ArrayList<Field>();
        FIRST.forEach(id -> fields.add(viewer.site().field(id)));
        viewer.site().fields.values().stream()
                .filter(field -> !fields.contains(field))
                .forEach(fields::add);
        fields.removeIf(field -> !meta.onScreen(field) || !enterable(field));
        return fields;
    }

    List<Field> screen(Workflow.Step step) {
        return viewer.site().fields.values().stream()
                .filter(field -> step.screen().contains(field.id()) && enterable(field))
                .toList();
    }

    private boolean enterable(Field field) {
        var options = options(field);
        return !NOT_ENTERED.contains(field.kind()) && (options == null || !options.isEmpty());
    }

    /**
     * @param typed what was entered into a form that was refused, or {@link Form#EMPTY}
     * @param place makes the ids of the page differ where a field is shown twice
     */
    ArrayNode show(List<Field> fields, Map<String, JsonNode> kept, Form typed, String place) {
        return Json.array(fields.stream()
                .map(field -> one(field, kept.get(field.id()), typed, place))
                .toList());
    }

    private ObjectNode one(Field field, @Nullable JsonNode kept, Form typed, String place) {
        var was = typed.has(WAS + field.id()) ? typed.text(WAS + field.id()) : String.join("\n", chosen(field, kept));
        var now = typed.has(WAS + field.id()) ? typed.all(field.id()) : chosen(field, kept);
        var input = Json.object()
                .put("id", place + field.id())
                .put("name", field.id())
                .put("label", field.name())
                .put("control", control(field))
                .put("hint", hint(field))
                .put("required", project.required.contains(field.id()))
                .put("value", String.join("\n", now))
                .put("wasName", WAS + field.id())
                .put("was", was);
        var options = options(field);
        if (options != null) {
            if (!field.kind().many() && !project.required.contains(field.id())) {
                input.withArray("/options").addObject().put("value", "").put("words", "None");
            }
            var list = input.withArray("/options");
            options.forEach((value, words) ->
                    list.addObject().put("value", value).put("words", words).put("chosen", now.contains(value)));
        }
        return input;
    }

    private static String control(Field field) {
        return switch (field.kind()) {
            case TEXT -> "area";
            case DATE -> "date";
            case DATETIME -> "datetime-local";
            case USERS, OPTIONS, VERSIONS, COMPONENTS -> "checks";
            case USER, OPTION, CASCADE, PRIORITY, RESOLUTION, VERSION, SECURITY -> "select";
            default -> "text";
        };
    }

    private static String hint(Field field) {
        return field.kind() == Kind.LABELS ? "Separated by spaces." : "";
    }

    /** The values of a kept field as the form names them, in the order in which the form sends them. */
    private List<String> chosen(Field field, @Nullable JsonNode kept) {
        if (kept == null) {
            return List.of();
        }
        if (field.kind() == Kind.LABELS) {
            return List.of(String.join(" ", Json.strings(kept)));
        }
        if (field.kind() == Kind.DATETIME) {
            return List.of(LocalDateTime.ofInstant(Kind.instantOf(kept), viewer.zone())
                    .withNano(0)
                    .toString());
        }
        var values = kept.isArray() ? Json.strings(kept) : List.of(kept.asText());
        var options = options(field);
        return options == null || !field.kind().many()
                ? values
                : options.keySet().stream().filter(values::contains).toList();
    }

    private @Nullable Map<String, String> options(Field field) {
        return switch (field.kind()) {
            case USER, USERS -> people();
            case PRIORITY -> named(viewer.site().catalog.priorities);
            case RESOLUTION -> named(Catalog.RESOLUTIONS);
            case VERSION, VERSIONS -> named(project.versions);
            case COMPONENTS -> named(project.components);
            case SECURITY -> named(project.levels);
            case OPTION, OPTIONS, CASCADE -> choices(field);
            default -> null;
        };
    }

    private Map<String, String> people() {
        var people = new LinkedHashMap<String, String>();
        viewer.site().users.values().forEach(user -> people.put(user.name, user.displayName));
        return people;
    }

    private static Map<String, String> named(List<? extends Named> all) {
        var named = new LinkedHashMap<String, String>();
        all.forEach(one -> named.put(one.id(), one.name()));
        return named;
    }

    private static Map<String, String> choices(Field field) {
        var choices = new LinkedHashMap<String, String>();
        for (var option : field.options()) {
            choices.put(option.id(), option.value());
            option.children()
                    .forEach(child ->
                            choices.put(option.id() + ":" + child.id(), option.value() + " / " + child.value()));
        }
        return choices;
    }

    /** What a person changed, as the fields of a request of REST. */
    ObjectNode changed(List<Field> fields, Form form) {
        var changed = Json.object();
        for (var field : fields) {
            if (!plain(form.text(field.id())).equals(plain(form.text(WAS + field.id())))) {
                changed.set(field.id(), sent(field, form.all(field.id())));
            }
        }
        return changed;
    }

    /** Browsers send line ends of their own, and forget an empty first line. */
    private static String plain(String text) {
        return text.replace("\r\n", "\n").replaceFirst("^\n", "");
    }

    private JsonNode sent(Field field, List<String> values) {
        var text = String.join("\n", values);
        if (field.kind() == Kind.LABELS) {
            return Json.texts(Arrays.stream(text.split("\\s+"))
                    .filter(label -> !label.isEmpty())
                    .toList());
        }
        if (field.kind().many()) {
            return Json.array(values.stream().map(value -> named(field, value)).toList());
        }
        return text.isBlank() ? Json.nothing() : one(field, text);
    }

    private JsonNode one(Field field, String text) {
        return switch (field.kind()) {
            case STRING, TEXT, DATE -> Json.text(text);
            case NUMBER -> number(text);
            case DATETIME -> time(text);
            default -> named(field, text);
        };
    }

    private static ObjectNode named(Field field, String value) {
        var parts = value.split(":", 2);
        return switch (field.kind()) {
            case USER, USERS -> Json.object().put("name", value);
            case CASCADE -> {
                var option = Json.object().put("id", parts[0]);
                if (parts.length > 1) {
                    option.putObject("child").put("id", parts[1]);
                }
                yield option;
            }
            default -> Json.object().put("id", value);
        };
    }

    private static JsonNode number(String text) {
        try {
            return Json.of(Double.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Json.text(text);
        }
    }

    private JsonNode time(String text) {
        try {
            return Json.text(
                    Times.show(LocalDateTime.parse(text).atZone(viewer.zone()).toInstant(), viewer.zone()));
        } catch (DateTimeException e) {
            return Json.text(text);
        }
    }
}
