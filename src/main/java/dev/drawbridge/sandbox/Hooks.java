package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Registered webhooks and their delivery on a thread of its own, once, as Jira does. */
final class Hooks implements AutoCloseable {
    static final class Hook {
        final long id;
        JsonNode given;

        Hook(long id, JsonNode given) {
            this.id = id;
            this.given = given;
        }
    }

    final Map<Long, Hook> all = new LinkedHashMap<>();
    private long lastId;
    private final Site site;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ExecutorService deliveries = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "webhooks");
        thread.setDaemon(true);
        return thread;
    });

    Hooks(Site site) {
        this.site = site;
    }

    Hook add(JsonNode given) {
        var hook = new Hook(++lastId, given);
        all.put(hook.id, hook);
        return hook;
    }

    void issue(String event, String type, Viewer by, Issue issue, Issue.@Nullable Change change) {
        if (all.isEmpty()) {
            return;
        }
        var body = Json.object().put("timestamp", site.now().toEpochMilli()).put("webhookEvent", event);
        body.put("issue_event_type_name", type);
        var beans = new Beans(new Viewer(site, by.user(), true));
        body.set("user", beans.user(by.known()));
        body.set("issue", new IssueBeans(beans).show(issue, Wanted.ALL, java.util.Set.of()));
        if (change != null) {
            var changelog = body.putObject("changelog").put("id", change.id());
            changelog.set("items", IssueBeans.items(change));
        }
        send(event, body);
    }

    /** The bare one of the two hooks of a comment: without its issue. */
    void comment(String event, Viewer by, Issue issue, Issue.Comment comment) {
        if (all.isEmpty()) {
            return;
        }
        var body = Json.object().put("timestamp", site.now().toEpochMilli()).put("webhookEvent", event);
        body.set("comment", new Beans(new Viewer(site, by.user(), true)).comment(issue, comment));
        send(event, body);
    }

    private void send(String event, JsonNode body) {
        var bytes = Json.bytes(body);
        for (var hook : all.values()) {
            boolean on = hook.given
                    .path("active")
                    .asBoolean(hook.given.path("enabled").asBoolean(true));
            if (on && Json.strings(hook.given.get("events")).contains(event)) {
                var request = request(hook.given, bytes);
                deliveries.execute(() -> http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .exceptionally(lost -> null)
                        .join());
            }
        }
    }

    private static HttpRequest request(JsonNode hook, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create(hook.path("url").asText()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("X-Atlassian-Webhook-Identifier", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        var secret = hook.path("configuration").path("SECRET").asText("");
        if (!secret.isEmpty()) {
            request.header("X-Hub-Signature", "sha256=" + sign(secret, body));
        }
        return request.build();
    }

    private static String sign(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<Runnable> undelivered = deliveries.shutdownNow();
        undelivered.clear();
    }
}
