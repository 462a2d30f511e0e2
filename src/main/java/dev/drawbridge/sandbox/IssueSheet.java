package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Attachment;
import dev.drawbridge.sandbox.Issue.Comment;
import dev.drawbridge.sandbox.Issue.Link;
import dev.drawbridge.sandbox.Issue.RemoteLink;
import dev.drawbridge.sandbox.Issue.Worklog;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the page of an issue shows, as far as its viewer may see it. */
final class IssueSheet {
    private static final Set<String> ELSEWHERE =
            Set.of("summary", "description", "environment", "assignee", "reporter");
    private final Work work;
    private final Viewer viewer;
    private final Issue issue;
    private final Shown shown;
    private final Talk talk;

    IssueSheet(Work work, Viewer viewer, Issue issue) {
        this.work = work;
        this.viewer = viewer;
        this.issue = issue;
        this.shown = new Shown(viewer);
        this.talk = new Talk(work);
    }

    /** @param typed what was typed into a form of the page that was refused, or {@link Form#EMPTY} */
    Page page(Form typed) {
        var model = Json.object()
                .put("id", String.valueOf(issue.id))
                .put("key", issue.key)
                .put("summary", issue.textOf("summary"))
                .put("archived", issue.archived)
                .put("internal", issue.project.kind.equals("service_desk"))
                .put("description", text("description"))
                .put("environment", text("environment"));
        model.set("project", Json.object().put("key", issue.project.key).put("name", issue.project.name));
        model.set("status", Shown.status(issue.status));
        model.set("facts", facts());
        model.set("people", people());
        model.set("dates", dates());
        model.set(
                "comments",
                Json.array(seen(issue.comments).map(one -> comment(one, typed)).toList()));
        model.set(
                "attachments",
                Json.array(issue.attachments.stream().map(this::attachment).toList()));
        model.set(
                "worklogs",
                Json.array(issue.worklogs.stream()
                        .filter(one -> viewer.sees(issue, one.visibility))
                        .map(this::worklog)
                        .toList()));
        model.set("links", links());
        model.set("history", history());
        model.set("steps", steps(typed));
        model.set("levels", levels());
        model.set("may", may());
        model.set("typed", typed(typed));
        return new Page("issue", "[" + issue.key + "] " + issue.textOf("summary"), "/browse/" + issue.key, model);
    }

    private Stream<Comment> seen(List<Comment> comments) {
        return comments.stream().filter(comment -> viewer.sees(issue, comment.visibility));
    }

    private String text(String field) {
        var text = issue.textOf(field);
        return text == null ? "" : Rendered.html(text);
    }

    private ArrayNode facts() {
        var facts = Json.array();
        facts.add(fact("Type", issue.type.name()));
        for (var field : viewer.site().fields.values()) {
            var words = field.kind() == Kind.COMPUTED || ELSEWHERE.contains(field.id()) || field.kind() == Kind.SECONDS
                    ? ""
                    : shown.words(issue, field.id());
            if (!words.isEmpty()) {
                facts.add(fact(field.name(), words));
            }
        }
        var estimate = issue.values.get("timeestimate");
        if (estimate != null) {
            facts.add(fact("Remaining Estimate", Durations.show(estimate.asLong())));
        }
        return facts;
    }

    private static ObjectNode fact(String name, String words) {
        return Json.object()
                .put("id", "fact-" + name.replaceAll("\\W+", "-"))
                .put("name", name)
                .put("words", words);
    }

    private ArrayNode people() {
        var people = Json.array();
        people.add(person("Assignee", issue.textOf("assignee")));
        people.add(person("Reporter", issue.textOf("reporter")));
        return people;
    }

    private ObjectNode person(String role, @Nullable String name) {
        return shown.person(name).put("id", "person-" + role).put("role", role);
    }

    private ArrayNode dates() {
        var dates = Json.array();
        dates.add(shown.time(issue.created).put("id", "date-created").put("name", "Created"));
        dates.add(shown.time(issue.updated).put("id", "date-updated").put("name", "Updated"));
        if (issue.resolved != null) {
            dates.add(shown.time(issue.resolved).put("id", "date-resolved").put("name", "Resolved"));
        }
        return dates;
    }

    private ObjectNode comment(Comment comment, Form typed) {
        boolean again = typed.text("commentId").equals(comment.id) && typed.has("comment");
        var bean = Json.object()
                .put("id", comment.id)
                .put("html", Rendered.html(comment.body))
                .put("body", again ? typed.text("comment") : comment.body)
                .put("open", again)
                .put("visibility", visibility(comment.visibility))
                .put("chosen", again ? typed.text("commentLevel") : level(comment.visibility))
                .put("internal", internal(comment))
                .put("mayEdit", talk.mayEdit(viewer, issue, comment))
                .put("mayDelete", talk.mayDelete(viewer, issue, comment));
        bean.set("author", shown.person(comment.author));
        bean.set("created", shown.time(comment.created));
        if (!comment.updated.equals(comment.created)) {
            bean.set("updated", shown.time(comment.updated));
            bean.set("updateAuthor", shown.person(comment.updateAuthor));
        }
        return bean;
    }

