package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.sandbox.Issue.Change;
import dev.drawbridge.sandbox.Issue.Item;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people do to issues: create, edit, transition, move, delete. */
final class Work {
    final Site site;
    final Hooks hooks;
    private final Values values;

    Work(Site site, Hooks hooks) {
        this.site = site;
        this.hooks = hooks;
        this.values = new Values(site);
    }

    Issue create(Viewer by, JsonNode body) {
        var given = body.path("fields");
        var project = projectOf(given.path("project"));
        if (!by.may("BROWSE_PROJECTS", project) || !by.may("CREATE_ISSUES", project)) {
            throw Refusal.bad(
                    by.user() == null
                            ? "Anonymous users do not have permission to create issues in this project. Please try logging in first."
                            : "You do not have permission to create issues in this project.");
        }
        var edit = new Edit(this, by, project, null);
        var type = edit.type(given.path("issuetype"));
        var parent = edit.parent(type, given.path("parent"));
        edit.read(body);
        edit.needSummary();
        edit.refuseErrors();
        var issue = new Issue(site.nextId(), by.name(), site.now(), project, type);
        issue.parent = parent;
        if (parent != null) {
            parent.subtasks.add(issue);
        }
        issue.values.put("reporter", TextNode.valueOf(by.name()));
        issue.values.put("priority", TextNode.valueOf("3"));
        edit.changed().forEach((field, value) -> set(issue, field, value));
        body.path("properties")
                .forEach(one -> issue.properties.put(one.path("key").asText(), one.path("value")));
        issue.watchers.add(by.name());
        site.issues.put(issue.id, issue);
        site.byKey.put(issue.key, issue);
        edit.also(issue);
        site.index.put(issue);
        hooks.issue("jira:issue_created", "issue_created", by, issue, null);
        return issue;
    }

    private Project projectOf(JsonNode given) {
        var id = Json.text(given, "id");
        var key = id == null ? Json.text(given, "key") : id;
        var project = key == null ? null : site.findProject(key);
        if (project == null) {
            throw Refusal.field("project", key == null ? "project is required" : "valid project is required");
        }
        return project;
    }

    void edit(Viewer by, Issue issue, JsonNode body) {
        if (issue.archived || !by.may("EDIT_ISSUES", issue.project)) {
            throw Refusal.of(issue.archived ? 400 : 403, "You do not have permission to edit issues in this project.");
        }
        var edit = new Edit(this, by, issue.project, issue);
        edit.read(body);
        edit.refuseErrors();
        apply(by, issue, edit, new ArrayList<>(), "issue_updated");
    }

    void assign(Viewer by, Issue issue, @Nullable String name) {
        if (issue.archived || !by.may("ASSIGN_ISSUES", issue.project)) {
            throw Refusal.of(401, "You do not have permission to assign issues.");
        }
        var edit = new Edit(this, by, issue.project, issue);
        edit.put("assignee", name == null ? Json.nothing() : Json.object().put("name", name));
        edit.refuseErrors();
        apply(by, issue, edit, new ArrayList<>(), "issue_assigned");
    }

    private void apply(Viewer by, Issue issue, Edit edit, List<Item> items, String type) {
        edit.changed().forEach((field, value) -> {
            var before = issue.values.get(field.id());
            var after = value.isNull() ? null : value;
            if (!java.util.Objects.equals(before, after)) {
                items.addAll(items(issue.project, field, before, after));
                set(issue, field, value);
            }
        });
        var changedType = edit.newType();
        if (changedType != null && changedType != issue.type) {
            items.add(new Item(
                    "issuetype", "jira", issue.type.id(), issue.type.name(), changedType.id(), changedType.name()));
            issue.type = changedType;
        }
        if (!items.isEmpty()) {
            log(by, issue, items, type);
        }
        edit.also(issue);
    }

    private List<Item> items(Project project, Field field, @Nullable JsonNode before, @Nullable JsonNode after) {
        var kind = field.custom() ? "custom" : "jira";
        if (field.kind() != Kind.VERSIONS && field.kind() != Kind.COMPONENTS) {
            return List.of(new Item(
                    field.custom() ? field.name() : field.id(),
                    kind,
                    values.id(field, before),
                    values.words(project, field, before),
                    values.id(field, after),
                    values.words(project, field, after)));
        }
        // One item per value that came or went, under the field's own old name.
        var name =
                switch (field.id()) {
                    case "components" -> "Component";
                    case "versions" -> "Version";
                    case "fixVersions" -> "Fix Version";
                    default -> field.name();
                };
        var items = new ArrayList<Item>();
        var old = Json.strings(before);
        var now = Json.strings(after);
        old.stream()
                .filter(id -> !now.contains(id))
                .forEach(id -> items.add(
                        new Item(name, kind, id, values.words(project, field, TextNode.valueOf(id)), null, null)));
        now.stream()
                .filter(id -> !old.contains(id))
                .forEach(id -> items.add(
                        new Item(name, kind, null, null, id, values.words(project, field, TextNode.valueOf(id)))));
        return items;
    }

