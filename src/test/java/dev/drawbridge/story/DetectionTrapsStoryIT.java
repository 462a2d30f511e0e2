package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody tells Acme's node of anything: what it finds it has searched for, in a Jira that makes that hard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DetectionTrapsStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PAGE_OF_JIRA = 10;

    private final TurnedClock clock = new TurnedClock();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).living(clock).start();
        beta = Company.behindFirewall("Beta", "BET", folder).living(clock).start();
        var admin = acme.jira.administration();
        admin.pageCap(PAGE_OF_JIRA);
        admin.serverTimeZone(ZoneId.of("Asia/Kolkata"));
        admin.timeZone("drawbridge", ZoneId.of("America/Los_Angeles"));
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        Company.connect(acme, beta, "SCRIPT", "other");
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

    @Test
    void moreThanAPageOfChangesIsFoundWhileMoreOfThemCome() {
        acme.post("/api/v1/triggers", Map.of("connection", "bridge", "jql", "labels = crowd"));
        var keys = new ArrayList<String>();
        for (var number = 0; number < 3 * PAGE_OF_JIRA + 5; number++)
            keys.add(acme.jira.createIssue(
                    "ada", "ACM", "Task", "One of many " + number, Map.of("labels", List.of("crowd"))));
        for (var key : keys) acme.jira.edit("ada", key, Map.of("summary", "Edited " + key));

        for (var key : keys)
            await().atMost(SOON)
                    .until(() -> acme.state(key).equals("SYNCHRONIZED")
                            && Bridge.text(beta, twin(key), "summary").equals("Edited " + key));
        assertThat(beta.jira.issues("BET").stream()
                        .filter(key -> Bridge.text(beta, key, "summary").startsWith("Edited ACM")))
                .hasSize(keys.size());
    }

    @Test
    void whatTheIndexShowsLateIsFoundAllTheSame() {
        var key = underSync("Late");
        acme.jira.faults().indexLag(Duration.ofSeconds(3));

        acme.jira.edit("ada", key, Map.of("summary", "Later"));
        var told = acme.jira.createIssue("ada", "ACM", "Task", "The index lags", Map.of());
        assertThat(acme.state(told)).isEqualTo("NOT_UNDER_SYNC");

        await().atMost(SOON).until(() -> Bridge.text(beta, twin(key), "summary").equals("Later"));
    }

    @Test
    void aDeletionThatNobodyToldOfIsFoundByTheCensus() {
        var key = underSync("Gone without a word");
        var twin = twin(key);

        acme.jira.deleteIssue("ada", key);
        tomorrow();

        await().atMost(SOON).until(() -> beta.state(twin).equals("REMOTE_REMOVED"));
        assertThat(Bridge.text(beta, twin, "summary")).isEqualTo("Gone without a word");
    }

    @Test
    void anIssueThatTheProxyUserMayNotSeeIsNotDeletedAndGoesOnWhenItIsShown() {
        acme.jira.administration().securityLevel("ACM", "Board", "ada");
        var key = underSync("Hidden for a while");
        var twin = twin(key);
        var id = acme.jira.issue(key).path("id").asLong();

        acme.jira.secure("ada", key, "Board");
        tomorrow();
        await().atMost(SOON)
                .until(() -> acme.node()
                                .getBean(JdbcClient.class)
                                .sql("select count(*) from away where issue_id = ?")
                                .param(id)
                                .query(Long.class)
                                .single()
                        == 1);
        assertThat(beta.state(twin)).isNotEqualTo("REMOTE_REMOVED");

        acme.jira.secure("ada", key, null);
        acme.jira.edit("ada", key, Map.of("summary", "Shown again"));
        await().atMost(SOON).until(() -> Bridge.text(beta, twin, "summary").equals("Shown again"));
    }

    /** The read of the one who asks may serve the look, but not when a search has passed the issue over since. */
    @Test
    void whatChangesBetweenARequestsReadAndTheStartOfTheSyncIsTold() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "As it was read", Map.of());
        var read = new AtomicBoolean();
        acme.jira.faults().on("GET /rest/api/2/issue/" + key, Faults.When.AFTER, () -> {
            if (read.getAndSet(true)) return;
            acme.jira.edit("ada", key, Map.of("summary", "Changed in between"));
            var before = searches();
            await().atMost(SOON).until(() -> searches() >= before + 2);
        });

        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));

        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        await().atMost(SOON).until(() -> Bridge.text(beta, twin(key), "summary").equals("Changed in between"));
    }

    /** How many searches that makes in a while is measured by {@code bin/bench}. */
    @Test
    void whileNothingChangesOneSearchServesAllConnections() {
        underSync("Quiet");
        await().atMost(SOON).until(() -> {
            beta.jira.calls().reset();
            await().atMost(SOON).until(() -> beta.jira.calls().count() >= 8);
            return beta.jira.calls().all().stream().allMatch(call -> call.path().endsWith("/search"));
        });
        assertThat(beta.get("/api/v1/connections").path("items")).hasSize(2);
    }

    private long searches() {
        return acme.jira.calls().all().stream()
                .filter(call -> call.path().endsWith("/search"))
                .count();
    }

    /** The daily look at everything is due. */
    private void tomorrow() {
        clock.turn(Duration.ofHours(25));
    }

    private String underSync(String summary) {
        var key = acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        return key;
    }

    private String twin(String key) {
        return bridge.twin(acme, key);
    }
}
