package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * External can be reached, and keeps its memory in a PostgreSQL; Internal sits behind a firewall and dials, and has its own
 * file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PrivateConnectionStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private EmbeddedPostgres postgres;
    private Company external;
    private Company internal;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
        external = Company.reachable("External", "EXT", folder)
                .with("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"))
                .with("spring.datasource.username", "postgres")
                .start();
        internal = Company.behindFirewall("Internal", "INT", folder).start();
        Company.connect(external, internal, "SCRIPT");
    }

    @AfterAll
    void stop() throws IOException {
        if (internal != null) internal.close();
        if (external != null) external.close();
        if (postgres != null) postgres.close();
    }

    @Test
    void anIssueAppearsWithItsCommentsLabelsAndFiles() {
        var key = external.jira.createIssue(
                "ada",
                "EXT",
                "Bug",
                "No totals",
                Map.of("description", "Since the update", "labels", List.of("urgent")));
        external.jira.comment("grace", key, "Seen it too");
        external.jira.attach("ada", key, "report.txt", "empty".getBytes(StandardCharsets.UTF_8));
        var twin = twinOf(external, key);

        await().atMost(SOON).until(() -> internal.jira.attachmentNames(twin).size() == 1);
        var issue = internal.jira.issue(twin).path("fields");
        assertThat(issue.path("summary").asText()).isEqualTo("No totals");
        assertThat(issue.path("description").asText()).isEqualTo("Since the update");
        assertThat(issue.path("labels").path(0).asText()).isEqualTo("urgent");
        assertThat(internal.jira.commentBodies(twin))
                .containsExactly("*Grace Hopper* (External) commented:\nSeen it too");
        assertThat(internal.jira.attachmentBytes(twin, "report.txt")).asString().isEqualTo("empty");
        await().atMost(SOON).until(() -> external.state(key).equals("SYNCHRONIZED"));
    }

    @Test
    void whatExternalRemembersIsInItsPostgres() {
        var database = external.node().getBean(org.springframework.jdbc.core.simple.JdbcClient.class);

        assertThat(database.sql("select version()").query(String.class).single())
                .startsWith("PostgreSQL");
    }

    @Test
    void editsTravelInBothDirections() {
        var key = external.jira.createIssue("ada", "EXT", "Task", "First", Map.of());
        var twin = twinOf(external, key);

        external.jira.edit("ada", key, Map.of("summary", "Second"));
        await().atMost(SOON).until(() -> summary(internal, twin).equals("Second"));
        internal.jira.edit("grace", twin, Map.of("summary", "Third"));
        await().atMost(SOON).until(() -> summary(external, key).equals("Third"));
        internal.jira.comment("grace", twin, "From inside");
        await().atMost(SOON).until(() -> external.jira.commentBodies(key).size() == 1);
        assertThat(internal.jira.commentBodies(twin)).hasSize(1);
    }

    @Test
    void aCommentIsEditedAndDeletedWhereItsCopyIs() {
        var key = external.jira.createIssue("ada", "EXT", "Task", "Talk", Map.of());
        var id = external.jira.comment("ada", key, "Frist");
        var twin = twinOf(external, key);

        await().atMost(SOON).until(() -> internal.jira.commentBodies(twin).size() == 1);
        external.jira.editComment("ada", key, id, "First");
        await().atMost(SOON)
                .until(() -> internal.jira.commentBodies(twin).get(0).endsWith("First"));
        external.jira.deleteComment("ada", key, id);
        await().atMost(SOON).until(() -> internal.jira.commentBodies(twin).isEmpty());
    }

    @Test
    void aRestrictedCommentDoesNotLeave() {
        var key = external.jira.createIssue("ada", "EXT", "Task", "Secret", Map.of());
        external.jira.restrictedComment("ada", key, "Only for us", "Developers");
        external.jira.comment("ada", key, "For all");
        var twin = twinOf(external, key);

        await().atMost(SOON).until(() -> internal.jira.commentBodies(twin).size() == 1);
        assertThat(internal.jira.commentBodies(twin)).noneMatch(body -> body.contains("Only for us"));
    }

    @Test
    void theSideBehindTheFirewallListensToNobody() {
        var routes = internal.node().getBean(CamelContext.class).getRoutes();

        assertThat(routes)
                .noneMatch(route -> route.getEndpoint().getEndpointUri().startsWith("platform-http"));
        assertThat(external.node().getBean(CamelContext.class).getRoutes())
                .anyMatch(route -> route.getEndpoint().getEndpointUri().startsWith("platform-http"));
    }

    private static String summary(Company company, String key) {
        return company.jira.issue(key).path("fields").path("summary").asText();
    }

    /** Puts the issue under sync and waits for its twin. */
    private String twinOf(Company company, String key) {
        var answer = company.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("IN_PROGRESS");
        await().atMost(SOON).until(() -> company.state(key).matches("SYNCHRONIZED|IN_PROGRESS"));
        return company.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
    }
}
