package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acme and Beta can reach each other, and somebody listens on each of the two ways. Gamma can dial, but not be reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PublicConnectionStoryIT {
    private Wiretap toAcme;
    private Wiretap toBeta;
    private Company acme;
    private Company beta;
    private Company gamma;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder);
        beta = Company.reachable("Beta", "BET", folder);
        gamma = Company.behindFirewall("Gamma", "GAM", folder);
        toAcme = Wiretap.before(acme.peerPort());
        toBeta = Wiretap.before(beta.peerPort());
        acme.with("drawbridge.public-url", toAcme.url()).start();
        beta.with("drawbridge.public-url", toBeta.url()).start();
        gamma.start();
        Company.connectBothWays(acme, beta, "SCRIPT", "script");
        Company.connectBothWays(acme, beta, "BASIC", "basic");
    }

    @AfterAll
    void stop() throws IOException {
        for (var company : new Company[] {acme, beta, gamma}) if (company != null) company.close();
        if (toAcme != null) toAcme.close();
        if (toBeta != null) toBeta.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "basic"})
    void whatEitherSideDoesArrivesAtTheOther(String name) {
        var bridge = new Bridge(acme, beta, name);
        var key = acme.jira.createIssue(
                "ada",
                "ACM",
                "Task",
                "No totals",
                Map.of("description", "Since the update", "labels", List.of("urgent")));
        acme.jira.attach("ada", key, "a.txt", "from Acme".getBytes(StandardCharsets.UTF_8));
        var twin = bridge.share(acme, key);

        assertThat(Bridge.text(beta, twin, "description")).isEqualTo("Since the update");
        Bridge.soon("Acme's file", () -> beta.jira.attachmentNames(twin).contains("a.txt"));
        assertThat(beta.jira.attachmentBytes(twin, "a.txt")).asString().isEqualTo("from Acme");

        beta.jira.edit("grace", twin, Map.of("summary", "Totals are missing"));
        beta.jira.attach("grace", twin, "b.txt", "from Beta".getBytes(StandardCharsets.UTF_8));
        bridge.mark(beta, twin, "Looked into it");
        Bridge.soon("Beta's file", () -> acme.jira.attachmentNames(key).contains("b.txt"));
        assertThat(Bridge.text(acme, key, "summary")).isEqualTo("Totals are missing");
        assertThat(acme.jira.attachmentBytes(key, "b.txt")).asString().isEqualTo("from Beta");
        assertThat(acme.jira.commentBodies(key)).containsExactly("*Ada Lovelace* (Beta) commented:\nLooked into it");
    }

    @Test
    void bothSidesPushAndNobodyAsks() {
        var bridge = new Bridge(acme, beta, "script");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Both ways", Map.of());
        var twin = bridge.share(acme, key);
        bridge.mark(beta, twin, "Back again");

        assertThat(bridge.connection(acme).path("type").asText()).isEqualTo("PUBLIC");
        assertThat(bridge.connection(acme).path("dials").asText()).isEqualTo("BOTH");
        assertThat(bridge.connection(beta).path("dials").asText()).isEqualTo("BOTH");
        for (var way : List.of(toAcme, toBeta))
            assertThat(way.heard()).contains("POST /peer/v1/push").doesNotContain("POST /peer/v1/pull");
        for (var company : List.of(acme, beta))
            assertThat(instances(company, bridge)).containsExactly("push");
    }

    /** The control of the test above: on a private connection the same look finds the question, and one side that pushes. */
    @Test
    void onAPrivateConnectionOneSideAsks() {
        var bridge = new Bridge(beta, gamma, Company.connect(beta, gamma, "SCRIPT", "gamma"));
        var key = gamma.jira.createIssue("ada", "GAM", "Task", "One way", Map.of());
        bridge.share(gamma, key);

        assertThat(instances(gamma, bridge)).containsExactlyInAnyOrder("pull", "push");
        assertThat(instances(beta, bridge)).isEmpty();
        assertThat(toBeta.heard()).contains("POST /peer/v1/pull");
        beta.delete("/api/v1/connections/gamma");
        Bridge.soon("the end", () -> instances(gamma, bridge).isEmpty());
        gamma.delete("/api/v1/connections/gamma");
        toBeta.forget();
    }

    @Test
    void whatCannotBeSentWaitsWhileTheOtherWayGoesOn() throws IOException {
        var bridge = new Bridge(acme, beta, "script");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Cut", Map.of());
        var twin = bridge.share(acme, key);
        toBeta.cut();
        try {
            acme.jira.comment("ada", key, "Into the void");
            Bridge.soon(
                    "Acme notices",
                    () -> bridge.connection(acme).path("condition").asText().equals("UNREACHABLE"));
            beta.jira.edit("grace", twin, Map.of("summary", "Beta is heard"));
            Bridge.soon("Beta's edit", () -> Bridge.text(acme, key, "summary").equals("Beta is heard"));
            assertThat(beta.jira.commentBodies(twin)).isEmpty();
            assertThat(bridge.connection(acme).path("outbox").asInt()).isPositive();
        } finally {
            toBeta.mend();
        }

        Bridge.soon("Acme's comment", () -> beta.jira.commentBodies(twin).size() == 1);
        Bridge.soon(
                "all well",
                () -> bridge.connection(acme).path("condition").asText().equals("OK"));
    }

    @Test
    void whatIsPausedOnOneSideWaitsOnTheOther() {
        var bridge = new Bridge(acme, beta, "basic");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Paused", Map.of());
        var twin = bridge.share(acme, key);
        beta.post("/api/v1/connections/basic/deactivate", Map.of());
        Bridge.soon(
                "Acme hears",
                () -> bridge.connection(acme).path("condition").asText().equals("DEACTIVATED_THERE"));
        acme.jira.comment("ada", key, "While you sleep");
        Bridge.soon("it waits", () -> bridge.connection(acme).path("outbox").asInt() == 1);
        assertThat(beta.jira.commentBodies(twin)).isEmpty();

        beta.post("/api/v1/connections/basic/activate", Map.of());
        Bridge.soon("it comes", () -> beta.jira.commentBodies(twin).size() == 1);
    }

    @Test
    void aNodeThatCannotBeReachedIsToldToAskForAnotherInvitation() {
        var invitation = acme.post(
                "/api/v1/invitations",
                Map.of(
                        "connection", "to nobody",
                        "localShortName", "Acme",
                        "remoteShortName", "Gamma",
                        "mode", "SCRIPT",
                        "destinationUrl", beta.publicUrl(),
                        "incomingProject", "ACM"));
        var refused = gamma.post(
                "/api/v1/invitations/accept",
                Map.of("code", invitation.path("code").asText(), "incomingProject", "GAM"));

        assertThat(refused.path("type").asText()).isEqualTo("urn:drawbridge:invitation:needs-url");
        assertThat(refused.path("status").asInt()).isEqualTo(422);
        assertThat(gamma.get("/api/v1/connections").path("items")).isEmpty();
    }

    @Test
    void aConnectionThatOneSideRemovesEndsOnBoth() {
        var bridge = new Bridge(acme, beta, Company.connectBothWays(beta, acme, "SCRIPT", "short-lived"));
        var key = acme.jira.createIssue("ada", "ACM", "Task", "To stay", Map.of());
        var twin = bridge.share(acme, key);
        acme.delete("/api/v1/connections/short-lived");

        Bridge.soon(
                "Beta hears",
                () -> bridge.connection(beta).path("state").asText().equals("REMOVED"));
        Bridge.soon("Acme forgets", () -> bridge.connection(acme).path("status").asInt() == 404);
        assertThat(Bridge.text(beta, twin, "summary")).isEqualTo("To stay");
    }

    private static List<String> instances(Company company, Bridge bridge) {
        var id = bridge.connection(company).path("id").asText();
        return company.node().getBean(CamelContext.class).getRoutes().stream()
                .map(Route::getRouteId)
                .filter(route -> route.endsWith(id))
                .map(route -> route.substring(0, route.indexOf('-')))
                .toList();
    }
}
