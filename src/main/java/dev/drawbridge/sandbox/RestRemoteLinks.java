package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Item;
import dev.drawbridge.sandbox.Issue.RemoteLink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Links to things elsewhere; the same global id is the same link. */
record RestRemoteLinks(Work work) {
    private static final String PATH = "issue/{issue}/remotelink";

    void on(Routes.Under api) {
        api.get(PATH, this::list)
                .post(PATH, this::put)
                .delete(PATH, this::deleteGlobal)
                .get(PATH + "/{id}", call -> Reply.ok(bean(call, find(call))))
                .put(PATH + "/{id}", this::change)
                .delete(PATH + "/{id}", call -> delete(call, find(call)));
    }

    private Reply list(Call call) {
        var global = call.asked("globalId");
        if (global != null) {
            return Reply.ok(bean(call, findGlobal(call, global)));
        }
        return Reply.ok(Json.array(
                call.issue().remoteLinks.stream().map(link -> bean(call, link)).toList()));
    }

    private Reply put(Call call) {
        var given = checked(call);
        var issue = call.issue();
        var global = Json.text(given, "globalId");
        var known = issue.remoteLinks.stream()
                .filter(link -> global != null && global.equals(Json.text(link.given, "globalId")))
                .findFirst();
        if (known.isPresent()) {
            known.get().given = given;
            work.note(call.viewer(), issue, List.of());
            return Reply.ok(reference(call, known.get()));
        }
        var link = new RemoteLink(String.valueOf(work.site().nextId()), given);
        issue.remoteLinks.add(link);
        work.note(call.viewer(), issue, List.of(item(link, true)));
        return Reply.json(201, reference(call, link));
    }

    private Reply change(Call call) {
        var given = checked(call);
        find(call).given = given;
        return Reply.nothing();
    }

    private Reply deleteGlobal(Call call) {
        return delete(call, findGlobal(call, String.valueOf(call.asked("globalId"))));
    }

    private Reply delete(Call call, RemoteLink link) {
        mayLink(call);
        call.issue().remoteLinks.remove(link);
        work.note(call.viewer(), call.issue(), List.of(item(link, false)));
        return Reply.nothing();
    }

    private static JsonNode checked(Call call) {
        mayLink(call);
        var given = call.body();
        Map<String, String> errors = new LinkedHashMap<>();
        for (var name : List.of("url", "title")) {
            if (Json.blank(given.path("object").get(name))) {
                errors.put(name, "'" + name + "' is required.");
            }
        }
        if (!errors.isEmpty()) {
            throw new Refusal(400, List.of(), errors);
        }
        return given;
    }

    private static void mayLink(Call call) {
        if (!call.viewer().may("LINK_ISSUES", call.issue().project)) {
            throw Refusal.of(403, "You do not have permission to link issues in this project.");
        }
    }

    private static RemoteLink find(Call call) {
        return call.issue().remoteLinks.stream()
                .filter(link -> link.id.equals(call.variable("id")))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.of(404, "The remote link with id '" + call.variable("id") + "' does not exist."));
    }

    private static RemoteLink findGlobal(Call call, String global) {
        return call.issue().remoteLinks.stream()
                .filter(link -> global.equals(Json.text(link.given, "globalId")))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "The remote link with global id '" + global + "' does not exist."));
    }

    private static ObjectNode reference(Call call, RemoteLink link) {
        return Json.object().put("id", Long.parseLong(link.id)).put("self", self(call, link));
    }

    private static String self(Call call, RemoteLink link) {
        return call.beans().rest("issue/" + call.issue().key + "/remotelink/" + link.id);
    }

    private static ObjectNode bean(Call call, RemoteLink link) {
        var bean = reference(call, link);
        link.given.properties().forEach(entry -> bean.set(entry.getKey(), entry.getValue()));
        bean.withObject("/application");
        var object = bean.withObject("/object");
        object.withObject("/icon");
        object.withObject("/status").withObject("/icon");
        return bean;
    }

    private static Item item(RemoteLink link, boolean made) {
        var words = "This issue links to \""
                + link.given.path("object").path("title").asText() + "\"";
        return made
                ? new Item("RemoteIssueLink", "jira", null, null, link.id, words)
                : new Item("RemoteIssueLink", "jira", link.id, words, null, null);
    }
}
