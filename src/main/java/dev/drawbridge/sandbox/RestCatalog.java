package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is the same for the whole Jira: fields, priorities, statuses and the like; paged as well from Jira 10 on. */
record RestCatalog(Site site) {
    void on(Routes.Under api) {
        named(api, "priority", site.catalog.priorities, Beans::priority);
        named(api, "resolution", Catalog.RESOLUTIONS, Beans::resolution);
        named(api, "status", site.catalog.statuses, Beans::status);
        named(api, "issuetype", Catalog.TYPES, Beans::type);
        api.get("statuscategory", call -> Reply.ok(list(Catalog.CATEGORIES, call.beans()::category)))
                .get(
                        "statuscategory/{id}",
                        call -> Reply.ok(Catalog.CATEGORIES.stream()
                                .filter(one -> one.id().equals(call.variable("id"))
                                        || one.key().equals(call.variable("id")))
                                .findFirst()
                                .map(call.beans()::category)
                                .orElseThrow(() -> missing("status category", call))))
                .get("field", this::fields)
                .get(
                        "role",
                        call -> Reply.ok(list(site.catalog.roles, role -> Json.object()
                                .put("self", call.beans().rest("role/" + role.id()))
                                .put("name", role.name())
                                .put("id", Long.parseLong(role.id())))));
    }

    private <T extends Named> void named(
            Routes.Under api, String name, List<T> all, BiFunction<Beans, T, ObjectNode> bean) {
        api.get(name, call -> Reply.ok(list(all, one -> bean.apply(call.beans(), one))));
        if (site.major() >= 10) {
            api.get(name + "/page", call -> {
                var query = Objects.requireNonNullElse(call.asked("query"), "").toLowerCase(Locale.ROOT);
                var fitting = all.stream()
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).contains(query))
                        .toList();
                return Reply.ok(Paging.of(call, 50).values(fitting, one -> bean.apply(call.beans(), one)));
            });
        }
        api.get(
                name + "/{id}",
                call -> Reply.ok(Named.find(all, call.variable("id"))
                        .map(one -> bean.apply(call.beans(), one))
                        .orElseThrow(() -> missing(name, call))));
    }

    private static Refusal missing(String what, Call call) {
        return Refusal.of(404, "The " + what + " with id '" + call.variable("id") + "' does not exist");
    }

    static <T> JsonNode list(List<T> all, Function<T, ? extends JsonNode> bean) {
        return Json.array(all.stream().map(bean).toList());
    }

    private Reply fields(Call call) {
        return Reply.ok(Json.array(site.fields.values().stream()
                .map(field -> {
                    var bean = Json.object()
                            .put("id", field.id())
                            .put("name", field.name())
                            .put("custom", field.custom())
                            .put("orderable", field.kind() != Kind.COMPUTED)
                            .put("navigable", field.navigable())
                            .put("searchable", true);
                    bean.set("clauseNames", Json.texts(clauses(field)));
                    bean.set("schema", field.schema());
                    return bean;
                })
                .toList()));
    }

    private static List<String> clauses(Field field) {
        if (field.custom()) {
            return List.of("cf[" + field.id().substring("customfield_".length()) + "]", field.name());
        }
        return switch (field.id()) {
            case "duedate" -> List.of("due", "duedate");
            case "fixVersions" -> List.of("fixVersion");
            case "versions" -> List.of("affectedVersion");
            case "components" -> List.of("component");
            case "issuetype" -> List.of("issuetype", "type");
            default -> List.of(field.id());
        };
    }
}
