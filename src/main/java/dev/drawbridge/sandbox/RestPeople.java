package dev.drawbridge.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Accounts: one by name or key, many by a part of name, display name or e-mail address. */
record RestPeople(Site site) {
    private static final int MOST = 1000;

    void on(Routes.Under api) {
        api.get("user", this::one)
                .get("user/search", this::search)
                .get("user/assignable/search", this::assignable)
                .get("groups/picker", this::groups);
    }

    private Reply one(Call call) {
        call.viewer().known();
        var name = call.asked("username");
        var key = call.asked("key");
        if (name == null && key == null) {
            throw Refusal.bad("Either the 'username' or the 'key' query parameters need to be provided");
        }
        var user = site.users.values().stream()
                .filter(one -> name == null ? one.key.equals(key) : one.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        404,
                        name == null
                                ? "The user with the key '" + key + "' does not exist"
                                : "The user named '" + name + "' does not exist"));
        return Reply.ok(call.beans().profile(user, call.expand()));
    }

    private Reply search(Call call) {
        if (call.asked("username") == null) {
            throw Refusal.bad("The username query parameter was not provided");
        }
        boolean active = !"false".equals(call.asked("includeActive"));
        boolean inactive = "true".equals(call.asked("includeInactive"));
        return found(call, user -> user.active ? active : inactive);
    }

    private Reply groups(Call call) {
        call.viewer().known();
        var part = call.asked("query") == null ? "" : call.asked("query").toLowerCase(Locale.ROOT);
        var fitting = site.groups.stream()
                .filter(group -> group.toLowerCase(Locale.ROOT).contains(part))
                .toList();
        var shown = Json.array(fitting.stream()
                .limit(Paging.of(call, 20).max())
                .map(group -> Json.object().put("name", group).put("html", group))
                .toList());
        return Reply.ok(Json.object()
                .put("header", "Showing %d of %d matching groups".formatted(shown.size(), fitting.size()))
                .put("total", fitting.size())
                .set("groups", shown));
    }

    private Reply assignable(Call call) {
        call.viewer().known();
        var key = call.asked("issueKey");
        var name = call.asked("project");
        if (key == null && name == null) {
            throw Refusal.bad("Either 'project' or 'issueKey' is required");
        }
        var project = key == null
                ? call.viewer().project(String.valueOf(name))
                : call.viewer().issue(key).project;
        return found(call, user -> Permissions.has(user, project, "ASSIGNABLE_USER"));
    }

    private Reply found(Call call, Predicate<User> fits) {
        call.viewer().known();
        var part = call.asked("username") == null ? "" : call.asked("username").toLowerCase(Locale.ROOT);
        var paging = Paging.of(call, 50);
        return Reply.ok(Json.array(site.users.values().stream()
                .filter(fits)
                .filter(user -> List.of(user.name, user.displayName, user.email).stream()
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part)))
                .skip(paging.start())
                .limit(Math.min(paging.max(), MOST))
                .map(call.beans()::user)
                .toList()));
    }
}
