package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules that want what cannot be: each is said in a sentence, at its line, on the one issue that it is about. The issues
 * beside it are synced as ever, which the same rule shows on an issue that it treats well.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class BadRulesStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String outgoing;
    private String incoming;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        beta.jira.administration().field("Severity", "select", "High", "Low");
        beta.jira.administration().field("Score", "float");
        beta.jira.administration().field("Approver", "userpicker");
        beta.jira.administration().field("Fixed in", "multiversion");
        beta.jira.administration().field("Hidden", "textfield");
        beta.jira.administration().offScreen("BET", beta.jira.administration().fieldId("Hidden"));
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        outgoing = acme.text("/api/v1/connections/bridge/rules/outgoing");
        incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
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
    void aValueThatBetaCannotTakeIsAWarningAndTheRestIsWritten() throws IOException {
        var wrongs = new LinkedHashMap<String, Wrong>();
        wrongs.put("screen", new Wrong("issue.'Hidden' = 'x'", "'Hidden' is not on the screen of project BET"));
        wrongs.put(
                "number",
                new Wrong("issue.customFields.'Score'.value = 'many'", "'Score' holds a number; 'many' is none"));
        wrongs.put("NaN", new Wrong("issue.'Score' = 0d / 0", "'Score' holds a number; 'NaN' is none"));
        wrongs.put("date", new Wrong("issue.due = 'soon'", "'due' holds a date such as 2026-01-31; 'soon' is none"));
        wrongs.put("future", new Wrong("issue.due = new Date(Long.MAX_VALUE)", "'due': the year 292278994 is out of"));
        wrongs.put(
                "estimate",
                new Wrong(
                        "issue.originalEstimate = 'two days'",
                        "'originalEstimate' holds a number; 'two days' is none"));
        wrongs.put(
                "option",
                new Wrong(
                        "issue.customFields.'Severity'.value = 'Extreme'",
                        "'Severity' has no option 'Extreme' here; it has High, Low"));
        wrongs.put(
                "user", new Wrong("issue.customFields.'Approver'.value = 'nobody'", "There is no user 'nobody' here"));
        wrongs.put("version", new Wrong("issue.fixVersions = ['9.9']", "Project BET has no version '9.9'"));
        wrongs.put("versions", new Wrong("issue.'Fixed in' = ['8.8']", "Project BET has no version '8.8'"));
        wrongs.put("priority", new Wrong("issue.priority = 'Cosmic'", "There is no priority 'Cosmic' here"));
        wrongs.put("megabyte", new Wrong("issue.description = 'x' * 1_048_576", "too long"));
        var twins = shared(wrongs.keySet());

        var lines = rule(wrongs);
        tell(twins);

        wrongs.forEach((name, wrong) -> {
            var twin = twin(twins, name);
            soon(name + " is said", () -> warning(twin).path("reason").asText().contains(wrong.sentence()));
            assertThat(warning(twin).path("remedy").asText())
                    .as(name)
                    .contains("bridge/incoming.groovy, line " + lines.get(name));
            soon("the rest of " + name, () -> text(beta, twin, "summary").equals(name + "!"));
            assertThat(bridge.state(beta, twin)).as(name).isEqualTo("SYNCHRONIZED_EXCEPT");
            assertThat(bridge.view(beta, twin).path("warnings").size()).as(name).isOne();
        });
        nothingElseIsTroubled(twins);
    }

    @Test
    void nonsenseHoldsItsIssueBackUntilTheRuleIsMended() throws IOException {
        var wrongs = new LinkedHashMap<String, Wrong>();
        wrongs.put("thrown", new Wrong("throw new com.exalate.api.exception.IssueTrackerException('stop')", "stop"));
        wrongs.put("null", new Wrong("issue.summary = replica.nothing.name", "on null object"));
        wrongs.put("closure", new Wrong("issue.description = { it }", "'description' holds a closure"));
        wrongs.put("cycle", new Wrong("issue.environment = round()", "is nested too deeply, or holds itself"));
        var twins = shared(wrongs.keySet());

        var lines = rule(wrongs);
        tell(twins);

        wrongs.forEach((name, wrong) -> {
            var twin = twin(twins, name);
            soon(name + " is said", () -> bridge.view(beta, twin)
                    .path("why")
                    .asText()
                    .startsWith("bridge/incoming.groovy, line " + lines.get(name) + ": "));
            var error = error(twin);
            assertThat(error.path("message").asText()).contains(wrong.sentence());
            assertThat(error.at("/at/line").asInt()).isEqualTo(lines.get(name));
            assertThat(bridge.state(beta, twin)).isEqualTo("ERROR");
            assertThat(text(beta, twin, "summary")).isEqualTo(name);
        });
        nothingElseIsTroubled(twins);

        beta.rule("bridge", "incoming", incoming);
        twins.forEach((name, twin) -> soon(
                name + " goes on by itself", () -> text(beta, twin, "summary").equals(name + "!")));
    }

    @Test
    void anIssueThatCannotBeMadeSaysWhyAndIsMadeWhenTheRuleIsMended() throws IOException {
        var wrongs = Map.of(
                "nowhere", new Wrong("issue.projectKey = 'NIX'", "project NIX is outside the connection's projects"),
                "typeless", new Wrong("issue.typeName = 'Riddle'", "project BET has no issue type 'Riddle'; it has "),
                "unsaid",
                        new Wrong(
                                "issue.typeName = null", "a first sync must set issue.projectKey and issue.typeName"));
        var lines = rule(wrongs);
        var keys = new LinkedHashMap<String, String>();
        wrongs.keySet().forEach(name -> keys.put(name, issue(name + "!")));
        keys.values().forEach(key -> acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key)));
        assertThat(text(beta, bridge.share(acme, issue("fine!")), "summary")).isEqualTo("fine!");

        wrongs.forEach((name, wrong) -> {
            soon(name + " is said", () -> error(twin(keys, name))
                    .path("message")
                    .asText()
                    .startsWith("bridge/incoming.groovy, line %d: ".formatted(lines.get(name))));
            assertThat(error(twin(keys, name)).path("message").asText()).contains(wrong.sentence());
        });
        beta.rule("bridge", "incoming", incoming);
        keys.values()
                .forEach(key ->
                        soon(key + " is made", () -> bridge.state(acme, key).equals("SYNCHRONIZED")));
    }

    /** A rule that ends before anything is set asks for no issue; what it set before it ended counts. */
    @Test
    void aRuleThatReturnsEarlyDoesWhatItSaidUntilThen() throws IOException {
        var twins = shared(List.of("early"));
        beta.rule(
                "bridge",
                "incoming",
                "issue.summary = replica.summary\nif (replica.summary) return\nissue.summary = 'never'\n");
        tell(twins);
        soon("until then", () -> text(beta, twin(twins, "early"), "summary").equals("early!"));

        beta.rule("bridge", "incoming", "if (firstSync) return\n" + incoming);
        var key = issue("never made");
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        soon("says so", () -> error(key).path("message").asText().contains("a first sync must set"));
        assertThat(bridge.state(beta, twin(twins, "early"))).isEqualTo("SYNCHRONIZED");
    }

    @Test
    void whatCannotTravelIsSaidByTheSenderAndNothingOfItIsSent() throws IOException {
        var wrongs = new LinkedHashMap<String, Wrong>();
        wrongs.put("closure", new Wrong("replica.extra = { it }", "'extra' holds a closure, which cannot travel"));
        wrongs.put("future", new Wrong("replica.when = new Date(Long.MAX_VALUE)", "'when': the year 292278994"));
        wrongs.put("NaN", new Wrong("replica.score = Double.NaN", "'score' holds a number; 'NaN' is none"));
        wrongs.put("cycle", new Wrong("replica.round = round()", "is nested too deeply, or holds itself"));
        wrongs.put("thrown", new Wrong("throw new Exception('no')", "no"));
        var twins = shared(wrongs.keySet());

        var lines = new LinkedHashMap<String, Integer>();
        acme.rule("bridge", "outgoing", wrong(outgoing, "issue", wrongs, lines));
        tell(twins);

        wrongs.forEach((name, wrong) -> {
            var key = bridge.twin(beta, twin(twins, name));
            soon(name + " is said", () -> bridge.warning(acme, key, "outgoing rule")
                    .path("reason")
                    .asText()
                    .startsWith("bridge/outgoing.groovy, line %d: ".formatted(lines.get(name))));
            assertThat(bridge.warning(acme, key, "outgoing rule").path("reason").asText())
                    .contains(wrong.sentence());
            assertThat(text(beta, twin(twins, name), "summary")).isEqualTo(name);
        });
        soon("the fine one", () -> text(beta, twin(twins, "fine"), "summary").equals("fine!"));

        acme.rule("bridge", "outgoing", outgoing);
        twins.forEach((name, twin) ->
                soon(name + " is sent", () -> text(beta, twin, "summary").equals(name + "!")));
    }

    /** More than Jira takes travels, and only the field that is too long is left out. */
    @Test
    void aMegabyteOfDescriptionTravels() throws IOException {
        var twins = shared(List.of("megabyte"));
        acme.rule(
                "bridge",
                "outgoing",
                outgoing + "\nif (issue.summary == 'megabyte!') replica.description = 'ä' * 1_048_576\n");
        tell(twins);

        var twin = twin(twins, "megabyte");
        soon("is said", () -> bridge.warning(beta, twin, "description")
                .path("reason")
                .asText()
                .contains("too long"));
        assertThat(bridge.warning(beta, twin, "description").path("value").asText())
                .hasSizeLessThan(100)
                .contains("1048576 characters");
        assertThat(text(beta, twin, "summary")).isEqualTo("megabyte!");
        nothingElseIsTroubled(twins);
    }

    /** What a rule of today does not know is there for one of tomorrow, and troubles nobody. */
    @Test
    void aReplicaOfANewerNodeIsTakenWithWhatIsNotKnown() throws IOException {
        beta.rule("bridge", "incoming", incoming + "\nissue.environment = replica.hologram?.shape\n");
        new Forger(acme, "bridge")
                .sendsReplica(
                        UUID.randomUUID(),
                        true,
                        Replica.of(
                                json(
                                        """
                {"summary": "From tomorrow", "type": {"name": "Task", "aura": 7}, "labels": ["a"],
                 "hologram": {"shape": "cube", "parts": [1, {"deep": null}]}, "tags": [[["x"]]],
                 "comments": [{"id": "901", "body": "Hello", "mood": {"level": 9}, "reactions": ["+1"]}],
                 "customFields": {"77": {"id": "77", "name": "Newest", "type": "quantum", "value": {"spin": 0.5}}}}
                """)));

        soon("made", () -> keyOf("From tomorrow") != null);
        var key = String.valueOf(keyOf("From tomorrow"));
        soon("its comment", () -> beta.jira.commentBodies(key).stream().anyMatch(body -> body.contains("Hello")));
        assertThat(text(beta, key, "environment")).isEqualTo("cube");
        assertThat(error(key).isMissingNode()).isTrue();
    }

    /** A statement of a rule, and what is said of it. */
    private record Wrong(String statement, String sentence) {}

    private Map<String, Integer> rule(Map<String, Wrong> wrongs) throws IOException {
        var lines = new LinkedHashMap<String, Integer>();
        beta.rule("bridge", "incoming", wrong(incoming, "replica", wrongs, lines));
        return lines;
    }

    /** Each statement on a line of its own, done for the issue of its name once somebody has put a mark to it. */
    private static String wrong(String rule, String named, Map<String, Wrong> wrongs, Map<String, Integer> lines) {
        var all = new StringBuilder(rule).append("\ndef round() { def m = [:]; m.me = m; m }\n");
        wrongs.forEach((name, wrong) -> {
            lines.put(name, (int) all.chars().filter(end -> end == '\n').count() + 1);
            all.append("if (%s.summary == '%s!') %s\n".formatted(named, name, wrong.statement()));
        });
        return all.toString();
    }

    /** An issue of each name, and one that is fine, under sync; the name to the key in Beta. */
    private Map<String, String> shared(Iterable<String> names) {
        var twins = new LinkedHashMap<String, String>();
        names.forEach(name -> twins.put(name, bridge.share(acme, issue(name))));
        twins.put("fine", bridge.share(acme, issue("fine")));
        return twins;
    }

    private void tell(Map<String, String> twins) {
        twins.forEach((name, twin) -> acme.jira.edit("ada", bridge.twin(beta, twin), Map.of("summary", name + "!")));
    }

    private void nothingElseIsTroubled(Map<String, String> twins) {
        var fine = twin(twins, "fine");
        soon(
                "the fine one",
                () -> text(beta, fine, "summary").equals("fine!")
                        && bridge.state(beta, fine).equals("SYNCHRONIZED"));
        assertThat(error(fine).isMissingNode()).isTrue();
    }

    private static String twin(Map<String, String> twins, String name) {
        return String.valueOf(twins.get(name));
    }

    private JsonNode warning(String twin) {
        return bridge.view(beta, twin).path("warnings").path(0);
    }

    private @Nullable String keyOf(String summary) {
        return beta.jira.issues("BET").stream()
                .filter(key -> text(beta, key, "summary").equals(summary))
                .findFirst()
                .orElse(null);
    }

    private JsonNode error(String key) {
        for (var error : beta.get("/api/v1/errors").path("items"))
            if (error.path("issue").asText().equals(key)) return error;
        return MissingNode.getInstance();
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) JsonMapper.builder().build().readTree(text);
    }
}
