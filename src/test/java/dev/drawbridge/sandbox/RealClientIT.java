package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.NodePackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that others wrote for the real Jira (jira-client from npm) is content with the simulated one. */
@SuppressWarnings("NullAway.Init")
class RealClientIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "let me in";

    private static SandboxJira jira;

    @BeforeAll
    static void start() throws Exception {
        NodePackages.install();
        jira = SandboxJira.start("Acme", "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser("ada", "Ada Admin", "ada@acme.example", PASSWORD);
        jira.addUser("walt", "Walt Watcher", "walt@acme.example", PASSWORD);
        jira.administration().administrator("ada");
        jira.addProject("ACME", "Acme", "software");
    }

    @AfterAll
    static void stop() {
        if (jira != null) {
            jira.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "bearer"})
    void aRealClientFindsWhatItWroteAndLeavesItInThisJira(String login) throws Exception {
        var run = drive(login, login.equals("bearer") ? jira.token("ada") : PASSWORD);

        assertThat(run.status()).as("%s", run).isZero();
        var key = left(run).path("issue").asText();
        var other = left(run).path("other").asText();
        var fields = jira.issue(key).path("fields");
        assertThat(fields.path("summary").asText()).isEqualTo("Edited with " + login);
        assertThat(fields.path("description").asText()).isEqualTo("by *somebody*");
        assertThat(fields.path("labels")).extracting(JsonNode::asText).containsExactlyInAnyOrder("real", "edited");
        assertThat(fields.at("/priority/name").asText()).isEqualTo("High");
        assertThat(fields.at("/status/name").asText()).isEqualTo("Done");
        assertThat(fields.at("/resolution/name").asText()).isEqualTo("Done");
        assertThat(fields.at("/creator/name").asText()).isEqualTo("ada");
        assertThat(fields.at("/fixVersions/0/name").asText()).isEqualTo("1.0 " + login);
        assertThat(fields.at("/fixVersions/0/released").asBoolean()).isTrue();
        assertThat(fields.at("/components/0/name").asText()).isEqualTo("Gate " + login);
        assertThat(fields.at("/watches/watchCount").asInt()).isEqualTo(1);
        assertThat(fields.at("/worklog/worklogs")).hasSize(1);
        assertThat(fields.at("/worklog/worklogs/0/timeSpentSeconds").asInt()).isEqualTo(5400);
        assertThat(fields.at("/worklog/worklogs/0/comment").asText()).isEqualTo("dug a deep moat");
        assertThat(fields.path("issuelinks")).hasSize(1);
        assertThat(fields.at("/issuelinks/0/outwardIssue/key").asText()).isEqualTo(other);
        assertThat(jira.commentBodies(key)).containsExactly("better words");
        assertThat(jira.attachmentNames(key)).containsExactly("Grüße aus Acme.txt");
        assertThat(jira.attachmentBytes(key, "Grüße aus Acme.txt"))
                .isEqualTo("a drawbridge\0 is not a wall\n".getBytes(StandardCharsets.UTF_8));
        assertThat(jira.property(key, "moat"))
                .isEqualTo(JSON.readTree("{\"with\":\"%s\",\"depth\":[1,2]}".formatted(login)));
        assertThat(jira.property(key, "passing")).isNull();
        assertThat(jira.remoteLinkTitles(key)).containsExactly("Moat plan, " + login);
        assertThat(jira.issues("ACME"))
                .contains(key, other)
                .doesNotContain(left(run).path("gone").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "bearer"})
    void theClientIsRefusedWithAWrongSecret(String login) throws Exception {
        var run = drive(login, "wrong");
        jira.administration().unlock("ada");

        assertThat(run.status()).isNotZero();
        assertThat(run.trouble()).containsAnyOf("Unauthorized", "You are not authenticated");
    }

    /** Shows that the script would notice: an edit is acknowledged here, but not done. */
    @Test
    void theClientNoticesAJiraThatLosesAnEdit() throws Exception {
        jira.faults().failNext(1, "PUT /rest/api/2/issue/[^/]+/comment/.*", 200, "{\"body\":\"better words\"}");
        var before = jira.issues("ACME");

        var run = drive("lossy", PASSWORD);

        assertThat(run.status()).isNotZero();
        assertThat(run.trouble()).contains("first words").contains("better words");
        assertThat(jira.issues("ACME")).hasSizeGreaterThan(before.size());
    }

    private static JsonNode left(NodePackages.Run run) throws IOException {
        return JSON.readTree(run.output().lines().reduce("", (before, last) -> last));
    }

    private static NodePackages.Run drive(String login, String secret) throws Exception {
        return NodePackages.run(List.of("node", "drive.js", jira.url(), login, "ada", secret, "ACME"));
    }
}
