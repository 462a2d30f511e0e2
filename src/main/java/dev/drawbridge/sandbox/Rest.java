package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** The REST API, version 2, as far as it is simulated: which path does what. */
final class Rest {
    private static final String API = "/rest/api/2/";

    private final Site site;
    private final Work work;
    private final Talk talk;

    Rest(Site site, Work work) {
        this.site = site;
        this.work = work;
        this.talk = new Talk(work);
    }

    Routes routes() {
        var routes = new Routes();
        routes.on("GET", API + "serverInfo", this::serverInfo);
        routes.on(
                "GET",
                API + "myself",
                call -> Reply.ok(call.beans().user(call.viewer().known())));
        routes.on("GET", API + "mypermissions", this::permissions);
        routes.on("GET", API + "search", call -> search(call, parameters(call)));
        routes.on("POST", API + "search", call -> search(call, call.body()));
        issues(routes);
        comments(routes);
        attachments(routes);
        properties(routes);
        projects(routes);
        people(routes);
        return routes;
    }

    private Reply serverInfo(Call call) {
        var info = Json.object()
                .put("baseUrl", site.baseUrl)
                .put("version", site.version)
                .put("deploymentType", "Server")
                .put("buildNumber", 10030024)
                .put("buildDate", "2025-11-01T00:00:00.000+0000")
                .put("serverTime", call.beans().time(site.now()))
                .put("scmInfo", "0")
                .put("serverTitle", site.name);
        var numbers = info.putArray("versionNumbers");
        for (var part : site.version.split("\\.")) numbers.add(Integer.parseInt(part));
        return Reply.ok(info);
    }

    private Reply permissions(Call call) {
        var key = call.asked("issueKey");
        var projectKey = call.asked("projectKey");
        var project = key != null
                ? call.viewer().issue(key).project
                : projectKey == null ? null : site.findProject(projectKey);
        var all = Json.object();
        Permissions.ALL.forEach((name, permission) -> all.putObject(name)
                .put("key", name)
                .put("name", name)
                .put("havePermission", call.viewer().may(name, project)));
        return Reply.ok(Json.object().set("permissions", all));
    }

    private static ObjectNode parameters(Call call) {
        var asked = Json.object();
        asked.put("jql", call.asked("jql"));
        asked.put("startAt", call.number("startAt", 0));
        asked.put("maxResults", call.number("maxResults", 50));
        if (call.asked("fields") != null) asked.putArray("fields").add(call.asked("fields"));
        asked.putArray("expand").addAll(call.expand().stream().map(Json::text).toList());
        return asked;
    }

    private Reply search(Call call, JsonNode asked) {
        var query = JqlQuery.parse(call.viewer(), Json.text(asked, "jql"));
        var matching = site.index.visible().stream()
                .filter(doc ->
                        call.viewer().sees(doc.issue()) && query.matches().test(doc))
                .sorted(query.order())
                .toList();
        var start = asked.path("startAt").asInt(0);
        var max = Math.min(asked.path("maxResults").asInt(50), site.pageCap);
        var wanted = Wanted.of(Json.strings(asked.get("fields")), "*navigable");
        var expand = new java.util.HashSet<>(Json.strings(asked.get("expand")));
        var beans = new IssueBeans(call.beans());
        var page = Json.object()
                .put("expand", "names,schema")
                .put("startAt", start)
                .put("maxResults", max)
                .put("total", matching.size());
        var issues = page.putArray("issues");
        matching.stream().skip(start).limit(max).forEach(doc -> issues.add(beans.show(doc.issue(), wanted, expand)));
        return Reply.ok(page);
    }

    private void issues(Routes routes) {
        routes.on("POST", API + "issue", call -> {
            var issue = work.create(call.viewer(), call.body());
            return Reply.json(
                    201,
                    Json.object()
                            .put("id", String.valueOf(issue.id))
                            .put("key", issue.key)
                            .put("self", call.beans().rest("issue/" + issue.id)));
        });
        routes.on("GET", API + "issue/{issue}", call -> {
            var asked = call.asked("fields");
            var wanted = Wanted.of(asked == null ? List.of() : List.of(asked), "*all");
            return Reply.ok(new IssueBeans(call.beans()).show(call.issue(), wanted, call.expand()));
        });
        routes.on("PUT", API + "issue/{issue}", call -> {
            work.edit(call.viewer(), call.issue(), call.body());
            return Reply.nothing();
        });
        routes.on("PUT", API + "issue/{issue}/assignee", call -> {
            work.assign(call.viewer(), call.issue(), Json.text(call.body(), "name"));
            return Reply.nothing();
        });
        routes.on("DELETE", API + "issue/{issue}", call -> {
            work.delete(call.viewer(), call.issue(), "true".equals(call.asked("deleteSubtasks")));
            return Reply.nothing();
        });
        routes.on("GET", API + "issue/{issue}/transitions", this::transitions);
        routes.on("POST", API + "issue/{issue}/transitions", call -> {
            var body = call.body();
            work.transition(
                    call.viewer(),
                    call.issue(),
                    body.path("transition").path("id").asText(),
                    body);
            return Reply.nothing();
        });
    }

