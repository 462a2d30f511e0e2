package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kept field values, shown as JSON, as words for people, and as terms for search. */
final class Values {
    private final Site site;

    Values(Site site) {
        this.site = site;
    }

    JsonNode show(Beans beans, Project project, Field field, @Nullable JsonNode kept) {
        if (kept == null) {
            return field.kind().many() && !field.custom() ? Json.array() : Json.nothing();
        }
        if (field.kind().many()) {
            var array = Json.array();
            kept.forEach(one -> array.add(one(beans, project, field, one)));
            return array;
        }
        return one(beans, project, field, kept);
    }

    private JsonNode one(Beans beans, Project project, Field field, JsonNode kept) {
        var id = kept.asText();
        return switch (field.kind()) {
            case DATETIME -> Json.text(beans.time(Kind.instantOf(kept)));
            case USER, USERS -> beans.user(id);
            case PROJECT -> beans.project(site.project(id));
            case GROUP, GROUPS ->
                Json.object().put("name", id).put("self", beans.rest("group?groupname=" + Beans.encoded(id)));
            case OPTION, OPTIONS, CASCADE -> option(beans, field, id);
            case PRIORITY ->
                Named.byId(site.catalog.priorities, id)
                        .<JsonNode>map(beans::priority)
                        .orElse(Json.nothing());
            case RESOLUTION ->
                Named.byId(Catalog.RESOLUTIONS, id)
                        .<JsonNode>map(beans::resolution)
                        .orElse(Json.nothing());
            case VERSION, VERSIONS ->
                Named.byId(project.versions, id)
                        .<JsonNode>map(one -> beans.version(one, project))
                        .orElse(Json.nothing());
            case COMPONENTS ->
                Named.byId(project.components, id)
                        .<JsonNode>map(one -> beans.component(one, project))
                        .orElse(Json.nothing());
            case SECURITY ->
                Named.byId(project.levels, id).<JsonNode>map(beans::level).orElse(Json.nothing());
            case SPRINT -> Json.text(sprint(kept).words());
            default -> kept;
        };
    }

    private Sprint sprint(JsonNode kept) {
        return java.util.Objects.requireNonNull(site.sprints.get(kept.asLong()), "A sprint stays for ever");
    }

    private static JsonNode option(Beans beans, Field field, String id) {
        var parts = id.split(":");
        for (var option : field.options()) {
            if (option.id().equals(parts[0])) {
                var bean = beans.option(option);
                option.children().stream()
                        .filter(child -> parts.length > 1 && child.id().equals(parts[1]))
                        .forEach(child -> bean.set("child", beans.option(child)));
                return bean;
            }
        }
        return Json.nothing();
    }

    /** What the change log calls the value: ids where there are ids. */
    @Nullable
    String id(Field field, @Nullable JsonNode kept) {
        if (kept == null) {
            return null;
        }
        return switch (field.kind()) {
            case STRING, TEXT, NUMBER, LABELS, SECONDS -> null;
            case USER -> site.user(kept.asText()).key;
            default -> kept.isArray() ? Json.strings(kept).stream().collect(Collectors.joining(",")) : kept.asText();
        };
    }

    @Nullable
    String words(Project project, Field field, @Nullable JsonNode kept) {
        if (kept == null) {
            return null;
        }
        if (kept.isArray()) {
            var words = new ArrayList<String>();
            kept.forEach(one -> words.add(word(project, field, one)));
            return String.join(field.kind() == Kind.LABELS ? " " : ", ", words);
        }
        return word(project, field, kept);
    }

    private String word(Project project, Field field, JsonNode kept) {
        var id = kept.asText();
        return switch (field.kind()) {
            case USER, USERS -> site.user(id).displayName;
            case PROJECT -> site.project(id).name;
            case SPRINT -> sprint(kept).name();
            case PRIORITY -> name(site.catalog.priorities, id);
            case RESOLUTION -> name(Catalog.RESOLUTIONS, id);
            case VERSION, VERSIONS -> name(project.versions, id);
            case COMPONENTS -> name(project.components, id);
            case SECURITY -> name(project.levels, id);
            case OPTION, OPTIONS ->
                field.options().stream()
                        .filter(option -> option.id().equals(id))
                        .map(Field.Option::value)
                        .findFirst()
                        .orElse(id);
            case DATETIME -> Times.show(Kind.instantOf(kept), site.zone);
            default -> id;
        };
    }

    private static String name(List<? extends Named> all, String id) {
        return Named.byId(all, id).map(Named::name).orElse(id);
    }

    /** All lower-case words under which JQL finds the value. */
    List<String> terms(Project project, Field field, @Nullable JsonNode kept) {
        if (kept == null) {
            return List.of();
        }
        var terms = new ArrayList<String>();
        for (var one : kept.isArray() ? kept : Json.array().add(kept)) {
            terms.add(one.asText().toLowerCase(Locale.ROOT));
            terms.add(word(project, field, one).toLowerCase(Locale.ROOT));
        }
        return terms;
    }
}
