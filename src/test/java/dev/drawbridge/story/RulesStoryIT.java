package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Beta's administrator edits the incoming rule, Acme's the outgoing one; both make mistakes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RulesStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private Path theirs;
    private String outgoing;
    private String incoming;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.rules.time-limit", "1s")
                .with("drawbridge.rules.isolation", isolation())
                .start();
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
        theirs = folder.resolve("Beta").resolve("sync-rules");
        outgoing = acme.text("/api/v1/connections/bridge/rules/outgoing");
        incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
    }

    /** Where Beta's rules run. */
    String isolation() {
        return "none";
    }

    @AfterEach
    void mend() throws IOException {
        if (!acme.text("/api/v1/connections/bridge/rules/outgoing").equals(outgoing))
            acme.rule("bridge", "outgoing", outgoing);
        if (!beta.text("/api/v1/connections/bridge/rules/incoming").equals(incoming))
            beta.rule("bridge", "incoming", incoming);
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aConnectionHasItsOwnCopiesOfTheRules() throws IOException {
        var copy = Files.readString(theirs.resolve("bridge/incoming.groovy"));

        assertThat(copy).contains("issue.projectKey = \"BET\"").isEqualTo(incoming);
        assertThat(Files.readString(theirs.resolve("default/incoming.groovy"))).contains("<project>");
        assertThat(Files.readString(theirs.resolve("bridge/outgoing.groovy")))
                .isEqualTo(Files.readString(theirs.resolve("default/outgoing.groovy")));
    }

    @Test
    void aBrokenRuleLeavesTheLastGoodOneAndSaysSoAtItsLine() throws IOException {
        var key = issue("Before");
        var twin = bridge.share(acme, key);
        beta.rule("bridge", "incoming", "issue.summary = 'good ' + replica.summary\n");
        acme.jira.edit("ada", key, Map.of("summary", "one"));
        soon("the new rule", () -> text(beta, twin, "summary").equals("good one"));

        beta.rule("bridge", "incoming", "issue.summary = 'better'\nissue.description = (\n");
        acme.jira.edit("ada", key, Map.of("summary", "two"));
        soon("the last good rule", () -> text(beta, twin, "summary").equals("good two"));

        assertThat(beta.text("/actuator/health"))
                .contains("bridge/incoming.groovy, line 3, column 1: does not compile");
        var refused = beta.answer(
                "PUT",
                "/api/v1/connections/bridge/rules/incoming",
                "issue.summary = = 1",
                "Content-Type",
                "text/x-groovy",
                "If-Match",
                etag());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"line\":1").contains("does not compile");
        assertThat(beta.text("/api/v1/connections/bridge/rules/incoming")).contains("better");
    }

    /** One that cannot be used leaves the last good one running, like a rule. */
    @Test
    void anExternalScriptIsUsedAsSoonAsItIsSaved() throws IOException {
        var shared = Files.createDirectories(theirs.resolve("lib")).resolve("Titles.groovy");
        var key = issue("Before");
        var twin = bridge.share(acme, key);
        try {
            Files.writeString(
                    shared, "class Titles {\n static receive() { issue.summary = 'lib ' + replica.summary }\n}\n");
            beta.rule("bridge", "incoming", "Titles.receive()\n");
            acme.jira.edit("ada", key, Map.of("summary", "one"));
            soon("the script", () -> text(beta, twin, "summary").equals("lib one"));

            Files.writeString(
                    shared, "class Titles {\n static receive() { issue.summary = 'new ' + replica.summary }\n}\n");
            soon("another version", () -> {
                acme.jira.edit("ada", key, Map.of("summary", "two " + System.nanoTime()));
                return text(beta, twin, "summary").startsWith("new two");
            });

            Files.writeString(shared, "class Titles {\n static receive() { issue.summary = = 1 }\n}\n");
            soon("the broken one is named", () -> beta.text("/actuator/health").contains("lib/Titles.groovy, line 2"));
            acme.jira.edit("ada", key, Map.of("summary", "three"));
            soon("the last good one", () -> text(beta, twin, "summary").equals("new three"));
        } finally {
            Files.deleteIfExists(shared);
        }
    }

    /** The limit of this node is a second; what it waits for Jira is not the rule's time. */
    @Test
    void aSlowJiraIsNotTheRulesFault() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + """

                        2.times { httpClient.get("/rest/api/2/serverInfo?n=$it") }
                        issue.environment = 'asked twice'
                        """);
        beta.jira.faults().delay(".*/serverInfo.*", Duration.ofMillis(700), 20);
        try {
            var twin = bridge.share(acme, issue("Slow"));
            soon("asked", () -> text(beta, twin, "environment").equals("asked twice"));
        } finally {
            beta.jira.faults().clear();
        }
    }

    @Test
    void aRuleThatThrowsLoopsOrReturnsNonsenseHoldsBackItsLaneOnly() throws IOException {
        var keys = List.of("throws", "loops", "nonsense", "fine").stream()
                .map(this::issue)
                .toList();
        var twins = keys.stream().map(key -> bridge.share(acme, key)).toList();
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + "\nif (replica.summary == 'throws!') throw new IllegalStateException('no thanks')\n"
                        + "if (replica.summary == 'loops!') while (true) { }\n"
                        + "if (replica.summary == 'nonsense!') issue.description = new Object()\n");

        for (var key : keys) acme.jira.edit("ada", key, Map.of("summary", text(acme, key, "summary") + "!"));

        soon("the one that is fine", () -> text(beta, twins.get(3), "summary").equals("fine!"));
        var line = incoming.split("\n", -1).length + 1;
        soon(
                "throws",
                () -> why(twins.get(0))
                        .equals(
                                "bridge/incoming.groovy, line " + line
                                        + ": no thanks → if (replica.summary == 'throws!') throw new IllegalStateException('no thanks')"));
        soon("loops", () -> why(twins.get(1))
                .matches("bridge/incoming.groovy, line %d: ran longer than 1 s and was stopped → .*"
                        .formatted(line + 1)));
        soon(
                "nonsense",
                () -> why(twins.get(2)).contains("bridge/incoming.groovy")
                        && why(twins.get(2)).contains("Object, which cannot travel"));
        for (var twin : twins.subList(0, 3)) {
            assertThat(text(beta, twin, "summary")).doesNotContain("!");
            assertThat(bridge.state(beta, twin)).isEqualTo("ERROR");
        }

        beta.rule("bridge", "incoming", incoming);
        for (var twin : twins)
            soon(
                    twin + " goes on by itself",
                    () -> text(beta, twin, "summary").endsWith("!")
                            && bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    @Test
    void aChangedRuleMakesUnsentEventsAnewAndResendsNothingElse() throws IOException {
        var key = issue("To be told");
        var other = issue("Told already");
        var twin = bridge.share(acme, key);
        var otherTwin = bridge.share(acme, other);
        acme.post("/api/v1/connections/bridge/deactivate", Map.of());
        acme.jira.edit("ada", key, Map.of("summary", "Waiting"));
        soon("it waits", () -> bridge.connection(acme).path("outbox").asInt() == 1);

        acme.rule("bridge", "outgoing", outgoing + "\nreplica.summary = 'New rule: ' + issue.summary\n");
        soon(
                "made anew",
                () -> bridge.view(acme, key).path("timeline").toString().contains("what must be said again"));
        acme.post("/api/v1/connections/bridge/activate", Map.of());

        soon("told by the new rule", () -> text(beta, twin, "summary").equals("New rule: Waiting"));
        bridge.quiet(key);
        assertThat(text(beta, otherTwin, "summary")).isEqualTo("Told already");
        acme.jira.edit("ada", other, Map.of("summary", "Next change"));
        soon("the rule is used for it", () -> text(beta, otherTwin, "summary").equals("New rule: Next change"));
    }

    /** An outgoing rule that fails says so at the issue and sends nothing; what it failed on is not forgotten. */
    @Test
    void anOutgoingRuleThatFailsSendsNothingUntilItIsMended() throws IOException {
        var key = issue("Outgoing");
        var twin = bridge.share(acme, key);
        acme.rule(
                "bridge",
                "outgoing",
                outgoing + "\nif (issue.summary == 'Odd') throw new IllegalStateException('odd')\n");

        acme.jira.edit("ada", key, Map.of("summary", "Odd"));
        soon("says why", () -> bridge.warning(acme, key, "outgoing rule")
                .path("reason")
                .asText()
                .matches("bridge/outgoing.groovy, line \\d+: odd → .*"));
        assertThat(text(beta, twin, "summary")).isEqualTo("Outgoing");

        acme.rule("bridge", "outgoing", outgoing);
        soon("sent by itself", () -> text(beta, twin, "summary").equals("Odd"));
        soon("no warning any more", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
    }

    @Test
    void aUserTableThatCannotBeReadIsNamedAtItsLine() throws IOException {
        var table = theirs.resolve("bridge/users.csv");
        Files.writeString(table, "local,remote\njones\n");
        soon("health says so", () -> beta.text("/actuator/health")
                .contains("bridge/users.csv, line 2: must be 'local,remote'"));
        var twin = bridge.share(acme, issue("Goes on"));
        assertThat(text(beta, twin, "summary")).isEqualTo("Goes on");

        Files.delete(table);
        soon("well again", () -> !beta.text("/actuator/health").contains("users.csv"));
    }

    private String etag() {
        return beta.answer("GET", "/api/v1/connections/bridge/rules/incoming", null)
                .headers()
                .firstValue("ETag")
                .orElse("");
    }

    private String why(String twin) {
        return bridge.view(beta, twin).path("why").asText();
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }
}
