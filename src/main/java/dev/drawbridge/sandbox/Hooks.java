package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.sandbox.Issue.Change;
import dev.drawbridge.sandbox.Issue.Comment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Registered webhooks, and what each event tells them. */
final class Hooks implements AutoCloseable {
    static final class Hook {
        final long id;
        final Instant created;
        final AtomicLong delivered = new AtomicLong();
        JsonNode given;
        Instant changed;

        Hook(long id, JsonNode given, Instant now) {
            this.id = id;
            this.given = given;
            this.created = now;
            this.changed = now;
        }
    }

    final Map<Long, Hook> all = new LinkedHashMap<>();
    private final Site site;
    private final Deliveries deliveries = new Deliveries();
    private long lastId;

    Hooks(Site site) {
        this.site = site;
    }

    Hook add(JsonNode given) {
        var hook = new Hook(++lastId, given, site.now());
        all.put(hook.id, hook);
        return hook;
    }

    Instant now() {
        return site.now();
    }

    String url() {
        return site.baseUrl;
    }

    long delivered() {
        return all.values().stream().mapToLong(hook -> hook.delivered.get()).sum();
    }

    void issue(String event, String type, Viewer by, Issue issue, @Nullable Change change) {
        if (all.isEmpty()) {
            return;
        }
        var body = head(event, by);
        // Jira 7 and older did not say this.
        body.put("issue_event_type_name", type);
        var beans = beans(by);
        body.set("issue", new IssueBeans(beans).show(issue, Wanted.ALL, Set.of()));
        if (change != null) {
            var changelog = body.putObject("changelog").put("id", change.id());
            changelog.set("items", IssueBeans.items(change));
        }
        send(event, body, issue);
    }

    /** The second hook of a comment, with its issue and the comment. */
    void commented(String type, Viewer by, Issue issue, Comment comment) {
        if (all.isEmpty()) {
            return;
        }
        var beans = beans(by);
        var body = head("jira:issue_updated", by).put("issue_event_type_name", type);
        body.set("issue", new IssueBeans(beans).show(issue, Wanted.ALL, Set.of()));
        body.set("comment", beans.comment(issue, comment));
        send("jira:issue_updated", body, issue);
    }

    /** The bare hook of a comment, worklog or link: without its issue. */
    void part(String event, String name, JsonNode part, Issue issue) {
        if (all.isEmpty()) {
            return;
        }
        var body = Json.object().put("timestamp", site.now().toEpochMilli()).put("webhookEvent", event);
        body.set(name, part);
        send(event, body, issue);
    }

    /** A hook about something that is no part of an issue, such as a version. */
    void thing(String event, String name, JsonNode thing) {
        var body = Json.object().put("timestamp", site.now().toEpochMilli()).put("webhookEvent", event);
        body.set(name, thing);
        send(event, body, null);
    }

    private ObjectNode head(String event, Viewer by) {
        var body = Json.object().put("timestamp", site.now().toEpochMilli()).put("webhookEvent", event);
        body.set("user", beans(by).user(by.known()));
        return body;
    }

    /** As the actor sees the world, in the actor's zone, but with nothing hidden. */
    private Beans beans(Viewer by) {
        return new Beans(new Viewer(site, by.user(), true));
    }

    private void send(String event, ObjectNode body, @Nullable Issue issue) {
        for (var hook : all.values()) {
            if (on(hook.given) && Json.strings(hook.given.get("events")).contains(event) && wants(hook, issue)) {
                deliveries.send(new Deliveries.Delivery(
                        url(hook.given, issue), secret(hook.given), bare(hook.given) ? null : body, hook.delivered));
            }
        }
    }

    private static boolean on(JsonNode given) {
        return given.path("active").asBoolean(given.path("enabled").asBoolean(true));
    }

    /** Whether the hook's own JQL lets the issue through; asked anew at each event. */
    private boolean wants(Hook hook, @Nullable Issue issue) {
        var jql = jql(hook.given);
        if (issue == null || jql.isBlank()) {
            return true;
        }
        var query = JqlQuery.parse(new Viewer(site, null, true), jql);
        return site.index.fresh(issue).filter(query.matches()).isPresent();
    }

    static String jql(JsonNode given) {
        return given.path("filters")
                .path("issue-related-events-section")
                .asText(given.path("jqlFilter").asText(""));
    }

    static boolean bare(JsonNode given) {
        return given.path("configuration").path("EXCLUDE_BODY").asBoolean(false)
                || given.path("excludeBody").asBoolean(false)
                || given.path("excludeIssueDetails").asBoolean(false);
    }

    private String url(JsonNode given, @Nullable Issue issue) {
        var url = given.path("url").asText();
        if (issue == null) {
            return url;
        }
        var dollar = site.major() >= 10 ? "" : "$";
        return url.replace(dollar + "{issue.key}", issue.key)
                .replace(dollar + "{issue.id}", String.valueOf(issue.id))
                .replace(dollar + "{project.key}", issue.project.key);
    }

    private @Nullable String secret(JsonNode given) {
        var secret = given.path("configuration").path("SECRET").asText("");
        return secret.isEmpty() || site.major() < 10 ? null : secret;
    }

    /** Up to Jira 9 whoever caused the events waits until they are told; later nobody does. */
    void settle() {
        if (site.major() < 10) {
            deliveries.settle();
        }
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
