package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Project.Component;
import dev.drawbridge.sandbox.Project.Version;
import java.util.Collection;

/** Versions and components, as administrators of a project make and change them. */
record RestParts(Site site) {
    private record Found<T>(Project project, T part) {}

    void on(Routes.Under api) {
        api.post("version", this::addVersion)
                .get("version/{id}", call -> Reply.ok(bean(call, version(call))))
                .put("version/{id}", this::changeVersion)
                .delete("version/{id}", this::deleteVersion)
                .post("component", this::addComponent)
                .get("component/{id}", call -> Reply.ok(componentBean(call, component(call))))
                .put("component/{id}", this::changeComponent)
                .delete("component/{id}", this::deleteComponent);
    }

    private static JsonNode bean(Call call, Found<Version> found) {
        return call.beans().version(found.part(), found.project());
    }

    private static JsonNode componentBean(Call call, Found<Component> found) {
        return call.beans().component(found.part(), found.project());
    }

    private Found<Version> version(Call call) {
        var id = call.variable("id");
        return site.projects.values().stream()
                .filter(call.viewer()::sees)
                .flatMap(project ->
                        Named.byId(project.versions, id).stream().map(version -> new Found<>(project, version)))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "Could not find version for id '" + id + "'"));
    }

    private Found<Component> component(Call call) {
        var id = call.variable("id");
        return site.projects.values().stream()
                .filter(call.viewer()::sees)
                .flatMap(project ->
                        Named.byId(project.components, id).stream().map(component -> new Found<>(project, component)))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "The component with id " + id + " does not exist."));
    }

    private static Project target(Call call, JsonNode given, String what) {
        var key = Json.text(given, "project") != null ? Json.text(given, "project") : Json.text(given, "projectId");
        var project = call.viewer().project(String.valueOf(key));
        administers(call, project, what);
        return project;
    }

    private static void administers(Call call, Project project, String what) {
        if (!call.viewer().may("ADMINISTER_PROJECTS", project)) {
            throw Refusal.of(
                    401, "You must have global or project administrator rights in order to modify " + what + ".");
        }
    }

    private static String name(JsonNode given, Collection<? extends Named> taken, String refusal) {
        var name = Json.text(given, "name");
        if (name == null || name.isBlank()) {
            throw Refusal.field("name", "You must specify a valid name");
        }
        if (Named.byName(taken, name).isPresent()) {
            throw Refusal.field("name", refusal.formatted(name));
        }
        return name;
    }

    private Reply addVersion(Call call) {
        var given = call.body();
        var project = target(call, given, "versions");
        var name = name(given, project.versions, "A version with this name already exists in this project.");
        var version = new Version(String.valueOf(site.nextId()), name);
        fill(version, given);
        project.versions.add(version);
        return Reply.json(201, call.beans().version(version, project));
    }

    private Reply changeVersion(Call call) {
        var found = version(call);
        administers(call, found.project(), "versions");
        var given = call.body();
        if (given.has("name") && !given.path("name").asText().equalsIgnoreCase(found.part().name)) {
            found.part().name =
                    name(given, found.project().versions, "A version with this name already exists in this project.");
        }
        fill(found.part(), given);
        return Reply.ok(bean(call, found));
    }

    private static void fill(Version version, JsonNode given) {
        version.description = given.path("description").asText(version.description);
        version.released = given.path("released").asBoolean(version.released);
        version.archived = given.path("archived").asBoolean(version.archived);
        version.startDate = given.has("startDate") ? Json.text(given, "startDate") : version.startDate;
        version.releaseDate = given.has("releaseDate") ? Json.text(given, "releaseDate") : version.releaseDate;
    }

    private Reply deleteVersion(Call call) {
        var found = version(call);
        administers(call, found.project(), "versions");
        found.project().versions.remove(found.part());
        strip(found.project(), found.part().id);
        return Reply.nothing();
    }

    private Reply addComponent(Call call) {
        var given = call.body();
        var project = target(call, given, "components");
        var name = name(given, project.components, "A component with the name %s already exists in this project.");
        var component = new Component(String.valueOf(site.nextId()), name);
        component.description = given.path("description").asText("");
        component.lead = Json.text(given, "leadUserName");
        project.components.add(component);
        return Reply.json(201, call.beans().component(component, project));
    }

    private Reply changeComponent(Call call) {
        var found = component(call);
        administers(call, found.project(), "components");
        var given = call.body();
        if (given.has("name") && !given.path("name").asText().equalsIgnoreCase(found.part().name)) {
            found.part().name = name(
                    given, found.project().components, "A component with the name %s already exists in this project.");
        }
        found.part().description = given.path("description").asText(found.part().description);
        return Reply.ok(componentBean(call, found));
    }

    private Reply deleteComponent(Call call) {
        var found = component(call);
        administers(call, found.project(), "components");
        found.project().components.remove(found.part());
        strip(found.project(), found.part().id);
        return Reply.nothing();
    }

    /** Takes a value that is no more out of the issues, which does not touch their {@code updated}. */
    private void strip(Project project, String id) {
        for (var issue : site.issues.values()) {
            if (issue.project == project) {
                for (var field : new String[] {"versions", "fixVersions", "components"}) {
                    var kept = Json.strings(issue.values.get(field)).stream()
                            .filter(one -> !one.equals(id))
                            .toList();
                    if (kept.isEmpty()) {
                        issue.values.remove(field);
                    } else {
                        issue.values.put(field, Json.texts(kept));
                    }
                }
                site.index.put(issue);
            }
        }
    }
}
