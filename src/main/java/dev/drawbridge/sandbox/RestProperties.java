package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Issue.Comment;
import java.util.Map;

/** Properties of issues and comments: any JSON under a key. Writing one touches nothing else. */
record RestProperties(Site site) {
    private static final int LONGEST = 32768;

    private record Owner(Map<String, JsonNode> properties, String path, boolean writable) {}

    private interface Finder {
        Owner of(Call call);
    }

    void on(Routes.Under api) {
        on(api, "issue/{issue}/properties", this::issue);
        on(api, "comment/{comment}/properties", this::comment);
    }

    private static void on(Routes.Under api, String path, Finder finder) {
        api.get(path, call -> keys(call, finder.of(call)))
                .get(path + "/{key}", call -> read(call, finder.of(call)))
                .put(path + "/{key}", call -> write(call, finder.of(call)))
                .delete(path + "/{key}", call -> delete(call, finder.of(call)));
    }

    private Owner issue(Call call) {
        var issue = call.issue();
        return new Owner(
                issue.properties,
                "issue/" + issue.id,
                !issue.archived && call.viewer().may("EDIT_ISSUES", issue.project));
    }

    private Owner comment(Call call) {
        var id = call.variable("comment");
        for (var issue : site.issues.values()) {
            for (var comment : issue.comments) {
                if (comment.id.equals(id)
                        && call.viewer().sees(issue)
                        && call.viewer().sees(issue, comment.visibility)) {
                    return new Owner(comment.properties, "comment/" + id, editable(call, issue, comment));
                }
            }
        }
        throw Refusal.of(404, "Can not find a comment for the id: " + id + ".");
    }

    private static boolean editable(Call call, Issue issue, Comment comment) {
        return call.viewer().may("EDIT_ALL_COMMENTS", issue.project)
                || (call.viewer().name().equals(comment.author)
                        && call.viewer().may("EDIT_OWN_COMMENTS", issue.project));
    }

    private static Reply keys(Call call, Owner owner) {
        var keys = Json.array();
        owner.properties().keySet().forEach(key -> keys.addObject()
                .put("self", call.beans().rest(owner.path() + "/properties/" + key))
                .put("key", key));
        return Reply.ok(Json.object().set("keys", keys));
    }

    private static Reply read(Call call, Owner owner) {
        var value = owner.properties().get(known(call, owner));
        return Reply.ok(Json.object().put("key", call.variable("key")).set("value", Json.of(value)));
    }

    private static Reply write(Call call, Owner owner) {
        allowed(owner);
        if (call.variable("key").length() > 255) {
            throw Refusal.bad("The property key cannot be longer than 255 characters.");
        }
        var value = call.body();
        if (Json.bytes(value).length > LONGEST) {
            throw Refusal.bad("The property value cannot be longer than " + LONGEST + " characters.");
        }
        var before = owner.properties().put(call.variable("key"), value);
        return before == null ? Reply.created() : Reply.text(200, "application/json", "");
    }

    private static Reply delete(Call call, Owner owner) {
        allowed(owner);
        owner.properties().remove(known(call, owner));
        return Reply.nothing();
    }

    private static String known(Call call, Owner owner) {
        var key = call.variable("key");
        if (!owner.properties().containsKey(key)) {
            throw Refusal.of(404, "The property with the key '" + key + "' does not exist.");
        }
        return key;
    }

    private static void allowed(Owner owner) {
        if (!owner.writable()) {
            throw Refusal.of(403, "You do not have permission to edit this.");
        }
    }
}
