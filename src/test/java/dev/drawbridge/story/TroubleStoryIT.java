package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Beta's Jira is in trouble. The lane says why in a sentence, and when the trouble is over all that happened meanwhile is
 * there, once, on both sides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TroubleStoryIT {
    private static final int ALWAYS = 1_000_000;

    private Company acme;
    private Company beta;
    private Wiretap way;
    private Bridge bridge;

    /** What is wrong, and the words by which somebody who looks at the issue or at the node's health knows it. */
    enum Trouble {
        DOWN("cannot be reached") {
            @Override
            void begins(Company beta, Wiretap way) throws IOException {
                way.cut();
            }

            @Override
            void ends(Company beta, Wiretap way) throws IOException {
                way.mend();
            }
        },
        SLOW("the connection broke or timed out") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().delay(".*", Duration.ofMillis(1500), ALWAYS);
            }
        },
        ANSWERS_HTML("Instead of Jira something else answers") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().htmlLogin(true);
            }
        },
        LAPSED_LOGIN("Jira takes us for 'anonymous'") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().anonymous(true);
            }
        },
        REFUSED_LOGIN("Jira does not let 'drawbridge' in (401)") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.administration().active("drawbridge", false);
            }

            @Override
            void ends(Company beta, Wiretap way) {
                beta.jira.administration().active("drawbridge", true);
            }
        },
        CAPTCHA("Jira wants a CAPTCHA from 'drawbridge'") {
            @Override
            void begins(Company beta, Wiretap way) throws IOException {
                for (var time = 0; time < 3; time++) loginWithWrongPassword(beta);
            }

            @Override
            void ends(Company beta, Wiretap way) {
                beta.jira.administration().unlock("drawbridge");
            }
        },
        BUSY("Jira asked for patience") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().rateLimit(0, 0.000_1, 2);
            }
        },
        BROKEN("Jira answered 500") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().failNext(ALWAYS, ".*", 500, "<html>Oops</html>");
            }
        },
        LOSES_ANSWERS("the connection broke or timed out") {
            @Override
            void begins(Company beta, Wiretap way) {
                beta.jira.faults().loseAnswers(2, "POST .*/comment");
            }
        };

        final String words;

        Trouble(String words) {
            this.words = words;
        }

        abstract void begins(Company beta, Wiretap way) throws IOException;

        void ends(Company beta, Wiretap way) throws IOException {
            beta.jira.faults().clear();
        }
    }

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder);
        way = Wiretap.before(URI.create(beta.jira.url()).getPort());
        beta.with("drawbridge.jira.url", way.url() + "/jira")
                .with("drawbridge.jira.request-timeout", "1s")
                .with("drawbridge.jira.metadata-every", "1s")
                .start();
        Company.connect(acme, beta, "SCRIPT", "bridge", List.of("ACM"), List.of("BET", "LATER"));
        bridge = new Bridge(acme, beta, "bridge");
        acme.rule(
                "bridge",
                "outgoing",
                acme.text("/api/v1/connections/bridge/rules/outgoing") + "\nreplica.environment = issue.environment\n");
        beta.rule(
                "bridge",
                "incoming",
                beta.text("/api/v1/connections/bridge/rules/incoming")
                        + """

                        if (firstSync && replica.summary.startsWith('Project')) issue.projectKey = replica.environment
                        if (firstSync && replica.summary.startsWith('Type')) issue.typeName = replica.environment
                        """);
    }

    @AfterAll
    void stop() throws IOException {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
        if (way != null) way.close();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void whatHappensWhileJiraIsInTroubleIsThereOnceWhenItIsOver(Trouble trouble) throws IOException {
        var key = issue("Before " + trouble, Map.of());
        var twin = bridge.share(acme, key);
        trouble.begins(beta, way);
        try {
            acme.jira.edit("ada", key, Map.of("summary", "During " + trouble));
            acme.jira.comment("ada", key, "Said during " + trouble);
            beta.jira.comment("grace", twin, "Answered during " + trouble);
            soon(
                    "the lane says why",
                    () -> bridge.view(beta, twin).path("why").asText().contains(trouble.words));
            if (trouble != Trouble.LOSES_ANSWERS)
                soon("health says why", () -> beta.text("/actuator/health").contains(trouble.words));
            assertThat(beta.jira.commentBodies(twin)).hasSizeLessThanOrEqualTo(2);
        } finally {
            trouble.ends(beta, way);
        }
        // Where a person had to mend the login, a person says so; all else goes on by itself.
        if (trouble.words.startsWith("Jira ")) retryOne();

        soon("applied", () -> text(beta, twin, "summary").equals("During " + trouble));
        soon("said", () -> beta.jira.commentBodies(twin).size() == 2);
        soon("answered", () -> acme.jira.commentBodies(key).size() == 2);
        soon(
                "well",
                () -> bridge.state(beta, twin).equals("SYNCHRONIZED")
                        && bridge.state(acme, key).equals("SYNCHRONIZED"));
        soon("healthy", () -> !beta.text("/actuator/health").contains(trouble.words));
        bridge.mark(beta, twin, "Afterwards");
        assertThat(beta.jira.commentBodies(twin)).hasSize(3);
        assertThat(acme.jira.commentBodies(key)).hasSize(3);
        assertThat(beta.get("/api/v1/errors").path("items")).isEmpty();
    }

    @Test
    void anIssueOfAProjectThatIsNotThereWaitsUntilItIs() {
        var key = issue("Project to come", Map.of("environment", "LATER"));
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        soon("says why", () -> error("there is no project LATER here"));
        soon("Acme knows", () -> bridge.state(acme, key).equals("REMOTE_ERROR"));

        beta.jira.addProject("LATER", "Later", "software");

        soon("made by itself", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
        assertThat(bridge.twin(acme, key)).startsWith("LATER-");
        assertThat(beta.jira.issues("LATER")).hasSize(1);
    }

    @Test
    void anIssueIsNeverMadeOutsideTheConnectionsProjects() {
        beta.jira.addProject("SECRET", "Not Acme's business", "software");
        var key = issue("Project of others", Map.of("environment", "SECRET"));
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        soon("says why", () -> error("project SECRET is outside the connection's projects [BET, LATER]"));
        assertThat(beta.jira.issues("SECRET")).isEmpty();

        acme.post("/api/v1/connections/bridge/unsync", Map.of("issue", key));
        soon("dropped", () -> !error("SECRET"));
    }

    @Test
    void anIssueOfATypeThatIsNotThereWaitsUntilItHasOne() {
        var key = issue("Type unknown", Map.of("environment", "Incident"));
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        soon("says why", () -> error("project BET has no issue type 'Incident'; it has Story, Task"));

        acme.jira.edit("ada", key, Map.of("environment", "Bug"));

        soon("made with the next change", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
        assertThat(text(beta, bridge.twin(acme, key), "issuetype")).isEqualTo("Bug");
    }

    /** The default rule falls back to a type that is there, and says so. */
    @Test
    void anotherTypeIsTakenWithAWarning() {
        beta.jira.administration().issueTypes("BET", "Story", "Task", "Bug");
        var key = acme.jira.createIssue("ada", "ACM", "Epic", "Big", Map.of());
        var twin = bridge.share(acme, key);

        assertThat(text(beta, twin, "issuetype")).isEqualTo("Story");
        assertThat(bridge.warning(beta, twin, "type").path("reason").asText())
                .isEqualTo("The project has no such type; 'Story' was taken.");
        acme.post("/api/v1/connections/bridge/unsync", Map.of("issue", key));
        soon("dropped", () -> beta.get("/api/v1/errors").path("items").isEmpty());
    }

    private boolean error(String words) {
        for (var error : beta.get("/api/v1/errors").path("items"))
            if (error.path("message").asText().contains(words)
                    && !error.path("remedy").asText().isBlank()) return true;
        return false;
    }

    private void retryOne() {
        for (var error : beta.get("/api/v1/errors").path("items"))
            beta.post("/api/v1/errors/" + error.path("id").asText() + "/retry", Map.of());
    }

    private String issue(String summary, Map<String, ?> fields) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, fields);
    }

    private static void loginWithWrongPassword(Company beta) throws IOException {
        var wrong = Base64.getEncoder().encodeToString("drawbridge:wrong".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(beta.jira.url() + "/rest/api/2/myself"))
                .header("Authorization", "Basic " + wrong)
                .build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
