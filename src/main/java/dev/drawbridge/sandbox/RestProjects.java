package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Projects with their versions, components, statuses and roles. */
record RestProjects(Site site) {
    void on(Routes.Under api) {
        api.get("project", this::list)
                .get("project/{project}", this::read)
                .get(
                        "project/{project}/versions",
                        call -> Reply.ok(Json.array(project(call).versions.stream()
                                .map(one -> call.beans().version(one, project(call)))
                                .toList())))
                .get(
                        "project/{project}/version",
                        call -> Reply.ok(Paging.of(call, 50).values(project(call).versions, one -> call.beans()
                                .version(one, project(call)))))
                .get(
                        "project/{project}/components",
                        call -> Reply.ok(Json.array(project(call).components.stream()
                                .map(one -> call.beans().component(one, project(call)))
                                .toList())))
                .get("project/{project}/statuses", this::statuses)
                .get("project/{project}/securitylevel", this::levels)
                .get("project/{project}/role", this::roles)
                .get("project/{project}/role/{role}", this::role);
    }

    private Reply list(Call call) {
        return Reply.ok(Json.array(site.projects.values().stream()
                .filter(call.viewer()::sees)
                .map(project -> call.beans().project(project))
                .toList()));
    }

    private static Project project(Call call) {
        return call.viewer().project(call.variable("project"));
    }

    private Reply read(Call call) {
        var project = project(call);
        var beans = call.beans();
        var bean = beans.project(project)
                .put("expand", "description,lead,createdAt,createdBy,lastUpdatedAt,lastUpdatedBy,url,projectKeys")
                .put("description", "")
                .put("archived", false)
                .put("assigneeType", project.lead == null ? "UNASSIGNED" : "PROJECT_LEAD");
        if (project.lead != null) {
            bean.set("lead", beans.user(project.lead));
        }
        bean.set("issueTypes", RestCatalog.list(project.types, beans::type));
        bean.set("versions", RestCatalog.list(project.versions, one -> beans.version(one, project)));
        bean.set("components", RestCatalog.list(project.components, one -> beans.component(one, project)));
        bean.set("roles", roleUrls(call, project));
        return Reply.ok(bean);
    }

    /** Only those that the asker may set. */
    private Reply levels(Call call) {
        var project = project(call);
        var may = call.viewer().may("SET_ISSUE_SECURITY", project);
        return Reply.ok(Json.object()
                .set("levels", may ? RestCatalog.list(project.levels, call.beans()::level) : Json.array()));
    }

    private Reply statuses(Call call) {
        var project = project(call);
        var statuses = Json.array(project.workflow.statusIds().stream()
                .flatMap(id -> Named.byId(site.catalog.statuses, id).stream())
                .map(call.beans()::status)
                .toList());
        return Reply.ok(Json.array(project.types.stream()
                .map(type -> {
                    var bean = Json.object()
                            .put("self", call.beans().rest("issuetype/" + type.id()))
                            .put("id", type.id())
                            .put("name", type.name())
                            .put("subtask", type.subtask());
                    bean.set("statuses", statuses);
                    return bean;
                })
                .toList()));
    }

    private Reply roles(Call call) {
        return Reply.ok(roleUrls(call, project(call)));
    }

    private ObjectNode roleUrls(Call call, Project project) {
        var urls = Json.object();
        site.catalog.roles.forEach(
                role -> urls.put(role.name(), call.beans().rest("project/" + project.id + "/role/" + role.id())));
        return urls;
    }

    private Reply role(Call call) {
        var project = project(call);
        var role = Named.byId(site.catalog.roles, call.variable("role"))
                .orElseThrow(() -> Refusal.of(
                        404,
                        "Can not retrieve a role actor for a role: no role with id '" + call.variable("role") + "'."));
        var bean = Json.object()
                .put("self", call.beans().rest("project/" + project.id + "/role/" + role.id()))
                .put("name", role.name())
                .put("id", Long.parseLong(role.id()))
                .put("description", "");
        var actors = bean.putArray("actors");
        List<User> members = site.users.values().stream()
                .filter(user -> project.inRole(user, role.name()))
                .toList();
        members.forEach(user -> actors.addObject()
                .put("id", Long.parseLong(project.id) * 100 + actors.size())
                .put("displayName", user.displayName)
                .put("type", "atlassian-user-role-actor")
                .put("name", user.name)
                .put("avatarUrl", site.baseUrl + "/secure/useravatar?size=xsmall"));
        return Reply.ok(bean);
    }
}
