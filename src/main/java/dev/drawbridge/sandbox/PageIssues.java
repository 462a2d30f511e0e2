package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Issues: looked at, created, edited, moved through their workflow, deleted. */
record PageIssues(Desk desk, Work work, PageProjects projects) {
    private static final String CREATE = "/secure/CreateIssue.jspa";
    private static final String EDIT = "/secure/EditIssue.jspa";

    void on() {
        desk.shows("/browse/{key}", this::browse)
                .shows(CREATE, call -> createForm(call, Form.EMPTY))
                .takes(CREATE, this::create, this::createForm)
                .shows(EDIT, call -> editForm(call, Form.EMPTY))
                .takes(EDIT, this::edit, this::editForm)
                .takes("/secure/WorkflowUIDispatcher.jspa", this::transition, this::again)
                .takes("/secure/DeleteIssue.jspa", this::delete, this::again);
    }

    private Page browse(Call call) {
        var key = call.variable("key");
        return key.matches("[^-]+-\\d+")
                ? new IssueSheet(work, call.viewer(), call.viewer().issue(key)).page(Form.EMPTY)
                : projects.project(call, call.viewer().project(key));
    }

    /** The page of the issue that a form was about, with what was typed into that form. */
    Page again(Call call, Form form) {
        return new IssueSheet(work, call.viewer(), issue(call)).page(form);
    }

    /** The issue that a form is about. */
    static Issue issue(Call call) {
        return call.viewer().issue(call.query().getOrDefault("id", ""));
    }

    private Page createForm(Call call, Form typed) {
        var project = call.viewer().project(call.query().getOrDefault("project", ""));
        if (!call.viewer().may("CREATE_ISSUES", project)) {
            throw Refusal.bad("You do not have permission to create issues in this project.");
        }
        var parent = call.query().getOrDefault("parent", "");
        var inputs = new Inputs(call.viewer(), project);
        var action = CREATE + "?project=" + Beans.encoded(project.key)
                + (parent.isEmpty() ? "" : "&parent=" + Beans.encoded(parent));
        var model = Json.object()
                .put("heading", parent.isEmpty() ? "Create issue in " + project.name : "Create sub-task of " + parent)
                .put("action", action)
                .put("button", "Create")
                .put("place", parent.isEmpty() ? project.key : parent)
                .put("back", "/browse/" + (parent.isEmpty() ? project.key : parent));
        model.set("types", types(project, !parent.isEmpty(), typed.text("issuetype")));
        model.set("inputs", inputs.show(inputs.screen(), Map.of("priority", Json.text("3")), typed, ""));
        return new Page("form", "Create issue", "", model);
    }

    private static ArrayNode types(Project project, boolean subtasks, String chosen) {
        var types = Json.array();
        project.types.stream().filter(type -> type.subtask() == subtasks).forEach(type -> types.addObject()
                .put("value", type.id())
                .put("words", type.name())
                .put("chosen", type.id().equals(chosen)));
        return types;
    }

    private String create(Call call, Form form) {
        var project = call.viewer().project(call.query().getOrDefault("project", ""));
        var inputs = new Inputs(call.viewer(), project);
        var fields = inputs.changed(inputs.screen(), form);
        fields.putObject("project").put("key", project.key);
        fields.putObject("issuetype").put("id", form.text("issuetype"));
        if (call.query().containsKey("parent")) {
            fields.putObject("parent").put("key", call.query().get("parent"));
        }
        return "/browse/" + work.create(call.viewer(), body(fields)).key;
    }

    private static ObjectNode body(ObjectNode fields) {
        return Json.object().set("fields", fields);
    }

    private Page editForm(Call call, Form typed) {
        var issue = issue(call);
        var inputs = new Inputs(call.viewer(), issue.project);
        var type = typed.has("issuetype") ? typed.text("issuetype") : issue.type.id();
        var model = Json.object()
                .put("heading", "Edit " + issue.key)
                .put("action", EDIT + "?id=" + issue.id)
                .put("button", "Save")
                .put("place", issue.key)
                .put("back", "/browse/" + issue.key);
        model.set("types", types(issue.project, issue.type.subtask(), type));
        model.set("inputs", inputs.show(inputs.screen(), issue.values, typed, ""));
        model.set("changed", new Shown(call.viewer()).time(issue.updated));
        return new Page("form", "Edit " + issue.key, EDIT + "?id=" + issue.id, model);
    }

    private String edit(Call call, Form form) {
        var issue = issue(call);
        var inputs = new Inputs(call.viewer(), issue.project);
        var fields = inputs.changed(inputs.screen(), form);
        if (!form.text("issuetype").equals(form.text("was.issuetype"))) {
            fields.putObject("issuetype").put("id", form.text("issuetype"));
        }
        work.edit(call.viewer(), issue, body(fields));
        return "/browse/" + issue.key;
    }

    private String transition(Call call, Form form) {
        var issue = issue(call);
        var inputs = new Inputs(call.viewer(), issue.project);
        var fields = work.offered(call.viewer(), issue).stream()
                .filter(step -> step.id().equals(form.text("action")))
                .findFirst()
                .map(inputs::screen)
                .orElse(List.of());
        work.transition(call.viewer(), issue, form.text("action"), body(inputs.changed(fields, form)));
        return "/browse/" + issue.key;
    }

    private String delete(Call call, Form form) {
        var issue = issue(call);
        work.delete(call.viewer(), issue, form.has("deleteSubtasks"));
        return "/browse/" + issue.project.key;
    }
}
