package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Acme's administrators do with curl, and what they are told when it cannot be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AdminApiStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BRIDGE = "/api/v1/connections/bridge";

    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "SCRIPT");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void settingsOfAConnectionAreChangedAndShown() {
        var changed = acme.patch(BRIDGE, Map.of("description", "To Beta", "shareErrors", "full", "retention", "14d"));

        assertThat(changed.path("description").asText()).isEqualTo("To Beta");
        assertThat(changed.path("settings").path("shareErrors").asText()).isEqualTo("full");
        assertThat(acme.get(BRIDGE).path("settings").path("retention").asText()).isEqualTo("PT336H");
        assertThat(acme.get(BRIDGE).path("settings").path("commentHeader").asText())
                .as("what was not named stays")
                .isEqualTo("*{name}* ({instance}) commented:");
    }

    @Test
    void aSettingThatDoesNotExistOrCannotBeIsRefusedByName() {
        assertRefused(acme.patch(BRIDGE, Map.of("shareEverything", true)), 422, "shareEverything");
        assertRefused(acme.patch(BRIDGE, Map.of("shareErrors", "some")), 422, "shareErrors");
        assertRefused(acme.patch(BRIDGE, Map.of("retention", "soon")), 422, "retention");
        assertRefused(acme.patch(BRIDGE, Map.of("winner", "Gamma")), 422, "winner");
        assertRefused(acme.patch(BRIDGE, Map.of("projects", List.of("not a key"))), 422, "not a key");
        assertRefused(acme.patch("/api/v1/connections/nobody", Map.of("description", "")), 404, "nobody");
    }

    @Test
    void anIssueOutsideTheProjectsCannotBeSynced() {
        acme.jira.addProject("OUT", "Outside", "software");
        var outside = acme.jira.createIssue("ada", "OUT", "Task", "Elsewhere", Map.of());

        assertRefused(acme.post(BRIDGE + "/sync", Map.of("issue", outside)), 422, "outside");
        assertRefused(acme.post(BRIDGE + "/sync", Map.of("issue", "ACM-9999")), 422, "ACM-9999");
        assertRefused(acme.post(BRIDGE + "/unsync", Map.of("issue", outside)), 422, "not under sync");
        assertRefused(acme.post(BRIDGE + "/sync", Map.of("issue", "ACM-1", "isue", "ACM-1")), 422, "isue");
        assertRefused(acme.post(BRIDGE + "/sync", Map.of()), 422, "issue is missing");
        assertRefused(
                acme.post(BRIDGE + "/connect", Map.of("local", "ACM-1", "remote", "x", "fields", "ALL")), 422, "ALL");
    }

    @Test
    void theQueueShowsWhatBecameOfEachChange() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Followed", Map.of());
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));

        var sent = events(acme, "direction=OUT&local=" + key);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).path("kind").asText()).isEqualTo("REPLICA");
        assertThat(sent.get(0).path("eventNumber").asLong()).isPositive();
        await().atMost(SOON).until(() -> events(acme, "direction=OUT&local=" + key)
                .get(0)
                .path("state")
                .asText()
                .equals("DONE"));
        var twin = sent.get(0).path("remote").asText();
        assertThat(events(beta, "direction=IN&local=" + twin))
                .singleElement()
                .satisfies(event -> assertThat(event.path("state").asText()).isEqualTo("DONE"));
        assertThat(events(acme, "direction=IN&local=" + key))
                .extracting(event -> event.path("kind").asText())
                .containsExactly("ACK");
        assertRefused(acme.get("/api/v1/events?state=LOST"), 422, "LOST");
        assertRefused(acme.get("/api/v1/events?connection=nobody"), 404, "nobody");
    }

    @Test
    void aBlockedIssueIsShownWithItsLineAndFlowsAfterTheRuleIsMended() throws IOException {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Held back", Map.of());
        var rule = rule(beta, "incoming");
        beta.rule("bridge", "incoming", "def x = 1\nthrow new RuntimeException('No idea what to do')\n");
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> !errors(beta, "RULE").isEmpty());

        var error = errors(beta, "RULE").get(0);
        assertThat(error.path("message").asText()).contains("No idea what to do");
        assertThat(error.path("at").path("file").asText()).isEqualTo("bridge/incoming.groovy");
        assertThat(error.path("at").path("line").asInt()).isEqualTo(2);
        assertThat(error.path("remedy").asText()).isNotBlank();
        await().atMost(SOON).until(() -> acme.state(key).equals("REMOTE_ERROR"));

        beta.rule("bridge", "incoming", rule);
        beta.post("/api/v1/errors/groups/" + error.path("group").asText() + "/retry", Map.of());
        await().atMost(SOON).until(() -> {
            for (var left : errors(beta, "RULE"))
                beta.answer("POST", "/api/v1/errors/" + left.path("id").asText() + "/retry", "{}");
            return acme.state(key).equals("SYNCHRONIZED");
        });
        assertThat(errors(beta, "RULE")).isEmpty();
        assertRefused(beta.post("/api/v1/errors/" + error.path("id").asText() + "/retry", Map.of()), 404, "error");
    }

    @Test
    void aSkippedChangeIsLeftOutAndTheNextOneIsApplied() throws IOException {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "First", Map.of());
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        var twin = acme.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
        var rule = rule(beta, "incoming");
        beta.rule(
                "bridge",
                "incoming",
                "if (replica.summary == 'Poison') throw new RuntimeException('Not that')\n" + rule);

        acme.jira.edit("ada", key, Map.of("summary", "Poison"));
        await().atMost(SOON).until(() -> errors(beta, "RULE").stream()
                .anyMatch(error -> error.path("issue").asText().equals(twin)));
        var id = errors(beta, "RULE").stream()
                .filter(error -> error.path("issue").asText().equals(twin))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        beta.post("/api/v1/errors/" + id + "/skip", Map.of());

        assertThat(events(beta, "direction=IN&local=" + twin + "&state=SUPERSEDED"))
                .hasSize(1);
        acme.jira.edit("ada", key, Map.of("summary", "Second"));
        await().atMost(SOON).until(() -> beta.jira
                .issue(twin)
                .path("fields")
                .path("summary")
                .asText()
                .equals("Second"));
        beta.rule("bridge", "incoming", rule);
    }

    @Test
    void theNodeSaysWhoItIsAndHowItsJiraIs() {
        var node = acme.get("/api/v1/node");
        assertThat(node.path("name").asText()).isEqualTo("Acme");
        assertThat(node.path("role").asText()).isEqualTo("public");
        assertThat(node.path("id").asText())
                .isNotEmpty()
                .isNotEqualTo(beta.get("/api/v1/node").path("id").asText());
        assertThat(node.path("jira").path("version").asText()).isEqualTo("10.3.24");
        assertThat(node.path("jira").path("user").asText()).isEqualTo("drawbridge");
        assertThat(node.path("jira").path("reachable").asBoolean()).isTrue();
        assertThat(node.path("jira").path("problem").isNull()).isTrue();
        assertThat(beta.get("/api/v1/node").path("publicUrl").isNull()).isTrue();

        acme.jira.faults().failNext(1, "GET .*/serverInfo.*", 500, "");
        var ill = acme.get("/api/v1/node").path("jira");
        assertThat(ill.path("reachable").asBoolean()).isFalse();
        assertThat(ill.path("problem").asText()).contains("500");
    }

    @Test
    void theStartPageLeadsToWhatIsThere() {
        var page = acme.text("/");
        var links = java.util.regex.Pattern.compile("href=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .filter(link -> link.startsWith("/"))
                .toList();

        assertThat(acme.anonymously("/")).isEqualTo(401);
        assertThat(links).hasSizeGreaterThan(5).allSatisfy(link -> assertThat(
                        acme.answer("GET", link, null).statusCode())
                .as(link)
                .isIn(200, 302));
    }

    @Test
    void nobodyGetsInWithoutALogin() {
        assertThat(acme.anonymously("/api/v1/connections")).isEqualTo(401);
        assertThat(acme.anonymously("/actuator/prometheus")).isEqualTo(401);
        assertThat(acme.anonymously("/actuator/health/readiness")).isEqualTo(200);
    }

    @Test
    void theWayToThePartnerIsTried() {
        var dialled = beta.post(BRIDGE + "/test", Map.of());

        assertThat(dialled.path("reachable").asBoolean()).as(dialled.toString()).isTrue();
        assertThat(dialled.path("roundTripMs").isNumber()).isTrue();
        assertThat(dialled.path("peer").path("name").asText()).isEqualTo("Acme");
        assertThat(dialled.path("missingPermissions")).isEmpty();
        beta.jira.administration().withdraw("drawbridge", "BET", "ADD_COMMENTS");
        assertThat(beta.post(BRIDGE + "/test", Map.of()).path("missingPermissions"))
                .extracting(JsonNode::asText)
                .containsExactly("BET: ADD_COMMENTS");
        beta.jira.administration().grant("drawbridge", "BET", "ADD_COMMENTS");

        var listened = acme.post(BRIDGE + "/test", Map.of());
        assertThat(listened.path("reachable").asBoolean())
                .as(listened.toString())
                .isTrue();
        assertThat(listened.path("roundTripMs").isNull())
                .as("only the partner dials")
                .isTrue();
    }

    @Test
    void aPausedConnectionKeepsItsEventsAndTheOtherSideSaysSo() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Paused", Map.of());
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        var twin = acme.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();

        beta.post(BRIDGE + "/deactivate", Map.of());
        await().atMost(SOON)
                .until(() -> acme.get(BRIDGE).path("condition").asText().equals("DEACTIVATED_THERE"));
        acme.jira.edit("ada", key, Map.of("summary", "While it was paused"));
        await().atMost(SOON).until(() -> acme.get(BRIDGE).path("outbox").asInt() == 1);
        assertThat(beta.state(twin)).isEqualTo("DEACTIVATED");
        assertThat(beta.jira.issue(twin).path("fields").path("summary").asText())
                .isEqualTo("Paused");

        beta.post(BRIDGE + "/activate", Map.of());
        await().atMost(SOON).until(() -> beta.jira
                .issue(twin)
                .path("fields")
                .path("summary")
                .asText()
                .equals("While it was paused"));
        await().atMost(SOON)
                .until(() -> acme.get(BRIDGE).path("condition").asText().equals("OK"));
    }

    private static void assertRefused(JsonNode problem, int status, String word) {
        assertThat(problem.path("status").asInt()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).as(problem.toString()).contains(word);
    }

    private static List<JsonNode> events(Company company, String query) {
        return items(company.get("/api/v1/events?" + query));
    }

    private static List<JsonNode> errors(Company company, String type) {
        return items(company.get("/api/v1/errors")).stream()
                .filter(error -> error.path("type").asText().equals(type))
                .toList();
    }

    private static List<JsonNode> items(JsonNode page) {
        var items = new ArrayList<JsonNode>();
        page.path("items").forEach(items::add);
        return items;
    }

    private static String rule(Company company, String direction) {
        return company.text(BRIDGE + "/rules/" + direction);
    }
}
