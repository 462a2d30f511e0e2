package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An apply that Jira cuts off in the middle: what it has done already is nobody's change, and what people say is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class HalfDoneStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicReference<Runnable> once = new AtomicReference<>(() -> {});
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .drilled(this::whenStored)
                .start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        acme.rule(
                "bridge",
                "incoming",
                acme.text("/api/v1/connections/bridge/rules/incoming") + "\nissue.setStatus(replica.status?.name)\n");
    }

    private void whenStored(String point) {
        if (point.equals("stored")) once.getAndSet(() -> {}).run();
    }

    @AfterEach
    void forgiveJira() {
        acme.jira.faults().clear();
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    /** Acme wins conflicts: were its own half-done work a change made there, Beta's newer value would be lost. */
    @Test
    void itsOwnWritesDoNotWinAgainstANewerChange() {
        var key = underSync("Half done");
        var twin = bridge.twin(beta, key);
        acme.jira.faults().failNext(3, ".*/comment", 503, "");

        beta.jira.edit("ada", key, Map.of("summary", "First"));
        beta.jira.transition("ada", key, "In Progress");
        beta.jira.comment("ada", key, "Said with it");
        await().atMost(SOON)
                .until(() -> Bridge.text(acme, twin, "summary").equals("First")
                        && acme.jira.commentBodies(twin).isEmpty());
        beta.jira.edit("ada", key, Map.of("summary", "Second"));

        await().atMost(SOON).until(() -> acme.jira.commentBodies(twin).size() == 1);
        await().atMost(SOON).until(() -> Bridge.text(acme, twin, "summary").equals("Second"));
        bothSynchronized(key);
        assertThat(Bridge.text(beta, key, "summary")).isEqualTo("Second");
        assertThat(Bridge.text(acme, twin, "status")).isEqualTo("In Progress");
        assertThat(bridge.timeline(acme, twin)).contains("change-applied").doesNotContain("conflict");
        assertThat(bridge.timeline(beta, key)).contains("change-queued").doesNotContain("conflict");
        assertThat(bridge.view(acme, twin).path("warnings")).isEmpty();
    }

    /** The control of the test above: what somebody changes there between the two attempts is a change, and wins. */
    @Test
    void aChangeMadeBetweenTheAttemptsWins() {
        var key = underSync("Contended");
        var twin = bridge.twin(beta, key);
        acme.jira.faults().failNext(3, ".*/comment", 503, "");

        beta.jira.edit("ada", key, Map.of("summary", "Beta's"));
        beta.jira.comment("ada", key, "Said with it");
        await().atMost(SOON).until(() -> Bridge.text(acme, twin, "summary").equals("Beta's"));
        acme.jira.edit("grace", twin, Map.of("summary", "Acme's"));

        await().atMost(SOON).until(() -> Bridge.text(beta, key, "summary").equals("Acme's"));
        bothSynchronized(key);
        assertThat(Bridge.text(acme, twin, "summary")).isEqualTo("Acme's");
        assertThat(bridge.timeline(acme, twin)).contains("conflict");
    }

    @Test
    void whatIsSaidWhileACommentIsMadeTwiceTravelsBack() {
        var key = underSync("Interrupted");
        var twin = bridge.twin(beta, key);
        acme.jira.faults().loseAnswers(1, "POST .*/comment");
        acme.jira
                .faults()
                .on("POST .*/comment", Faults.When.AFTER, () -> acme.jira.comment("grace", twin, "In between"));

        beta.jira.comment("ada", key, "Said first");
        await().atMost(SOON).until(() -> beta.jira.commentBodies(key).size() == 2);
        bothSynchronized(key);
        assertThat(beta.jira.commentBodies(key).get(1)).contains("In between");
        assertThat(acme.jira.commentBodies(twin)).hasSize(2);
    }

    @Test
    void whatIsSaidInACopyBeforeItIsRecordedTravelsBack() {
        acme.jira.faults().loseAnswers(1, "POST /rest/api/2/issue");
        var before = acme.jira.issues("ACM").size();
        var key = beta.jira.createIssue("ada", "BET", "Task", "Not recorded", Map.of());
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.jira.issues("ACM").size() == before + 1);
        var copy = acme.jira.issues("ACM").get(before);
        acme.jira.comment("grace", copy, "Is anybody there?");
        acme.jira.attach("grace", copy, "map.txt", new byte[] {1, 2, 3});

        bothSynchronized(key);
        assertThat(bridge.twin(beta, key)).isEqualTo(copy);
        await().atMost(SOON).until(() -> beta.jira.commentBodies(key).size() == 1);
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(key).size() == 1);
        assertThat(beta.jira.commentBodies(key).get(0)).contains("Is anybody there?");
        assertThat(acme.jira.commentBodies(copy)).containsExactly("Is anybody there?");
    }

    /** However often Acme was away before: its return is all that the file waits for. */
    @Test
    void aFileIsFetchedWhenThePartnerIsBack() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "With a plan", Map.of());
        acme.jira.attach("ada", key, "plan.txt", new byte[] {1, 2, 3});
        once.set(acme::stop);
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON)
                .until(() -> bridge.connection(beta).path("condition").asText().equals("UNREACHABLE"));
        var store = beta.node().getBean(JdbcClient.class);
        await().atMost(SOON)
                .until(() -> store.sql(
                                        "update lane set next_at = dateadd('minute', 10, next_at) where state = 'RETRY' and leased_until is null")
                                .update()
                        == 1);

        acme.start();

        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        assertThat(beta.jira.attachmentBytes(bridge.twin(acme, key), "plan.txt"))
                .containsExactly(1, 2, 3);
    }

    private String underSync(String summary) {
        var key = beta.jira.createIssue("ada", "BET", "Task", summary, Map.of());
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        bothSynchronized(key);
        return key;
    }

    private void bothSynchronized(String key) {
        await().atMost(SOON).until(() -> beta.state(key).equals("SYNCHRONIZED"));
        await().atMost(SOON).until(() -> acme.state(bridge.twin(beta, key)).equals("SYNCHRONIZED"));
    }
}