    private Reply transitions(Call call) {
        var issue = call.issue();
        var list = Json.array();
        if (call.viewer().may("TRANSITION_ISSUES", issue.project))
            issue.project.workflow.from(issue.status).forEach(step -> list.addObject()
                    .put("id", step.id())
                    .put("name", step.name())
                    .set("to", call.beans().status(step.to())));
        var answer = Json.object().put("expand", "transitions");
        answer.set("transitions", list);
        return Reply.ok(answer);
    }

    private void comments(Routes routes) {
        routes.on("GET", API + "issue/{issue}/comment", call -> {
            var issue = call.issue();
            var all = issue.comments.stream()
                    .filter(comment -> call.viewer().sees(issue, comment.visibility))
                    .toList();
            var start = call.number("startAt", 0);
            var max = call.number("maxResults", 50);
            var page =
                    Json.object().put("startAt", start).put("maxResults", max).put("total", all.size());
            var list = page.putArray("comments");
            all.stream().skip(start).limit(max).forEach(comment -> list.add(comment(call, issue, comment)));
            return Reply.ok(page);
        });
        routes.on("POST", API + "issue/{issue}/comment", call -> {
            var issue = call.issue();
            return Reply.json(201, call.beans().comment(issue, talk.add(call.viewer(), issue, call.body())));
        });
        routes.on("GET", API + "issue/{issue}/comment/{comment}", call -> {
            var issue = call.issue();
            return Reply.ok(comment(call, issue, talk.find(call.viewer(), issue, call.variable("comment"))));
        });
        routes.on("PUT", API + "issue/{issue}/comment/{comment}", call -> {
            var issue = call.issue();
            var comment = talk.find(call.viewer(), issue, call.variable("comment"));
            talk.edit(call.viewer(), issue, comment, call.body());
            return Reply.ok(call.beans().comment(issue, comment));
        });
        routes.on("DELETE", API + "issue/{issue}/comment/{comment}", call -> {
            var issue = call.issue();
            talk.delete(call.viewer(), issue, talk.find(call.viewer(), issue, call.variable("comment")));
            return Reply.nothing();
        });
    }

    private static ObjectNode comment(Call call, Issue issue, Issue.Comment comment) {
        var bean = call.beans().comment(issue, comment);
        if (call.expand().contains("properties")) {
            var properties = bean.putArray("properties");
            comment.properties.forEach(
                    (key, value) -> properties.addObject().put("key", key).set("value", value));
        }
        return bean;
    }

    private void attachments(Routes routes) {
        routes.on("POST", API + "issue/{issue}/attachments", call -> {
            var uploads = Uploads.read(call);
            site.lock.lock();
            try {
                var issue = call.issue();
                var made = new ArrayList<ObjectNode>();
                for (var upload : uploads)
                    made.add(call.beans()
                            .attachment(talk.attach(
                                    call.viewer(),
                                    issue,
                                    upload.name(),
                                    upload.type(),
                                    upload.content(),
                                    upload.size())));
                return Reply.ok(Json.array(made));
            } finally {
                site.lock.unlock();
            }
        });
        routes.on(
                "GET",
                API + "attachment/meta",
                call -> Reply.ok(Json.object().put("enabled", true).put("uploadLimit", site.uploadLimit)));
        routes.on("GET", API + "attachment/{id}", call -> Reply.ok(call.beans().attachment(attachment(call))));
        routes.on("DELETE", API + "attachment/{id}", call -> {
            var attachment = attachment(call);
            var owner = site.issues.values().stream()
                    .filter(issue -> issue.attachments.contains(attachment))
                    .findFirst()
                    .orElseThrow();
            talk.remove(call.viewer(), owner, attachment);
            return Reply.nothing();
        });
        routes.on("GET", "/secure/attachment/{id}/{name}", call -> {
            var attachment = attachment(call);
            return Reply.file(attachment.mimeType(), attachment.content());
        });
    }

