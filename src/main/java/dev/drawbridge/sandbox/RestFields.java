package dev.drawbridge.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What can be entered where; the old single call for creating went with Jira 9. */
record RestFields(Site site) {
    void on(Routes.Under api) {
        var createmeta = "issue/createmeta";
        if (site.major() < 9) {
            api.get(createmeta, this::old);
        } else {
            api.get(createmeta + "/{project}/issuetypes", this::types)
                    .get(createmeta + "/{project}/issuetypes/{type}", this::fields);
        }
        api.get(
                "issue/{issue}/editmeta",
                call -> Reply.ok(Json.object()
                        .set("fields", new FieldMeta(call.beans(), call.issue().project).edit(call.issue()))));
    }

    private Reply types(Call call) {
        var project = project(call);
        return Reply.ok(Paging.of(call, 50).values(project.types, call.beans()::type));
    }

    private Reply fields(Call call) {
        var project = project(call);
        var type = Named.byId(project.types, call.variable("type"))
                .orElseThrow(() -> Refusal.bad("The issue type does not exist in this project."));
        var all = List.copyOf(Arrays.asList(Json.MAPPER.convertValue(
                new FieldMeta(call.beans(), project).create(type), com.fasterxml.jackson.databind.JsonNode[].class)));
        return Reply.ok(Paging.of(call, 50).values(all, field -> field));
    }

    private Project project(Call call) {
        var project = site.findProject(call.variable("project"));
        if (project == null
                || !call.viewer().may("CREATE_ISSUES", project)
                || !call.viewer().sees(project)) {
            throw Refusal.bad("No project could be found with key '" + call.variable("project") + "'.");
        }
        return project;
    }

    private Reply old(Call call) {
        var keys = List.of(
                Objects.requireNonNullElse(call.asked("projectKeys"), "").split(","));
        var names = List.of(
                Objects.requireNonNullElse(call.asked("issuetypeNames"), "").split(","));
        var projects = Json.array();
        for (var project : site.projects.values()) {
            if ((keys.contains(project.key) || call.asked("projectKeys") == null)
                    && call.viewer().may("CREATE_ISSUES", project)) {
                var bean = call.beans().project(project);
                var types = bean.putArray("issuetypes");
                for (var type : project.types) {
                    if (names.contains(type.name()) || call.asked("issuetypeNames") == null) {
                        var one = call.beans().type(type);
                        if (call.expand().contains("projects.issuetypes.fields")) {
                            var fields = one.putObject("fields");
                            new FieldMeta(call.beans(), project)
                                    .create(type)
                                    .forEach(field ->
                                            fields.set(field.path("fieldId").asText(), field));
                        }
                        types.add(one);
                    }
                }
                projects.add(bean);
            }
        }
        return Reply.ok(Json.object().put("expand", "projects").set("projects", projects));
    }
}
