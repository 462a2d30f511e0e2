package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Beta's administrator keeps what came as examples, asks what another rule would have done, and looks for mistakes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RecordedRulesStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String twin;
    private String key;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        beta.jira.administration().field("Severity", "select", "High", "Low");
        beta.jira.administration().field("Twice", "textfield");
        beta.jira.administration().field("Twice", "textfield");
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        key = acme.jira.createIssue("ada", "ACM", "Task", "Printer of Ada", Map.of("description", "Ada wrote this"));
        acme.jira.comment("ada", key, "Call me: Ada");
        twin = bridge.share(acme, key);
        acme.jira.edit("ada", key, Map.of("summary", "Another printer", "labels", List.of("hot")));
        soon("applied", () -> text(beta, twin, "summary").equals("Another printer"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void whatCameIsRecordedWithoutPeopleAndTheirWords() {
        var recorded = withoutWriting(
                () -> beta.post("/api/v1/connections/bridge/record", Map.of("direction", "incoming", "issue", twin)));

        assertThat(recorded.toString())
                .doesNotContain("Ada", "ada@", "printer", "Printer", "Drawbridge", "@Beta", "@Acme")
                .contains("Person 1");
        assertThat(recorded.at("/replica/labels/0").asText()).isEqualTo("hot");
        assertThat(recorded.at("/previous/labels").size()).isZero();
        assertThat(recorded.at("/case/traces").toString()).contains("COMMENT");
        var summary = recorded.at("/replica/summary").asText();
        assertThat(summary)
                .startsWith("Text ")
                .isEqualTo(recorded.at("/issue/summary").asText());
    }

    @Test
    void whatLeavesIsRecordedAsItIsWhenThatIsWanted() {
        var recorded = withoutWriting(() -> acme.post(
                "/api/v1/connections/bridge/record", Map.of("direction", "outgoing", "issue", key, "unmasked", true)));

        assertThat(recorded.at("/issue/summary").asText()).isEqualTo("Another printer");
        assertThat(recorded.at("/issue/comments/0/body").asText()).isEqualTo("Call me: Ada");
    }

    @Test
    void anotherRuleIsComparedWithTheOneInUse() {
        var incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
        var same = withoutWriting(() -> replay(beta, "incoming", incoming + "\n// nothing else\n"));
        assertThat(same.path("events").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(same.path("differences")).isEmpty();

        var other = withoutWriting(() -> replay(
                beta,
                "incoming",
                incoming + "\nif (replica.labels.any { it.label == 'hot' }) issue.priority = 'High'\n"));
        assertThat(other.path("differences").size()).isEqualTo(1);
        assertThat(other.at("/differences/0/issue").asText()).isEqualTo(twin);
        assertThat(other.at("/differences/0/lines").toString()).contains("issue.priority: in use nothing, new");

        var outgoing = acme.text("/api/v1/connections/bridge/rules/outgoing");
        var louder = withoutWriting(
                () -> replay(acme, "outgoing", outgoing + "\nreplica.summary = issue.summary.toUpperCase()\n"));
        assertThat(louder.toString()).contains("ANOTHER PRINTER");
        var broken = withoutWriting(() -> replay(beta, "incoming", incoming + "\nthrow new Exception('no')\n"));
        assertThat(broken.toString()).contains("new \\\"bridge/incoming.groovy, line ");
    }

    @Test
    void fieldsThatJiraDoesNotKnowOrHasOnNoScreenAreNamedAtTheirLine() throws IOException {
        var incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
        assertThat(beta.get("/api/v1/connections/bridge/lint").path("problems")).isEmpty();
        var line = incoming.split("\n", -1).length;
        beta.jira.administration().offScreen("BET", "environment");
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + """
                issue.environment = replica.environment
                issue.customFields."Severty".value = "High"
                issue."Twice" = "x"
                issue.customFields."Severity".value = "High"
                """);
        try {
            var problems = beta.get("/api/v1/connections/bridge/lint").path("problems");
            assertThat(problems.toString())
                    .contains("This Jira has no custom field 'Severty'.")
                    .contains("2 custom fields are called 'Twice'")
                    .contains("'environment' is not on the create screen of ");
            assertThat(problems.findValuesAsText("line")).contains(String.valueOf(line));
            assertThat(problems.size()).isEqualTo(3);
        } finally {
            beta.rule("bridge", "incoming", incoming);
        }
    }

    private static JsonNode replay(Company company, String direction, String rule) {
        return company.post("/api/v1/connections/bridge/replay", Map.of("direction", direction, "rule", rule));
    }

    /** Every call that could change a Jira would fail, and none is made. */
    private JsonNode withoutWriting(Supplier<JsonNode> work) {
        var sides = List.of(acme, beta);
        sides.forEach(side -> side.jira.faults().failNext(1000, "(POST|PUT|DELETE) .*", 500, ""));
        var before = sides.stream().map(side -> side.jira.calls().all().size()).toList();
        try {
            return work.get();
        } finally {
            sides.forEach(side -> side.jira.faults().clear());
            for (var each = 0; each < sides.size(); each++) {
                var calls = sides.get(each).jira.calls().all();
                assertThat(calls.subList(before.get(each), calls.size()))
                        .allMatch(call -> call.method().equals("GET"));
            }
        }
    }
}