    private Issue.Attachment attachment(Call call) {
        var attachment = site.attachments.get(call.variable("id"));
        if (attachment == null)
            throw Refusal.of(404, "The attachment with id '" + call.variable("id") + "' does not exist");
        return attachment;
    }

    private void properties(Routes routes) {
        var path = API + "issue/{issue}/properties";
        routes.on("GET", path, call -> {
            var keys = Json.array();
            call.issue().properties.keySet().forEach(key -> keys.addObject().put("key", key));
            return Reply.ok(Json.object().set("keys", keys));
        });
        routes.on("GET", path + "/{key}", call -> {
            var value = call.issue().properties.get(call.variable("key"));
            if (value == null) throw Refusal.of(404, "The property " + call.variable("key") + " does not exist.");
            return Reply.ok(Json.object().put("key", call.variable("key")).set("value", value));
        });
        routes.on("PUT", path + "/{key}", call -> {
            var before = call.issue().properties.put(call.variable("key"), call.body());
            return before == null ? Reply.created() : Reply.json(200, Json.object());
        });
        routes.on("DELETE", path + "/{key}", call -> {
            call.issue().properties.remove(call.variable("key"));
            return Reply.nothing();
        });
    }

    private void projects(Routes routes) {
        routes.on(
                "GET",
                API + "project",
                call -> Reply.ok(Json.array(site.projects.values().stream()
                        .filter(project -> call.viewer().may("BROWSE_PROJECTS", project))
                        .map(project -> call.beans().project(project))
                        .toList())));
        routes.on("GET", API + "project/{project}", call -> {
            var project = site.findProject(call.variable("project"));
            if (project == null || !call.viewer().may("BROWSE_PROJECTS", project))
                throw Refusal.of(404, "No project could be found with key '" + call.variable("project") + "'.");
            var bean = call.beans().project(project);
            bean.set("issueTypes", list(project.types, call.beans()::type));
            return Reply.ok(bean);
        });
        routes.on("GET", API + "priority", call -> Reply.ok(list(Catalog.PRIORITIES, call.beans()::priority)));
        routes.on("GET", API + "resolution", call -> Reply.ok(list(Catalog.RESOLUTIONS, call.beans()::resolution)));
        routes.on("GET", API + "status", call -> Reply.ok(list(site.catalog.statuses, call.beans()::status)));
        routes.on("GET", API + "issuetype", call -> Reply.ok(list(Catalog.TYPES, call.beans()::type)));
        routes.on(
                "GET",
                API + "field",
                call -> Reply.ok(Json.array(site.fields.values().stream()
                        .map(field -> Json.object()
                                .put("id", field.id())
                                .put("name", field.name())
                                .put("custom", field.custom())
                                .put("navigable", field.navigable()))
                        .toList())));
    }

    private static <T> JsonNode list(List<T> all, Function<T, ObjectNode> bean) {
        return Json.array(all.stream().map(bean).toList());
    }

    private void people(Routes routes) {
        routes.on("GET", API + "user", call -> {
            var name = Objects.requireNonNullElse(call.asked("username"), String.valueOf(call.asked("key")));
            var user = site.findUser(name);
            if (user == null) throw Refusal.of(404, "The user named '" + name + "' does not exist");
            return Reply.ok(call.beans().user(user));
        });
        routes.on("GET", API + "user/search", call -> Reply.ok(found(call, user -> true)));
        routes.on(
                "GET",
                API + "user/assignable/search",
                call -> Reply.ok(found(
                        call,
                        user -> Permissions.has(
                                user,
                                site.findProject(Objects.requireNonNullElse(call.asked("project"), "")),
                                "ASSIGNABLE_USER"))));
    }

    private JsonNode found(Call call, java.util.function.Predicate<User> fits) {
        call.viewer().known();
        var part = Objects.requireNonNullElse(call.asked("username"), "").toLowerCase(Locale.ROOT);
        return Json.array(site.users.values().stream()
                .filter(user -> user.active && fits.test(user))
                .filter(user -> List.of(user.name, user.displayName, user.email).stream()
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part)))
                .limit(call.number("maxResults", 50))
                .map(user -> call.beans().user(user))
                .toList());
    }
}
