package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** A simulated Jira Data Center on loopback, for the demo, for practising rules and for tests. Keeps all in memory. */
public final class SandboxJira implements AutoCloseable {
    private final Site site;
    private final Work work;
    private final Talk talk;
    private final TimeSpent time;
    private final Hooks hooks;
    private final Faults faults;
    private final Login login;
    private final Calls calls = new Calls();
    private final Tomcat tomcat = new Tomcat();

    private SandboxJira(Site site) {
        this.site = site;
        hooks = new Hooks(site);
        work = new Work(site, hooks);
        talk = new Talk(work);
        time = new TimeSpent(work);
        faults = new Faults(site);
        login = new Login(site);
    }

    /**
     * Starts one.
     *
     * @param port 0 for any free one
     */
    public static SandboxJira start(String name, String version, String contextPath, int port, Clock clock) {
        var jira = new SandboxJira(new Site(name, version, contextPath, clock, ZoneId.of("UTC")));
        jira.listen(port);
        return jira;
    }

    private void listen(int port) {
        tomcat.setBaseDir(site.folder.toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setMaxPostSize(-1);
        tomcat.getConnector().setProperty("maxSwallowSize", "-1");
        tomcat.addContext("", site.folder.toString());
        tomcat.getEngine().getPipeline().addValve(new Door(site, routes(), login, faults, calls));
        try {
            tomcat.start();
        } catch (LifecycleException failure) {
            throw new IllegalStateException("The simulated Jira cannot listen on port " + port, failure);
        }
        site.baseUrl = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + site.contextPath;
    }

    private Routes routes() {
        var routes = new Rest(site, work, login).routes();
        new Pages(work, login).on(routes);
        return routes;
    }

    public String url() {
        return site.baseUrl;
    }

    /** What an administrator sets up. */
    public Administration administration() {
        return new Administration(site, hooks);
    }

    public Faults faults() {
        return faults;
    }

    public Calls calls() {
        return calls;
    }

    public void addUser(String name, String displayName, String email, String password) {
        locked(() -> site.users.put(
                name, new User(name, "JIRAUSER" + (10100 + site.users.size()), displayName, email, password)));
    }

    /** A personal access token of the user. */
    public String token(String user) {
        var token = UUID.randomUUID().toString();
        locked(() -> site.tokens.put(token, site.user(user).name));
        return token;
    }

    /** @param kind software, business or service_desk */
    public void addProject(String key, String name, String kind) {
        locked(() -> site.projects.put(
                key, new Project(String.valueOf(site.nextId()), key, name, kind, Workflow.simple(site.catalog))));
    }

    /** Gives a project its own workflow: each status with the transitions that it offers; the first is where issues begin. */
    public void workflow(String project, Map<String, List<Transition>> transitions) {
        locked(() -> site.project(project).workflow = new Workflow(project + " workflow", site.catalog, transitions));
    }

    /** Takes fields off the screens of a project. */
    public void offScreen(String project, String... fields) {
        administration().offScreen(project, fields);
    }

    public String createIssue(String user, String project, String type, String summary, Map<String, ?> fields) {
        var body = Json.object();
        var given = body.putObject("fields");
        given.putObject("project").put("key", project);
        given.putObject("issuetype").put("name", type);
        given.put("summary", summary);
        fields.forEach((name, value) -> given.set(name, Json.MAPPER.valueToTree(value)));
        return locked(() -> work.create(as(user), body)).key;
    }

    public void edit(String user, String key, Map<String, ? extends @Nullable Object> fields) {
        var body = Json.object();
        body.set("fields", Json.MAPPER.valueToTree(fields));
        locked(() -> {
            work.edit(as(user), site.issue(key), body);
            return key;
        });
    }

    /** Adds a comment and gives its id. */
    public String comment(String user, String key, String text) {
        return locked(() -> talk.add(as(user), site.issue(key), Json.object().put("body", text)).id);
    }

    /** Adds a comment that only a role may see. */
    public String restrictedComment(String user, String key, String text, String role) {
        var body = Json.object().put("body", text);
        body.putObject("visibility").put("type", "role").put("value", role);
        return locked(() -> talk.add(as(user), site.issue(key), body).id);
    }

    /** Adds a comment that only agents of the service desk may see. */
    public String internalComment(String user, String key, String text) {
        var body = Json.object().put("body", text);
        body.putArray("properties")
                .addObject()
                .put("key", "sd.public.comment")
                .putObject("value")
                .put("internal", true);
        return locked(() -> talk.add(as(user), site.issue(key), body).id);
    }

    public void editComment(String user, String key, String id, String text) {
        locked(() -> {
            var issue = site.issue(key);
            talk.edit(
                    as(user),
                    issue,
                    talk.find(as(user), issue, id),
                    Json.object().put("body", text));
            return id;
        });
    }

    /** Lets only a role see a comment that is there. */
    public void restrictComment(String user, String key, String id, String role) {
        locked(() -> {
            var issue = site.issue(key);
            var comment = talk.find(as(user), issue, id);
            var body = Json.object().put("body", comment.body);
            body.putObject("visibility").put("type", "role").put("value", role);
            talk.edit(as(user), issue, comment, body);
            return id;
        });
    }

    public void deleteComment(String user, String key, String id) {
        locked(() -> {
            var issue = site.issue(key);
            talk.delete(as(user), issue, talk.find(as(user), issue, id));
            return id;
        });
    }

    public String attach(String user, String key, String name, byte[] content) {
        try {
            var file = Files.createTempFile(site.folder, "attachment", "");
            Files.write(file, content);
            return locked(
                    () -> talk.attach(as(user), site.issue(key), name, "application/octet-stream", file, content.length)
                            .id());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Books time on an issue and gives the worklog's id.
     *
     * @param worklog as REST takes it: {@code started, timeSpentSeconds, comment, visibility}
     */
    public String logWork(String user, String key, Map<String, ?> worklog) {
        return locked(
                () -> time.add(as(user), site.issue(key), Json.MAPPER.valueToTree(worklog), TimeSpent.Adjust.AUTO).id);
    }

    public void editWork(String user, String key, String id, Map<String, ?> worklog) {
        locked(() -> {
            var issue = site.issue(key);
            time.edit(
                    as(user),
                    issue,
                    time.find(as(user), issue, id),
                    Json.MAPPER.valueToTree(worklog),
                    TimeSpent.Adjust.AUTO);
            return id;
        });
    }

    public void deleteWork(String user, String key, String id) {
        locked(() -> {
            var issue = site.issue(key);
            time.delete(as(user), issue, time.find(as(user), issue, id), TimeSpent.Adjust.AUTO);
            return id;
        });
    }

    /** All worklogs of an issue as REST shows them to somebody who may see all. */
    public List<JsonNode> worklogs(String key) {
        return locked(() -> site.issue(key).worklogs.stream()
                .map(worklog -> (JsonNode) new Beans(new Viewer(site, null, true)).worklog(site.issue(key), worklog))
                .toList());
    }

    /** Links one issue to another: {@code from} blocks, say, {@code to}. */
    public void link(String user, String type, String from, String to) {
        var body = Json.object();
        body.putObject("type").put("name", type);
        body.putObject("inwardIssue").put("key", from);
        body.putObject("outwardIssue").put("key", to);
        locked(() -> {
            new Links(work).add(as(user), body);
            return from;
        });
    }

    /** Takes away all links between two issues. */
    public void unlink(String user, String one, String other) {
        locked(() -> {
            var links = new Links(work);
            List.copyOf(site.issue(one).links).stream()
                    .filter(link -> link.source() == site.issue(other) || link.destination() == site.issue(other))
                    .forEach(link -> links.remove(as(user), link));
            return one;
        });
    }

    /** The links of an issue as a person reads them, such as {@code blocks ACM-2}. */
    public List<String> links(String key) {
        return locked(() -> site.issue(key).links.stream()
                .map(link -> link.source() == site.issue(key)
                        ? link.type().outward() + " " + link.destination().key
                        : link.type().inward() + " " + link.source().key)
                .toList());
    }

    public void transition(String user, String key, String status) {
        transition(user, key, status, Map.of());
    }

    /** @param fields as REST takes them, set on the way */
    public void transition(String user, String key, String status, Map<String, ?> fields) {
        var body = Json.object();
        body.set("fields", Json.MAPPER.valueToTree(fields));
        locked(() -> {
            var issue = site.issue(key);
            var step = issue.project.workflow.from(issue.status).stream()
                    .filter(one -> one.to().name().equals(status))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No transition leads to " + status));
            work.transition(as(user), issue, step.id(), body);
            return key;
        });
    }

    /** Moves an issue to another project and gives its new key; its id stays. */
    public String move(String user, String key, String project) {
        return locked(() -> {
            var issue = site.issue(key);
            work.move(as(user), issue, site.project(project));
            return issue.key;
        });
    }

    /** Puts an issue away: it can be read, but search does not find it and nobody can change it. */
    public void archive(String user, String key) {
        locked(() -> {
            work.archive(as(user), site.issue(key), true);
            return key;
        });
    }

    public void restore(String user, String key) {
        locked(() -> {
            work.archive(as(user), site.issue(key), false);
            return key;
        });
    }

    /** Gives an issue a security level of its project; null takes it away. */
    public void secure(String user, String key, @Nullable String level) {
        var fields = new java.util.HashMap<String, @Nullable Object>();
        fields.put("security", level == null ? null : Map.of("name", level));
        edit(user, key, fields);
    }

    public void deleteAttachment(String user, String key, String name) {
        locked(() -> {
            var issue = site.issue(key);
            talk.remove(
                    as(user),
                    issue,
                    issue.attachments.stream()
                            .filter(file -> file.name().equals(name))
                            .findFirst()
                            .orElseThrow());
            return key;
        });
    }

    public void deleteIssue(String user, String key) {
        locked(() -> {
            work.delete(as(user), site.issue(key), true);
            return key;
        });
    }

    /** The issue as REST would show it to somebody who may see all. */
    public JsonNode issue(String key) {
        return locked(() -> {
            var viewer = new Viewer(site, null, true);
            return (JsonNode) new IssueBeans(new Beans(viewer)).show(site.issue(key), Wanted.ALL, Set.of());
        });
    }

    public List<String> issues(String project) {
        return locked(() -> site.issues.values().stream()
                .filter(issue -> issue.project.key.equals(project))
                .map(issue -> issue.key)
                .toList());
    }

    public List<String> commentBodies(String key) {
        return locked(() ->
                site.issue(key).comments.stream().map(comment -> comment.body).toList());
    }

    /** What was changed, in order, as {@code field: new value}. */
    public List<String> history(String key) {
        return locked(() -> site.issue(key).changes.stream()
                .flatMap(change -> change.items().stream())
                .map(item -> item.field() + ": " + item.toText())
                .toList());
    }

    public List<String> attachmentNames(String key) {
        return locked(() ->
                site.issue(key).attachments.stream().map(Issue.Attachment::name).toList());
    }

    public byte[] attachmentBytes(String key, String name) {
        var path = locked(() -> site.issue(key).attachments.stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content());
        try {
            return Files.readAllBytes(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The value of an issue's property; null when it has none under this name. */
    public @Nullable JsonNode property(String key, String name) {
        return locked(() -> site.issue(key).properties.get(name));
    }

    /** The links to things elsewhere, as JSON text. */
    public String remoteLinks(String key) {
        return locked(() -> site.issue(key).remoteLinks.stream()
                .map(link -> link.given.toString())
                .toList()
                .toString());
    }

    /** What the links to things elsewhere are called. */
    public List<String> remoteLinkTitles(String key) {
        return locked(() -> site.issue(key).remoteLinks.stream()
                .map(link -> link.given.path("object").path("title").asText())
                .toList());
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException failure) {
            throw new IllegalStateException("The simulated Jira did not stop", failure);
        } finally {
            hooks.close();
            site.deleteFiles();
        }
    }

    private Viewer as(String user) {
        return new Viewer(site, site.user(user), true);
    }

    private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> action) {
        site.lock.lock();
        try {
            return action.get();
        } finally {
            site.lock.unlock();
        }
    }
}
