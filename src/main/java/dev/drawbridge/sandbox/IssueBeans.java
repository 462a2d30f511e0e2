package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Link;
import dev.drawbridge.sandbox.Issue.Worklog;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of issues. */
final class IssueBeans {
    static final int INLINE_WORKLOGS = 20;
    private final Beans beans;
    private final Site site;
    private final Values values;

    IssueBeans(Beans beans) {
        this.beans = beans;
        this.site = beans.site;
        this.values = new Values(site);
    }

    ObjectNode show(Issue issue, Wanted wanted, Set<String> expand) {
        var bean = reference(issue);
        bean.put("expand", "operations,versionedRepresentations,editmeta,changelog,renderedFields");
        var fields = bean.putObject("fields");
        for (var field : site.fields.values()) {
            if (wanted.has(field)) {
                fields.set(field.id(), field(issue, field));
            }
        }
        if (issue.parent != null && wanted.hasParent()) {
            fields.set("parent", brief(issue.parent));
        }
        if (issue.archived) {
            bean.put("archived", true);
        }
        if (expand.contains("changelog")) {
            bean.set("changelog", changelog(issue));
        }
        if (expand.contains("names")) {
            var names = bean.putObject("names");
            fields.fieldNames().forEachRemaining(id -> names.put(id, nameOf(id)));
        }
        return bean;
    }

    private String nameOf(String id) {
        var field = site.fields.get(id);
        return field == null ? "Parent" : field.name();
    }

    private ObjectNode reference(Issue issue) {
        return Json.object()
                .put("id", String.valueOf(issue.id))
                .put("self", beans.rest("issue/" + issue.id))
                .put("key", issue.key);
    }

    private ObjectNode brief(Issue issue) {
        var bean = reference(issue);
        var fields = bean.putObject("fields");
        for (var id : List.of("summary", "status", "priority", "issuetype")) {
            var field = site.fields.get(id);
            if (field != null) {
                fields.set(id, field(issue, field));
            }
        }
        return bean;
    }

    private JsonNode field(Issue issue, Field field) {
        return switch (field.id()) {
            case "issuetype" -> beans.type(issue.type);
            case "project" -> beans.project(issue.project);
            case "status" -> beans.status(issue.status);
            case "created" -> Json.text(beans.time(issue.created));
            case "updated" -> Json.text(beans.time(issue.updated));
            case "resolutiondate" -> beans.time(issue.resolved, true);
            case "creator" -> beans.user(issue.creator);
            case "watches" -> watches(issue);
            case "votes" -> votes(issue);
            case "comment" -> comments(issue);
            case "attachment" ->
                Json.array(issue.attachments.stream().map(beans::attachment).toList());
            case "worklog" -> worklogs(issue);
            case "issuelinks" ->
                Json.array(issue.links.stream().map(link -> link(issue, link)).toList());
            case "subtasks" ->
                Json.array(issue.subtasks.stream().map(this::brief).toList());
            case "timespent", "aggregatetimespent" -> seconds(issue, "timespent");
            case "timeestimate", "aggregatetimeestimate" -> seconds(issue, "timeestimate");
            case "timeoriginalestimate", "aggregatetimeoriginalestimate" -> seconds(issue, "timeoriginalestimate");
            case "timetracking" -> tracking(issue);
            case "progress", "aggregateprogress" -> progress(issue);
            case "workratio" -> Json.of(-1);
            case "lastViewed" -> Json.nothing();
            default -> values.show(beans, issue.project, field, issue.values.get(field.id()));
        };
    }

    private static JsonNode seconds(Issue issue, String id) {
        var kept = issue.values.get(id);
        return kept == null ? Json.nothing() : kept;
    }

    private JsonNode tracking(Issue issue) {
        var bean = Json.object();
        put(bean, "originalEstimate", issue.values.get("timeoriginalestimate"));
        put(bean, "remainingEstimate", issue.values.get("timeestimate"));
        put(bean, "timeSpent", issue.values.get("timespent"));
        return bean;
    }

    private static void put(ObjectNode bean, String name, @Nullable JsonNode seconds) {
        if (seconds != null) {
            bean.put(name, Durations.show(seconds.asLong())).put(name + "Seconds", seconds.asLong());
        }
    }

    private static JsonNode progress(Issue issue) {
        long spent = seconds(issue, "timespent").asLong();
        return Json.object()
                .put("progress", spent)
                .put("total", spent + seconds(issue, "timeestimate").asLong());
    }

    private JsonNode watches(Issue issue) {
        return Json.object()
                .put("self", beans.rest("issue/" + issue.key + "/watchers"))
                .put("watchCount", issue.watchers.size())
                .put("isWatching", beans.viewer.user() != null && issue.watchers.contains(beans.viewer.user().name));
    }

    private JsonNode votes(Issue issue) {
        return Json.object()
                .put("self", beans.rest("issue/" + issue.key + "/votes"))
                .put("votes", issue.voters.size())
                .put("hasVoted", beans.viewer.user() != null && issue.voters.contains(beans.viewer.user().name));
    }

    JsonNode comments(Issue issue) {
        var shown = issue.comments.stream()
                .filter(comment -> beans.viewer.sees(issue, comment.visibility))
                .map(comment -> beans.comment(issue, comment))
                .toList();
        var page = Json.object();
        page.set("comments", Json.array(shown));
        return page.put("maxResults", shown.size()).put("total", shown.size()).put("startAt", 0);
    }

    private JsonNode worklogs(Issue issue) {
        List<Worklog> seen = issue.worklogs.stream()
                .filter(worklog -> beans.viewer.sees(issue, worklog.visibility))
                .toList();
        var page = Json.object()
                .put("startAt", 0)
                .put("maxResults", INLINE_WORKLOGS)
                .put("total", seen.size());
        page.set(
                "worklogs",
                Json.array(seen.stream()
                        .limit(INLINE_WORKLOGS)
                        .map(worklog -> beans.worklog(issue, worklog))
                        .toList()));
        return page;
    }

    ObjectNode link(Issue issue, Link link) {
        var bean = Json.object().put("id", link.id()).put("self", beans.rest("issueLink/" + link.id()));
        bean.set("type", beans.linkType(link.type()));
        if (link.source() == issue) {
            bean.set("outwardIssue", brief(link.destination()));
        } else {
            bean.set("inwardIssue", brief(link.source()));
        }
        return bean;
    }

    ObjectNode wholeLink(Link link) {
        var bean = Json.object().put("id", link.id()).put("self", beans.rest("issueLink/" + link.id()));
        bean.set("type", beans.linkType(link.type()));
        bean.set("inwardIssue", brief(link.source()));
        bean.set("outwardIssue", brief(link.destination()));
        return bean;
    }

    JsonNode changelog(Issue issue) {
        var page = Json.object()
                .put("startAt", 0)
                .put("maxResults", issue.changes.size())
                .put("total", issue.changes.size());
        var histories = page.putArray("histories");
        for (var change : issue.changes) {
            var history = histories.addObject().put("id", change.id());
            history.set("author", beans.user(change.author()));
            history.put("created", beans.time(change.created()));
            history.set("items", items(change));
        }
        return page;
    }

    static JsonNode items(Issue.Change change) {
        var items = Json.array();
        for (var item : change.items()) {
            items.addObject()
                    .put("field", item.field())
                    .put("fieldtype", item.fieldType())
                    .put("from", item.from())
                    .put("fromString", item.fromText())
                    .put("to", item.to())
                    .put("toString", item.toText());
        }
        return items;
    }
}