    private static boolean internal(Comment comment) {
        var said = comment.properties.get("sd.public.comment");
        return said != null && said.path("internal").asBoolean();
    }

    private static String visibility(@Nullable JsonNode visibility) {
        return visibility == null ? "" : String.valueOf(Json.text(visibility, "value"));
    }

    private static String level(@Nullable JsonNode visibility) {
        return visibility == null ? "" : Json.text(visibility, "type") + ":" + visibility(visibility);
    }

    private ObjectNode attachment(Attachment attachment) {
        var bean = Json.object()
                .put("id", attachment.id())
                .put("name", attachment.name())
                .put("bytes", Shown.bytes(attachment.size()))
                .put("mayDelete", talk.mayDelete(viewer, issue, attachment));
        bean.set("author", shown.person(attachment.author()));
        bean.set("created", shown.time(attachment.created()));
        return bean;
    }

    private ObjectNode worklog(Worklog worklog) {
        var bean = Json.object()
                .put("id", worklog.id)
                .put("spent", Durations.show(worklog.seconds))
                .put("comment", worklog.comment);
        bean.set("author", shown.person(worklog.author));
        bean.set("started", shown.time(worklog.started));
        return bean;
    }

    private ArrayNode links() {
        var links = Json.array();
        if (issue.parent != null) {
            links.add(toIssue("parent", "is a sub-task of", issue.parent));
        }
        issue.subtasks.forEach(one -> links.add(toIssue("subtask-" + one.id, "has the sub-task", one)));
        issue.links.stream().map(this::link).forEach(links::add);
        issue.remoteLinks.stream().map(IssueSheet::remote).forEach(links::add);
        return links;
    }

    private ObjectNode link(Link link) {
        return link.source() == issue
                ? toIssue("link-" + link.id(), link.type().outward(), link.destination())
                : toIssue("link-" + link.id(), link.type().inward(), link.source());
    }

    private ObjectNode toIssue(String id, String words, Issue other) {
        var seen = viewer.sees(other);
        return Json.object()
                .put("id", id)
                .put("words", words)
                .put("key", seen ? other.key : "")
                .put("title", seen ? other.key + " " + other.textOf("summary") : "an issue that you may not see");
    }

    private static ObjectNode remote(RemoteLink link) {
        var object = link.given.path("object");
        var url = object.path("url").asText();
        var words = link.given.path("relationship").asText();
        return Json.object()
                .put("id", "remote-" + link.id)
                .put("words", words.isEmpty() ? "links to" : words)
                // A link that a program wrote may lead to a page, and not run a script.
                .put("url", url.matches("(?i)https?://.+") ? url : "")
                .put("title", object.path("title").asText())
                .put("more", object.path("summary").asText());
    }

    private ArrayNode history() {
        var history = Json.array();
        for (var change : issue.changes) {
            var bean = Json.object().put("id", change.id());
            bean.set("author", shown.person(change.author()));
            bean.set("created", shown.time(change.created()));
            var items = bean.putArray("items");
            change.items().forEach(item -> items.addObject()
                    .put("field", item.field())
                    .put("from", item.fromText() == null ? "" : item.fromText())
                    .put("to", item.toText() == null ? "" : item.toText()));
            history.insert(0, bean);
        }
        return history;
    }

    private ArrayNode steps(Form typed) {
        var inputs = new Inputs(viewer, issue.project);
        var steps = Json.array();
        for (var step : work.offered(viewer, issue)) {
            var again = typed.text("action").equals(step.id());
            var fields = inputs.screen(step);
            steps.addObject()
                    .put("id", step.id())
                    .put("name", step.name())
                    .put("open", again)
                    .put("here", step.to() == issue.status)
                    .set(
                            "inputs",
                            inputs.show(fields, issue.values, again ? typed : Form.EMPTY, "step" + step.id() + "-"));
        }
        return steps;
    }

    /** To whom a comment can be restricted: roles and groups that the viewer is in. */
    private ArrayNode levels() {
        var levels = Json.array();
        for (var role : viewer.site().catalog.roles) {
            if (issue.project.inRole(viewer.known(), role.name())) {
                levels.addObject().put("value", "role:" + role.name()).put("words", role.name());
            }
        }
        viewer.known().groups.forEach(group -> levels.addObject()
                .put("value", "group:" + group)
                .put("words", group + " (group)"));
        return levels;
    }

    private ObjectNode may() {
        return Json.object()
                .put("edit", may("EDIT_ISSUES"))
                .put("comment", may("ADD_COMMENTS"))
                .put("attach", may("CREATE_ATTACHMENTS"))
                .put("delete", may("DELETE_ISSUES"))
                .put("create", may("CREATE_ISSUES"));
    }

    private boolean may(String permission) {
        return !issue.archived && viewer.may(permission, issue.project);
    }

    private static ObjectNode typed(Form typed) {
        var fresh = !typed.has("commentId");
        return Json.object()
                .put("comment", fresh ? typed.text("comment") : "")
                .put("level", fresh ? typed.text("commentLevel") : "")
                .put("internal", fresh && typed.has("internal"));
    }
}
