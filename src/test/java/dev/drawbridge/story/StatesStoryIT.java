package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connection.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** States of an issue that no other story brings about: how each comes, what it answers to "why?", and how it goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StatesStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void anArchivedIssueSaysSoOnceSomebodyLooksAtItAndGoesOnOnceItIsRestored() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "To the archive", Map.of());
        var twin = bridge.share(acme, key);
        beta.jira.archive("grace", twin);
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", twin));
        soon(twin + " archived", () -> bridge.state(beta, twin).equals("ARCHIVED"));
        assertThat(why(beta, twin))
                .isEqualTo("The issue is archived in this Jira: its sync goes on once it is restored.");
        assertThat(bridge.timeline(beta, twin)).contains("issue-archived");
        assertThat(bridge.state(acme, key))
                .as("the other side's is not archived")
                .isEqualTo("SYNCHRONIZED");

        acme.jira.edit("ada", key, Map.of("summary", "Out of the archive"));
        soon(
                "arrived",
                () -> bridge.timeline(beta, twin).stream()
                                .filter("changed-there"::equals)
                                .count()
                        > 1);
        assertThat(bridge.state(beta, twin)).isEqualTo("ARCHIVED");
        assertThat(Bridge.text(beta, twin, "summary")).isEqualTo("To the archive");

        beta.jira.restore("grace", twin);
        soon("goes on", () -> Bridge.text(beta, twin, "summary").equals("Out of the archive"));
        soon("as before", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
        assertThat(bridge.timeline(beta, twin)).contains("issue-back");
    }

    @Test
    void whatAComparisonFoundDifferentSaysSoOnTheSideThatAskedUntilSomethingIsSynchronized() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Compared", Map.of());
        var same = acme.jira.createIssue("ada", "ACM", "Task", "Compared and equal", Map.of());
        var twin = bridge.share(acme, key);
        bridge.share(acme, same);
        bridge.quiet(key);
        verify(acme);
        assertThat(bridge.state(acme, key)).as("nothing differs yet").isEqualTo("SYNCHRONIZED");

        cameByUnseen(beta, twin);
        verify(acme);
        assertThat(bridge.state(acme, key)).isEqualTo("DIFFERS");
        assertThat(why(acme, key)).startsWith("On the other side: ").contains("not told");
        assertThat(bridge.state(acme, same)).isEqualTo("SYNCHRONIZED");
        assertThat(bridge.state(beta, twin)).as("who did not ask").isEqualTo("SYNCHRONIZED");
        verify(beta);
        assertThat(bridge.state(beta, twin)).isEqualTo("DIFFERS");
        assertThat(why(beta, twin)).isNotBlank().doesNotStartWith("On the other side");

        acme.jira.edit("ada", key, Map.of("summary", "Compared no more"));
        soon("taken", () -> Bridge.text(beta, twin, "summary").equals("Compared no more"));
        soon("in sync there", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
        soon("in sync here", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
    }

    @Test
    void asLongAsThePartnerIsAwayItHasNotSaidThatItHasTheIssue() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Nobody there", Map.of());
        beta.stop();
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        soon("waits", () -> bridge.state(acme, key).equals("WAITING_FOR_REMOTE"));
        assertThat(why(acme, key)).startsWith("The other side has not said yet that it has the issue.");
        beta.start();
        soon("there", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
        assertThat(why(acme, key)).isEmpty();
    }

    /** As when the partner tells of its side while an administrator changes this one. */
    @Test
    void aConnectionThatAnotherHasChangedMeanwhileIsChangedAllTheSameAndNothingIsLost() {
        var connections = acme.node().getBean(Connections.class);
        var id = connections.named(bridge.name()).orElseThrow().id();
        var alone = new TransactionTemplate(acme.node().getBean(PlatformTransactionManager.class));
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        alone.executeWithoutResult(status -> {
            assertThat(connections.find(id)).isPresent();
            alone.executeWithoutResult(
                    other -> connections.patch(id, new Connections.Patch("By another", null, null, null)));
            connections.deactivate(id);
        });

        var now = bridge.connection(acme);
        assertThat(now.path("state").asText()).isEqualTo("DEACTIVATED");
        assertThat(now.path("description").asText()).isEqualTo("By another");
        acme.post("/api/v1/connections/bridge/activate", Map.of());
    }

    private String why(Company company, String key) {
        return bridge.view(company, key).path("why").asText();
    }

    private void verify(Company company) {
        Work.done(company, Work.order(company, "verify", Map.of("connection", bridge.name())));
    }

    /** As if a change had come past the detection. */
    private static void cameByUnseen(Company company, String key) {
        company.node()
                .getBean(JdbcClient.class)
                .sql("update twin set seen = '{\"summary\":\"another\"}' where issue_key = ?")
                .param(key)
                .update();
    }
}
