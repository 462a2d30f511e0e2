package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that wakes up in another place does nothing until an administrator says that it is the one. */
@SuppressWarnings("NullAway.Init")
class ActivationStoryIT {
    /** So often has each loop had its turn before a test says that nothing happened. */
    private static final long TURNS = 5;

    @TempDir
    private Path folder;

    private Company acme;
    private Company beta;
    private Bridge bridge;
    private Wiretap way;

    @BeforeEach
    void connect() throws IOException {
        acme = Company.reachable("Acme", "ACM", folder);
        way = Wiretap.before(acme.peerPort());
        acme.with("drawbridge.public-url", way.url()).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterEach
    void stop() throws IOException {
        beta.close();
        acme.close();
        way.close();
    }

    @Test
    void aCopySleepsUntilItIsActivatedAndNothingIsLost() throws IOException {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Before", Map.of());
        var theirs = bridge.share(acme, ours);
        bridge.quiet(ours);
        beta.stop();
        acme.jira.edit("ada", ours, Map.of("summary", "Said by Acme"));
        soon("it waits", () -> bridge.connection(acme).path("outbox").asInt() == 1);
        beta.jira.comment("ada", theirs, "Said by Beta");
        var copy = copied("Beta");
        var before = beta.jira.calls().count();
        way.forget();

        beta.with("drawbridge.data-dir", copy.toString()).start();

        everyLoopHadItsTurns(beta, "detect", "claim", "jobs", "signs", "pull");
        assertThat(beta.jira.calls().count()).as("calls to Jira").isEqualTo(before);
        assertThat(way.heard()).as("calls to the partner").isBlank();
        assertThat(summary(beta, theirs)).isEqualTo("Before");
        assertThat(sync(beta).path("active").asBoolean(true)).isFalse();
        assertThat(sync(beta).path("why").asText())
                .contains("the store: " + folder.toRealPath().resolve("Beta/data") + " → " + copy.toRealPath());
        assertThat(beta.answer("GET", "/actuator/health/readiness", null).statusCode())
                .isEqualTo(200);
        assertThat(beta.get("/actuator/health")
                        .at("/components/sync/details/why")
                        .asText())
                .contains("another place");
        assertThat(beta.post("/api/v1/connections/bridge/test", Map.of())
                        .path("problem")
                        .asText())
                .contains("not active");
        assertThat(way.heard()).as("calls to the partner").isBlank();

        pressTheButton();

        soon("Acme's word", () -> summary(beta, theirs).equals("Said by Acme"));
        soon("Beta's word", () -> acme.jira.commentBodies(ours).toString().contains("Said by Beta"));
        assertThat(way.heard()).contains("/peer/v1/pull");
        assertThat(beta.get("/api/v1/audit").toString()).contains("activates the sync of the node", "another place");
        beta.stop();
        beta.start();
        assertThat(sync(beta).path("active").asBoolean()).as("restarted there").isTrue();
    }

    @Test
    void anOrdinaryRestartIsActiveAtOnce() {
        acme.stop();
        acme.start();

        assertThat(sync(acme).path("active").asBoolean()).isTrue();
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Goes on", Map.of());
        bridge.share(acme, ours);
        assertThat(acme.get("/actuator/health").at("/components/sync/status").asText())
                .isEqualTo("UP");
    }

    @Test
    void thePartnerShowsThatANodeIsNotActiveAndGoesOnAfterwards() {
        var theirs = beta.jira.createIssue("ada", "BET", "Task", "Waits for Acme", Map.of());
        acme.stop();
        acme.with("drawbridge.sync.start", "paused").start();

        soon(
                "said",
                () -> bridge.connection(beta).path("why").asText().contains("The sync of this node is not active"));
        assertThat(bridge.connection(beta).path("condition").asText()).isEqualTo("UNREACHABLE");
        assertThat(sync(acme).path("why").asText()).contains("drawbridge.sync.start");
        var before = acme.jira.calls().count();
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", theirs));
        soon("it waits", () -> bridge.connection(beta).path("outbox").asInt() == 1);
        everyLoopHadItsTurns(acme, "detect", "claim");
        assertThat(acme.jira.calls().count()).isEqualTo(before);

        assertThat(acme.post("/api/v1/node/activate", Map.of())
                        .at("/sync/active")
                        .asBoolean())
                .isTrue();

        soon("it goes on", () -> bridge.state(beta, theirs).startsWith("SYNCHRONIZED"));
        soon(
                "well again",
                () -> bridge.connection(beta).path("condition").asText().equals("OK"));
    }

    private void pressTheButton() {
        try (var chromium = Chromium.start();
                var console = Console.loggedIn(chromium.browser(), beta, "admin", "admin")) {
            for (var page : List.of("/", "/connections", "/settings")) {
                console.open(page);
                assertThat(console.region("The sync of this node is not active"))
                        .containsText("another place");
            }
            console.pictures("sync-not-active");
            console.button("Activate sync").click();
            console.button("Activate sync").last().click();
            assertThat(console.button("Activate sync")).hasCount(0);
            assertThat(console.page.locator("dl.facts").first()).containsText("Active");
            console.requireNothingWrong();
        }
    }

    private Path copied(String company) throws IOException {
        var copy = folder.resolve("copy-of-" + company);
        var data = folder.resolve(company).resolve("data");
        try (var files = Files.walk(data)) {
            for (var file : files.toList())
                Files.copy(file, copy.resolve(data.relativize(file).toString()));
        }
        return copy;
    }

    private static JsonNode sync(Company company) {
        return company.get("/api/v1/node").path("sync");
    }

    private static String summary(Company company, String key) {
        return Bridge.text(company, key, "summary");
    }

    /** Also of those routes of which there is one for each connection. */
    private static void everyLoopHadItsTurns(Company company, String... loops) {
        var camel = company.node().getBean(CamelContext.class);
        var managed = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
        for (var loop : loops) soon(loop, () -> turns(camel, managed, loop) >= TURNS);
    }

    private static long turns(CamelContext camel, ManagedCamelContext managed, String loop) throws Exception {
        var most = 0L;
        for (var route : camel.getRoutes())
            if (route.getId().equals(loop) || route.getId().startsWith(loop + "-"))
                most = Math.max(most, managed.getManagedRoute(route.getId()).getExchangesTotal());
        return most;
    }
}