    private static void set(Issue issue, Field field, JsonNode value) {
        if (value.isNull()) {
            issue.values.remove(field.id());
        } else {
            issue.values.put(field.id(), value);
        }
    }

    /** Writes down what changed, bumps {@code updated}, and tells the webhooks. */
    void log(Viewer by, Issue issue, List<Item> items, String type) {
        issue.updated = site.now();
        var change = new Change(String.valueOf(site.nextId()), by.name(), issue.updated, List.copyOf(items));
        issue.changes.add(change);
        site.index.put(issue);
        hooks.issue("jira:issue_updated", type, by, issue, change);
    }

    /** Writes down what changed and bumps {@code updated}, but tells no webhook that the issue changed. */
    void note(Viewer by, Issue issue, List<Item> items) {
        issue.updated = site.now();
        if (!items.isEmpty()) {
            issue.changes.add(new Change(String.valueOf(site.nextId()), by.name(), issue.updated, List.copyOf(items)));
        }
        site.index.put(issue);
    }

    /** The transitions that somebody may make now. */
    List<Workflow.Step> offered(Viewer by, Issue issue) {
        return issue.archived || !by.may("TRANSITION_ISSUES", issue.project)
                ? List.of()
                : issue.project.workflow.from(issue.status);
    }

    void transition(Viewer by, Issue issue, String id, JsonNode body) {
        var step = offered(by, issue).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.bad("It seems that you have tried to perform a workflow operation ("
                        + id + ") that is not valid for the current state of this issue (" + issue.key
                        + "). The likely cause is that somebody has changed the issue recently, please look at the"
                        + " issue history for details."));
        var edit = new Edit(this, by, issue.project, issue);
        edit.transition(step);
        edit.read(body);
        edit.needRequired(step.required());
        edit.refuseErrors();
        var items = new ArrayList<Item>();
        var from = issue.status;
        issue.status = step.to();
        items.add(new Item(
                "status",
                "jira",
                from.id(),
                from.name(),
                step.to().id(),
                step.to().name()));
        boolean done = step.to().category() == Catalog.DONE;
        if (done && issue.resolved == null) {
            issue.resolved = site.now();
            if (!edit.has("resolution")) {
                edit.force(
                        "resolution",
                        TextNode.valueOf(Catalog.RESOLUTIONS.get(0).id()));
            }
        } else if (!done && issue.resolved != null) {
            issue.resolved = null;
            edit.force("resolution", Json.nothing());
        }
        apply(by, issue, edit, items, done ? "issue_resolved" : "issue_generic");
    }

    void archive(Viewer by, Issue issue, boolean archived) {
        issue.archived = archived;
        hooks.issue("jira:issue_updated", archived ? "issue_archived" : "issue_restored", by, issue, null);
    }

    void move(Viewer by, Issue issue, Project target) {
        var items = new ArrayList<Item>();
        var old = issue.key;
        items.add(new Item("project", "jira", issue.project.id, issue.project.name, target.id, target.name));
        issue.project = target;
        issue.key = target.key + "-" + ++target.lastNumber;
        if (!target.workflow.has(issue.status)) {
            var first = target.workflow.first();
            items.add(new Item("status", "jira", issue.status.id(), issue.status.name(), first.id(), first.name()));
            issue.status = first;
        }
        items.add(new Item("Key", "jira", null, old, null, issue.key));
        site.byKey.put(issue.key, issue);
        log(by, issue, items, "issue_moved");
    }

    void delete(Viewer by, Issue issue, boolean withSubtasks) {
        if (issue.archived || !by.may("DELETE_ISSUES", issue.project)) {
            throw Refusal.of(401, "You do not have permission to delete issues in this project.");
        }
        if (!issue.subtasks.isEmpty() && !withSubtasks) {
            throw Refusal.bad(
                    "The issue '" + issue.key
                            + "' has subtasks.  You must specify the 'deleteSubtasks' parameter to delete this issue and all its subtasks.");
        }
        List.copyOf(issue.subtasks).forEach(subtask -> delete(by, subtask, true));
        List.copyOf(issue.links).forEach(link -> new Links(this).drop(by, link));
        issue.worklogs.forEach(new TimeSpent(this)::forget);
        if (issue.parent != null) {
            issue.parent.subtasks.remove(issue);
        }
        hooks.issue("jira:issue_deleted", "issue_deleted", by, issue, null);
        site.issues.remove(issue.id);
        site.byKey.values().removeIf(one -> one == issue);
        issue.attachments.forEach(attachment -> site.attachments.remove(attachment.id()));
        site.index.remove(issue);
    }

    Site site() {
        return site;
    }

    Hooks hooks() {
        return hooks;
    }
}
