package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Issues: made, read, changed, assigned, moved through their workflow, archived, deleted. */
record RestIssues(Work work) {
    void on(Routes.Under api) {
        api.post("issue", call -> Reply.json(201, create(call, call.body())))
                .post("issue/bulk", this::bulk)
                .get("issue/{issue}", this::read)
                .put("issue/{issue}", this::edit)
                .delete("issue/{issue}", this::delete)
                .put("issue/{issue}/assignee", this::assign)
                .put("issue/{issue}/archive", call -> archive(call, true))
                .put("issue/{issue}/restore", call -> archive(call, false))
                .get("issue/{issue}/transitions", this::transitions)
                .post("issue/{issue}/transitions", this::transition);
    }

    private ObjectNode create(Call call, JsonNode body) {
        var issue = work.create(call.viewer(), body);
        return Json.object()
                .put("id", String.valueOf(issue.id))
                .put("key", issue.key)
                .put("self", call.beans().rest("issue/" + issue.id));
    }

    private Reply bulk(Call call) {
        var issues = Json.array();
        var errors = Json.array();
        int number = 0;
        for (var one : call.body().path("issueUpdates")) {
            try {
                issues.add(create(call, one));
            } catch (Refusal refusal) {
                errors.addObject()
                        .put("status", refusal.status())
                        .put("failedElementNumber", number)
                        .set("elementErrors", refusal.body());
            }
            number++;
        }
        var answer = Json.object();
        answer.set("issues", issues);
        answer.set("errors", errors);
        return Reply.json(issues.isEmpty() ? 400 : 201, answer);
    }

    private Reply read(Call call) {
        var asked = call.asked("fields");
        var wanted = Wanted.of(asked == null ? List.of() : List.of(asked), "*all");
        var issue = call.issue();
        var bean = new IssueBeans(call.beans()).show(issue, wanted, call.expand());
        var properties = call.asked("properties");
        if (properties != null) {
            var shown = bean.putObject("properties");
            var names = List.of(properties.split(","));
            issue.properties.forEach((key, value) -> {
                if (names.contains("*all") || names.contains(key)) {
                    shown.set(key, value);
                }
            });
        }
        return Reply.ok(bean);
    }

    private Reply edit(Call call) {
        var issue = call.issue();
        if ("false".equals(call.asked("notifyUsers")) && !call.viewer().may("ADMINISTER_PROJECTS", issue.project)) {
            throw Refusal.of(
                    403, "To discard the user notification either admin or project admin permissions are required.");
        }
        work.edit(call.viewer(), issue, call.body());
        return Reply.nothing();
    }

    private Reply delete(Call call) {
        work.delete(call.viewer(), call.issue(), "true".equals(call.asked("deleteSubtasks")));
        return Reply.nothing();
    }

    private Reply assign(Call call) {
        work.assign(call.viewer(), call.issue(), Json.text(call.body(), "name"));
        return Reply.nothing();
    }

    private Reply archive(Call call, boolean archived) {
        var issue = call.issue();
        if (!call.viewer().may("ADMINISTER_PROJECTS", issue.project)) {
            throw Refusal.of(403, "You do not have permission to archive issues in this project.");
        }
        work.archive(call.viewer(), issue, archived);
        return Reply.nothing();
    }

    private Reply transitions(Call call) {
        var issue = call.issue();
        var list = Json.array();
        var only = call.asked("transitionId");
        int place = 10;
        for (var step : work.offered(call.viewer(), issue)) {
            if (only == null || only.equals(step.id())) {
                var bean = list.addObject()
                        .put("id", step.id())
                        .put("name", step.name())
                        .put("opsbarSequence", place);
                bean.set("to", call.beans().status(step.to()));
                if (call.expand().contains("transitions.fields")) {
                    bean.set("fields", new FieldMeta(call.beans(), issue.project).transition(step));
                }
            }
            place += 10;
        }
        return Reply.ok(Json.object().put("expand", "transitions").set("transitions", list));
    }

    private Reply transition(Call call) {
        var body = call.body();
        var id = Json.text(body.path("transition"), "id");
        if (id == null) {
            throw Refusal.bad("The request must name a transition by its id.");
        }
        work.transition(call.viewer(), call.issue(), id, body);
        return Reply.nothing();
    }
}
