package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who watches an issue and who voted for it. */
record RestWatching(Work work) {
    void on(Routes.Under api) {
        api.get("issue/{issue}/watchers", this::watchers)
                .post("issue/{issue}/watchers", this::watch)
                .delete("issue/{issue}/watchers", this::unwatch)
                .get("issue/{issue}/votes", this::votes)
                .post("issue/{issue}/votes", this::vote)
                .delete("issue/{issue}/votes", this::unvote);
    }

    private Reply watchers(Call call) {
        var issue = call.issue();
        var bean = Json.object()
                .put("self", call.beans().rest("issue/" + issue.key + "/watchers"))
                .put("isWatching", has(issue.watchers, call.viewer()))
                .put("watchCount", issue.watchers.size());
        boolean seen = call.viewer().may("VIEW_VOTERS_AND_WATCHERS", issue.project);
        bean.set(
                "watchers",
                Json.array(
                        seen ? issue.watchers.stream().map(call.beans()::user).toList() : java.util.List.of()));
        return Reply.ok(bean);
    }

    private static boolean has(Set<String> people, Viewer viewer) {
        return viewer.user() != null && people.contains(viewer.user().name);
    }

    private Reply watch(Call call) {
        var issue = call.issue();
        var body = call.body();
        var name = body instanceof TextNode text ? text.asText() : call.asked("userName");
        issue.watchers.add(person(call, issue, name, "add").name);
        return Reply.nothing();
    }

    private Reply unwatch(Call call) {
        var issue = call.issue();
        var name = call.asked("username") != null ? call.asked("username") : call.asked("userName");
        issue.watchers.remove(person(call, issue, name, "remove").name);
        return Reply.nothing();
    }

    private User person(Call call, Issue issue, @Nullable String name, String verb) {
        var caller = call.viewer().known();
        if (name == null || name.equals(caller.name)) {
            return caller;
        }
        var user = work.site().findUser(name);
        if (user == null) {
            throw Refusal.of(404, "The user named '" + name + "' does not exist");
        }
        if (!call.viewer().may("MANAGE_WATCHERS", issue.project)) {
            throw Refusal.of(
                    401,
                    "User '" + caller.name + "' is not allowed to " + verb + " watchers "
                            + (verb.equals("add") ? "to" : "from") + " issue '" + issue.key + "'");
        }
        return user;
    }

    private Reply votes(Call call) {
        var issue = call.issue();
        var bean = Json.object()
                .put("self", call.beans().rest("issue/" + issue.key + "/votes"))
                .put("votes", issue.voters.size())
                .put("hasVoted", has(issue.voters, call.viewer()));
        bean.set(
                "voters",
                Json.array(issue.voters.stream().map(call.beans()::user).toList()));
        return Reply.ok(bean);
    }

    private Reply vote(Call call) {
        voters(call).add(call.viewer().name());
        return Reply.nothing();
    }

    private Reply unvote(Call call) {
        voters(call).remove(call.viewer().name());
        return Reply.nothing();
    }

    private static Set<String> voters(Call call) {
        var issue = call.issue();
        if (call.viewer().name().equals(issue.textOf("reporter"))) {
            throw Refusal.of(404, "You cannot vote for an issue you have reported.");
        }
        return issue.voters;
    }
}
