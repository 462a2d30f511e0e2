package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Attachment;
import dev.drawbridge.sandbox.Issue.Comment;
import dev.drawbridge.sandbox.Issue.Item;
import dev.drawbridge.sandbox.Uploads.Upload;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people add to issues: comments and attachments. */
record Talk(Work work) {
    Comment add(Viewer by, Issue issue, JsonNode given) {
        if (issue.archived || !by.may("ADD_COMMENTS", issue.project)) {
            throw Refusal.bad(by.known().displayName + ", you do not have the permission to comment on this issue.");
        }
        var comment = new Comment(
                String.valueOf(work.site().nextId()), by.name(), work.site().now(), body(given));
        comment.visibility = visibility(by, issue, given, "comment");
        given.path("properties")
                .forEach(one -> comment.properties.put(one.path("key").asText(), one.path("value")));
        issue.comments.add(comment);
        tell("comment_created", "issue_commented", by, issue, comment);
        return comment;
    }

    private static String body(JsonNode given) {
        var body = Json.text(given, "body");
        if (body == null || body.isBlank()) {
            throw Refusal.field("comment", "Comment body can not be empty!");
        }
        if (body.length() > 32767) {
            throw Refusal.field(
                    "comment", "The entered text is too long. It exceeds the allowed limit of 32,767 characters.");
        }
        return body;
    }

    /** @param what names the field that a refusal is about: comment or worklog */
    @Nullable
    JsonNode visibility(Viewer by, Issue issue, JsonNode given, String what) {
        var visibility = given.get("visibility");
        if (Json.blank(visibility) || !(visibility instanceof ObjectNode object)) {
            return null;
        }
        var value = String.valueOf(Json.text(object, "value"));
        if ("group".equals(Json.text(object, "type"))) {
            if (!work.site().groups.contains(value)) {
                throw Refusal.field(what + "Level", "Group: " + value + " does not exist.");
            }
        } else if (Named.byName(work.site().catalog.roles, value).isEmpty()) {
            throw Refusal.field(what + "Level", "Invalid role level specified.");
        } else if (!by.trusted() && !issue.project.inRole(by.known(), value)) {
            throw Refusal.field(what + "Level", "You are currently not a member of the project role: " + value + ".");
        }
        return object;
    }

    Comment find(Viewer by, Issue issue, String id) {
        return issue.comments.stream()
                .filter(one -> one.id.equals(id) && by.sees(issue, one.visibility))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "Can not find a comment for the id: " + id + "."));
    }

    boolean mayEdit(Viewer by, Issue issue, Comment comment) {
        return may(by, issue, comment.author, "EDIT_%s_COMMENTS");
    }

    boolean mayDelete(Viewer by, Issue issue, Comment comment) {
        return may(by, issue, comment.author, "DELETE_%s_COMMENTS");
    }

    boolean mayDelete(Viewer by, Issue issue, Attachment attachment) {
        return may(by, issue, attachment.author(), "DELETE_%s_ATTACHMENTS");
    }

    private static boolean may(Viewer by, Issue issue, String author, String permission) {
        boolean own = by.name().equals(author) && by.may(permission.formatted("OWN"), issue.project);
        return !issue.archived && (own || by.may(permission.formatted("ALL"), issue.project));
    }

    void edit(Viewer by, Issue issue, Comment comment, JsonNode given) {
        if (!mayEdit(by, issue, comment)) {
            throw Refusal.bad("You do not have the permission to edit the comment with id: " + comment.id + ".");
        }
        comment.body = body(given);
        comment.visibility = visibility(by, issue, given, "comment");
        comment.updateAuthor = by.name();
        comment.updated = work.site().now();
        given.path("properties")
                .forEach(one -> comment.properties.put(one.path("key").asText(), one.path("value")));
        tell("comment_updated", "issue_comment_edited", by, issue, comment);
    }

    void delete(Viewer by, Issue issue, Comment comment) {
        if (!mayDelete(by, issue, comment)) {
            throw Refusal.bad("You do not have permission to delete comment with id: " + comment.id + ".");
        }
        issue.comments.remove(comment);
        work.note(by, issue, List.of(new Item("Comment", "jira", comment.id, comment.body, null, null)));
        work.hooks().part("comment_deleted", "comment", bean(by, issue, comment), issue);
        work.hooks().commented("issue_comment_deleted", by, issue, comment);
    }

    private void tell(String event, String type, Viewer by, Issue issue, Comment comment) {
        work.hooks().part(event, "comment", bean(by, issue, comment), issue);
        // Jira shows the old value of "updated" in the hooks of a comment that was added or edited.
        work.hooks().commented(type, by, issue, comment);
        issue.updated = work.site().now();
        work.site().index.put(issue);
    }

    private JsonNode bean(Viewer by, Issue issue, Comment comment) {
        return new Beans(new Viewer(work.site(), by.user(), true)).comment(issue, comment);
    }

    /** All of the files, or none when one of them is too large. */
    List<Attachment> attach(Viewer by, Issue issue, List<Upload> uploads) {
        var limit = work.site().uploadLimit;
        if (uploads.stream().anyMatch(upload -> upload.size() > limit)) {
            throw Refusal.of(404, "The attachment exceeds the maximum size of " + limit + " bytes.");
        }
        return uploads.stream()
                .map(upload -> attach(by, issue, upload.name(), upload.type(), upload.content(), upload.size()))
                .toList();
    }

    Attachment attach(Viewer by, Issue issue, String name, String mimeType, Path content, long size) {
        if (issue.archived || !by.may("CREATE_ATTACHMENTS", issue.project)) {
            throw Refusal.of(403, "You do not have permission to create attachments for this issue.");
        }
        var id = String.valueOf(work.site().nextId());
        var attachment = new Attachment(id, name, by.name(), work.site().now(), size, mimeType, content);
        issue.attachments.add(attachment);
        work.site().attachments.put(id, attachment);
        work.log(by, issue, List.of(new Item("Attachment", "jira", null, null, id, name)), "issue_updated");
        work.hooks().part("attachment_created", "attachment", bean(by, attachment), issue);
        return attachment;
    }

    void remove(Viewer by, Issue issue, Attachment attachment) {
        if (!mayDelete(by, issue, attachment)) {
            throw Refusal.of(403, "You do not have permission to delete attachment with id '" + attachment.id() + "'.");
        }
        issue.attachments.remove(attachment);
        work.site().attachments.remove(attachment.id());
        work.log(
                by,
                issue,
                List.of(new Item("Attachment", "jira", attachment.id(), attachment.name(), null, null)),
                "issue_updated");
        work.hooks().part("attachment_deleted", "attachment", bean(by, attachment), issue);
    }

    private JsonNode bean(Viewer by, Attachment attachment) {
        return new Beans(new Viewer(work.site(), by.user(), true)).attachment(attachment);
    }
}
