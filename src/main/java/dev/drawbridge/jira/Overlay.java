package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.IssueLink;
import dev.drawbridge.replica.Plan;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a step of a plan makes of an issue in its neutral form, without asking Jira. */
final class Overlay {
    private static final String CUSTOM = "customFields.";

    private Overlay() {}

    /**
     * Puts one step's effect into the issue.
     *
     * @param localId of what the step made
     */
    static void put(ObjectNode issue, Plan.Step step, @Nullable String localId) {
        if (step instanceof Plan.EditFields edit) edit.fields().forEach((field, value) -> set(issue, field, value));
        if (step instanceof Plan.ChangeStatus change) {
            issue.putObject("status").put("name", change.toStatus());
            change.fields().forEach((field, value) -> set(issue, field, value));
        }
        if (step instanceof Plan.MakeTransition && localId != null)
            issue.putObject("status").put("name", localId);
        if (step instanceof Plan.AddComment added) add(issue, "comments", comment(added, localId));
        if (step instanceof Plan.EditComment edited)
            issue.path("comments").forEach(comment -> {
                if (comment.path("id").asText().equals(edited.localId()))
                    ((ObjectNode) comment).put("body", edited.body());
            });
        if (step instanceof Plan.DeleteComment gone) remove(issue, "comments", gone.localId());
        if (step instanceof Plan.AddWorklog added) {
            if (add(issue, "workLogs", worklog(added, localId)))
                spend(issue, added.worked().seconds());
        }
        if (step instanceof Plan.EditWorklog edited)
            issue.path("workLogs").forEach(worklog -> {
                if (!worklog.path("id").asText().equals(edited.localId())) return;
                var worked = edited.worked();
                spend(issue, worked.seconds() - worklog.path("timeSpent").asLong());
                ((ObjectNode) worklog)
                        .put("startDate", worked.started())
                        .put("timeSpent", worked.seconds())
                        .put("comment", worked.comment());
            });
        if (step instanceof Plan.DeleteWorklog gone) {
            for (var worklog : issue.path("workLogs"))
                if (worklog.path("id").asText().equals(gone.localId()))
                    spend(issue, -worklog.path("timeSpent").asLong());
            remove(issue, "workLogs", gone.localId());
        }
        if (step instanceof Plan.AddLink added) link(issue, added);
        if (step instanceof Plan.RemoveLink gone) unlink(issue, gone.link());
        if (step instanceof Plan.AddAttachment added) add(issue, "attachments", file(added, localId));
        if (step instanceof Plan.DeleteAttachment gone) remove(issue, "attachments", gone.localId());
    }

    private static void set(ObjectNode issue, String field, JsonNode value) {
        if (!field.startsWith(CUSTOM)) {
            issue.set(field, Estimates.isOne(field) ? Estimates.rounded(value) : sorted(value));
            return;
        }
        var id = field.substring(CUSTOM.length());
        var fields = issue.withObject("/customFields");
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) fields.remove(id);
        else if (fields.get(id) instanceof ObjectNode known) known.set("value", sorted(value));
        else fields.putObject(id).put("id", id).set("value", sorted(value));
    }

    /** Labels, as Jira shows them. */
    private static JsonNode sorted(JsonNode value) {
        if (!value.isArray() || !value.path(0).isTextual()) return value;
        var texts = new TreeSet<String>();
        value.forEach(text -> texts.add(text.asText()));
        var result = JsonNodeFactory.instance.arrayNode();
        texts.forEach(result::add);
        return result;
    }

    private static ObjectNode comment(Plan.AddComment added, @Nullable String id) {
        var comment = JsonNodeFactory.instance.objectNode();
        comment.put("id", id)
                .put("remoteId", added.remoteId())
                .put("body", added.body())
                .put("internal", added.internal());
        if (added.roleLevel() != null) comment.put("roleLevel", added.roleLevel());
        if (added.groupLevel() != null) comment.put("groupLevel", added.groupLevel());
        return comment;
    }

    private static ObjectNode file(Plan.AddAttachment added, @Nullable String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("remoteId", added.remoteId())
                .put("filename", added.filename())
                .put("filesize", added.size());
    }

    private static ObjectNode worklog(Plan.AddWorklog added, @Nullable String id) {
        var worked = added.worked();
        var worklog = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("remoteId", added.remoteId())
                .put("startDate", worked.started())
                .put("timeSpent", worked.seconds())
                .put("comment", worked.comment());
        if (worked.roleLevel() != null) worklog.put("roleLevel", worked.roleLevel());
        if (worked.groupLevel() != null) worklog.put("groupLevel", worked.groupLevel());
        return worklog;
    }

    /** Jira adds up what was worked. */
    private static void spend(ObjectNode issue, long more) {
        issue.put("spent", issue.path("spent").asLong() + more);
    }

    private static void link(ObjectNode issue, Plan.AddLink added) {
        unlink(issue, added.link());
        var links = issue.get("issueLinks") instanceof ArrayNode known ? known : issue.putArray("issueLinks");
        links.addObject()
                .put("remoteId", added.remoteId())
                .put("otherIssueId", added.link().other())
                .put("linkTypeName", added.link().type())
                .put("isOutward", added.link().outward());
    }

    private static void unlink(ObjectNode issue, IssueLink gone) {
        if (!(issue.get("issueLinks") instanceof ArrayNode links)) return;
        for (var i = links.size() - 1; i >= 0; i--)
            if (IssueLink.of(links.get(i)).key().equals(gone.key())) links.remove(i);
    }

    /** What an earlier attempt made was read with the issue already, as if it were our own; says whether it was not. */
    private static boolean add(ObjectNode issue, String list, ObjectNode item) {
        var isNew = !remove(issue, list, item.path("id").asText());
        if (issue.get(list) instanceof ArrayNode items) items.add(item);
        else issue.putArray(list).add(item);
        return isNew;
    }

    private static boolean remove(ObjectNode issue, String list, String id) {
        if (!(issue.get(list) instanceof ArrayNode items)) return false;
        var before = items.size();
        for (var i = before - 1; i >= 0; i--)
            if (items.get(i).path("id").asText().equals(id)) items.remove(i);
        return items.size() < before;
    }
}
