package dev.drawbridge.sandbox;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server itself, who is asking, and what they may do. */
record RestServer(Site site, Login login) {
    private static final String SESSION = "/rest/auth/1/session";

    void on(Routes.Under api, Routes routes) {
        api.get("serverInfo", this::info)
                .get(
                        "myself",
                        call -> Reply.ok(call.beans().profile(call.viewer().known(), call.expand())))
                .get("mypermissions", this::permissions);
        routes.on("GET", SESSION, this::session).on("POST", SESSION, this::open).on("DELETE", SESSION, this::end);
    }

    private Reply info(Call call) {
        // A token that nobody knows is refused here, other than no login at all.
        if (call.viewer().user() == null && call.header().apply("Authorization") != null) {
            throw Refusal.login();
        }
        var info = Json.object().put("baseUrl", site.baseUrl).put("version", site.version);
        var numbers = info.putArray("versionNumbers");
        int build = 0;
        for (var part : site.version.split("\\.")) {
            numbers.add(Integer.parseInt(part));
            build = build * 1000 + Integer.parseInt(part);
        }
        return Reply.ok(info.put("deploymentType", "Server")
                .put("buildNumber", build)
                .put("buildDate", "2025-11-01T00:00:00.000+0000")
                .put("databaseBuildNumber", build)
                .put("serverTime", Times.show(site.now(), site.zone))
                .put("scmInfo", "simulated")
                .put("serverTitle", site.name));
    }

    private Reply permissions(Call call) {
        call.viewer().known();
        var project = context(call);
        var all = Json.object();
        Permissions.ALL.forEach((key, permission) -> all.putObject(key)
                .put("id", permission.id())
                .put("key", key)
                .put("name", permission.name())
                .put("type", permission.global() ? "GLOBAL" : "PROJECT")
                .put("description", "Ability to: " + permission.name().toLowerCase(java.util.Locale.ROOT) + ".")
                .put(
                        "havePermission",
                        project != null || permission.global()
                                ? call.viewer().may(key, project)
                                : site.projects.values().stream()
                                        .anyMatch(one -> call.viewer().may(key, one))));
        return Reply.ok(Json.object().set("permissions", all));
    }

    private @Nullable Project context(Call call) {
        var issue = call.asked("issueKey") != null ? call.asked("issueKey") : call.asked("issueId");
        if (issue != null) {
            return call.viewer().issue(issue).project;
        }
        var project = call.asked("projectKey") != null ? call.asked("projectKey") : call.asked("projectId");
        return project == null ? null : call.viewer().project(project);
    }

    private Reply session(Call call) {
        var user = call.viewer().known();
        var bean = Json.object().put("self", SESSION).put("name", user.name);
        bean.putObject("loginInfo").put("failedLoginCount", user.failedLogins).put("loginCount", 1);
        return Reply.ok(bean);
    }

    private Reply open(Call call) {
        var given = call.body();
        var user = login.password(
                String.valueOf(Json.text(given, "username")), String.valueOf(Json.text(given, "password")));
        var id = login.open(user);
        var bean = Json.object();
        bean.putObject("session").put("name", Login.COOKIE).put("value", id);
        bean.putObject("loginInfo").put("failedLoginCount", 0).put("loginCount", 1);
        return Reply.ok(bean).with(Map.of("Set-Cookie", login.cookie(id)));
    }

    private Reply end(Call call) {
        call.viewer().known();
        login.end(call.header().apply("Cookie"));
        return Reply.nothing();
    }
}
