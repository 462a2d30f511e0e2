package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acme's node looks for changes once an hour only; its Jira says by a webhook when something changed. Beta's looks all the
 * time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DetectionStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "between us two";

    private Company acme;
    private Company beta;
    private int webhook;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        webhook = Ports.free();
        acme = Company.reachable("Acme", "ACM", folder)
                .with("drawbridge.jira.poll-every", "1h")
                .with("drawbridge.jira.webhook.port", String.valueOf(webhook))
                .with("drawbridge.jira.webhook.address", "127.0.0.1")
                .with("drawbridge.jira.webhook.secret", SECRET)
                .start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        acme.jira
                .administration()
                .webhook(
                        "http://127.0.0.1:" + webhook + "/changed",
                        SECRET,
                        "jira:issue_created",
                        "jira:issue_updated",
                        "jira:issue_deleted",
                        "comment_created");
        Company.connect(acme, beta, "SCRIPT");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aWebhookBringsTheNextPassForwardToNow() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Quiet", Map.of());
        var twin = twinOf(key);

        acme.jira.edit("ada", key, Map.of("summary", "Heard at once"));

        await().atMost(SOON).until(() -> summary(beta, twin).equals("Heard at once"));
    }

    @Test
    void aDeletionIsSeenSoonAndDeletesNothingThere() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Mistake", Map.of());
        var twin = twinOf(key);

        acme.jira.deleteIssue("ada", key);

        await().atMost(SOON).until(() -> beta.state(twin).equals("REMOTE_REMOVED"));
        assertThat(summary(beta, twin)).isEqualTo("Mistake");
        beta.jira.edit("grace", twin, Map.of("summary", "Goes on alone"));
        await().atMost(SOON).until(() -> beta.state(twin).equals("REMOTE_REMOVED"));
    }

    @Test
    void aWebhookThatAnotherOneSignedIsNotHeard() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webhook + "/changed"))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature", "sha256=00ff")
                .POST(HttpRequest.BodyPublishers.ofString("{\"webhookEvent\":\"jira:issue_updated\"}"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(401);
        var admin = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webhook + "/api/v1/node"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(admin, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .as("nothing else is served there")
                .isEqualTo(405);
    }

    @Test
    void aTriggerBringsNewIssuesUnderSyncAndNoOthers() {
        var before = beta.jira.createIssue("grace", "BET", "Bug", "Older than the trigger", Map.of());
        var trigger = beta.post(
                "/api/v1/triggers",
                Map.of("connection", "bridge", "jql", "labels = share ORDER BY created", "notes", "What Acme may see"));
        assertThat(trigger.path("active").asBoolean()).isTrue();
        assertThat(trigger.path("matches").asInt(-1)).isZero();

        var shared = beta.jira.createIssue("grace", "BET", "Bug", "Shared", Map.of("labels", List.of("share")));
        var kept = beta.jira.createIssue("grace", "BET", "Bug", "Kept", Map.of());

        await().atMost(SOON).until(() -> beta.state(shared).equals("SYNCHRONIZED"));
        assertThat(acme.jira.issues("ACM")).anyMatch(key -> summary(acme, key).equals("Shared"));
        assertThat(beta.state(kept)).isEqualTo("NOT_UNDER_SYNC");
        assertThat(beta.state(before)).isEqualTo("NOT_UNDER_SYNC");

        beta.post("/api/v1/connections/bridge/unsync", Map.of("issue", shared));
        beta.jira.edit("grace", shared, Map.of("summary", "Not again"));
        var later = beta.jira.createIssue("grace", "BET", "Bug", "Later", Map.of("labels", List.of("share")));
        await().atMost(SOON).until(() -> beta.state(later).equals("SYNCHRONIZED"));
        assertThat(beta.state(shared))
                .as("a tombstone is not raised by a trigger")
                .isEqualTo("NOT_UNDER_SYNC");

        beta.delete("/api/v1/triggers/" + trigger.path("id").asText());
        assertThat(beta.get("/api/v1/triggers").path("items")).isEmpty();
    }

    @Test
    void aQueryThatJiraDoesNotTakeIsRefusedInItsWords() {
        var refused = beta.post("/api/v1/triggers", Map.of("connection", "bridge", "jql", "colour = red"));

        assertThat(refused.path("status").asInt()).isEqualTo(422);
        assertThat(refused.path("detail").asText()).contains("Field 'colour' does not exist");
        assertThat(beta.post("/api/v1/triggers", Map.of("connection", "nobody", "jql", "project = BET"))
                        .path("status")
                        .asInt())
                .isEqualTo(404);
    }

    private String twinOf(String key) {
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        return acme.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
    }

    private static String summary(Company company, String key) {
        return company.jira.issue(key).path("fields").path("summary").asText();
    }
}
