package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Attachment;
import dev.drawbridge.sandbox.Issue.Comment;
import dev.drawbridge.sandbox.Issue.Worklog;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The JSON forms of everything but the issue itself, as one viewer sees them. */
final class Beans {
    final Viewer viewer;
    final Site site;

    Beans(Viewer viewer) {
        this.viewer = viewer;
        this.site = viewer.site();
    }

    String rest(String path) {
        return site.baseUrl + "/rest/api/2/" + path;
    }

    String time(Instant at) {
        return Times.show(at, viewer.zone());
    }

    JsonNode time(@Nullable Instant at, boolean ignored) {
        return at == null ? Json.nothing() : Json.text(time(at));
    }

    private ObjectNode self(String path) {
        return Json.object().put("self", rest(path));
    }

    JsonNode user(@Nullable String name) {
        var user = name == null ? null : site.findUser(name);
        return user == null ? Json.nothing() : user(user);
    }

    ObjectNode user(User user) {
        var bean = self("user?username=" + encoded(user.name))
                .put("name", user.name)
                .put("key", user.key)
                .put("emailAddress", user.email);
        var avatars = bean.putObject("avatarUrls");
        for (var size : new String[] {"48x48", "24x24", "16x16", "32x32"}) {
            avatars.put(size, site.baseUrl + "/secure/useravatar?size=" + size);
        }
        return bean.put("displayName", user.displayName)
                .put("active", user.active)
                .put("timeZone", site.zoneOf(user).getId());
    }

    /** An account in full, as only the calls about accounts tell it. */
    ObjectNode profile(User user, java.util.Set<String> expand) {
        var bean = user(user).put("deleted", false).put("locale", "en_US");
        var groups = bean.putObject("groups").put("size", user.groups.size());
        var items = groups.putArray("items");
        if (expand.contains("groups")) {
            user.groups.forEach(
                    name -> items.addObject().put("name", name).put("self", rest("group?groupname=" + encoded(name))));
        }
        bean.putObject("applicationRoles").put("size", 1).putArray("items");
        return bean.put("expand", "groups,applicationRoles");
    }

    ObjectNode project(Project project) {
        var bean = self("project/" + project.id)
                .put("id", project.id)
                .put("key", project.key)
                .put("name", project.name)
                .put("projectTypeKey", project.kind);
        bean.putObject("avatarUrls").put("48x48", site.baseUrl + "/secure/projectavatar?pid=" + project.id);
        return bean;
    }

    ObjectNode type(Catalog.IssueType type) {
        return self("issuetype/" + type.id())
                .put("id", type.id())
                .put("description", type.description())
                .put("iconUrl", site.baseUrl + "/secure/viewavatar?avatarType=issuetype&size=xsmall")
                .put("name", type.name())
                .put("subtask", type.subtask());
    }

    ObjectNode priority(Catalog.Priority priority) {
        return self("priority/" + priority.id())
                .put("iconUrl", site.baseUrl + "/images/icons/priorities/" + priority.id() + ".svg")
                .put("name", priority.name())
                .put("id", priority.id());
    }

    ObjectNode resolution(Catalog.Resolution resolution) {
        return self("resolution/" + resolution.id())
                .put("id", resolution.id())
                .put("description", resolution.description())
                .put("name", resolution.name());
    }

    ObjectNode category(Catalog.Category category) {
        return self("statuscategory/" + category.id())
                .put("id", Long.parseLong(category.id()))
                .put("key", category.key())
                .put("colorName", category.color())
                .put("name", category.name());
    }

    ObjectNode status(Catalog.Status status) {
        var bean = self("status/" + status.id())
                .put("description", "")
                .put("iconUrl", site.baseUrl + "/images/icons/statuses/generic.png")
                .put("name", status.name())
                .put("id", status.id());
        bean.set("statusCategory", category(status.category()));
        return bean;
    }

    ObjectNode level(Catalog.Level level) {
        return self("securitylevel/" + level.id())
                .put("id", level.id())
                .put("description", level.description())
                .put("name", level.name());
    }

    ObjectNode version(Project.Version version, Project project) {
        var bean = self("version/" + version.id)
                .put("id", version.id)
                .put("description", version.description)
                .put("name", version.name)
                .put("archived", version.archived)
                .put("released", version.released)
                .put("projectId", Long.parseLong(project.id));
        if (version.startDate != null) {
            bean.put("startDate", version.startDate);
        }
        if (version.releaseDate != null) {
            bean.put("releaseDate", version.releaseDate);
        }
        return bean;
    }

    ObjectNode component(Project.Component component, Project project) {
        var bean = self("component/" + component.id)
                .put("id", component.id)
                .put("name", component.name)
                .put("description", component.description);
        if (component.lead != null) {
            bean.set("lead", user(component.lead));
        }
        return bean.put("assigneeType", "PROJECT_DEFAULT")
                .put("project", project.key)
                .put("projectId", Long.parseLong(project.id));
    }

    ObjectNode comment(Issue issue, Comment comment) {
        var bean = self("issue/" + issue.id + "/comment/" + comment.id).put("id", comment.id);
        bean.set("author", user(comment.author));
        bean.put("body", comment.body);
        bean.set("updateAuthor", user(comment.updateAuthor));
        bean.put("created", time(comment.created)).put("updated", time(comment.updated));
        if (comment.visibility != null) {
            bean.set("visibility", comment.visibility);
        }
        return bean;
    }

    ObjectNode attachment(Attachment attachment) {
        var bean =
                self("attachment/" + attachment.id()).put("id", attachment.id()).put("filename", attachment.name());
        bean.set("author", user(attachment.author()));
        return bean.put("created", time(attachment.created()))
                .put("size", attachment.size())
                .put("mimeType", attachment.mimeType())
                .put("content", content("attachment", attachment))
                .setAll(thumbnail(attachment));
    }

    private ObjectNode thumbnail(Attachment attachment) {
        return attachment.mimeType().startsWith("image/")
                ? Json.object().put("thumbnail", content("thumbnail", attachment))
                : Json.object();
    }

    private String content(String kind, Attachment attachment) {
        return site.baseUrl + "/secure/" + kind + "/" + attachment.id() + "/" + encoded(attachment.name());
    }

    ObjectNode worklog(Issue issue, Worklog worklog) {
        var bean = self("issue/" + issue.id + "/worklog/" + worklog.id);
        bean.set("author", user(worklog.author));
        bean.set("updateAuthor", user(worklog.updateAuthor));
        bean.put("comment", worklog.comment)
                .put("created", time(worklog.created))
                .put("updated", time(worklog.updated))
                .put("started", time(worklog.started))
                .put("timeSpent", Durations.show(worklog.seconds))
                .put("timeSpentSeconds", worklog.seconds)
                .put("id", worklog.id)
                .put("issueId", String.valueOf(issue.id));
        if (worklog.visibility != null) {
            bean.set("visibility", worklog.visibility);
        }
        return bean;
    }

    ObjectNode linkType(Catalog.LinkType type) {
        return Json.object()
                .put("id", type.id())
                .put("name", type.name())
                .put("inward", type.inward())
                .put("outward", type.outward())
                .put("self", rest("issueLinkType/" + type.id()));
    }

    ObjectNode option(Field.Option option) {
        return self("customFieldOption/" + option.id())
                .put("value", option.value())
                .put("id", option.id())
                .put("disabled", false);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
