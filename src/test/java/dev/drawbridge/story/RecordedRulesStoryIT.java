package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.rules.RulesProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beta's administrator keeps what came as examples, asks what another rule would have done, and looks for mistakes. Beta's
 * rules run in processes of their own, Acme's in the node.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RecordedRulesStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String twin;
    private String key;
    private Path rules;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        rules = folder.resolve("Beta").resolve("sync-rules");
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.rules.isolation", "process")
                .start();
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

    /** The example that is written passes as it is, and one that is there is not replaced by chance. */
    @Test
    void anExampleIsWrittenOnceAndPasses() throws IOException {
        var record =
                List.of("record", "bridge", "incoming", "--issue", twin, "--as", "kept", "--folder", rules.toString());
        var expected = rules.resolve("bridge/examples/kept/expected.json");

        assertThat(program(record)).isZero();
        assertThat(said()).contains("Written: ", "Read expected.json before you trust it");
        assertThat(Files.readString(expected)).contains("\"issue\"");
        assertThat(program(List.of("test", rules.toString()))).isZero();

        Files.writeString(expected, "{}\n");
        assertThat(program(record)).isEqualTo(2);
        assertThat(said()).contains("is there already; name another with --as, or say --force");
        assertThat(Files.readString(expected)).isEqualTo("{}\n");
        assertThat(program(Stream.concat(record.stream(), Stream.of("--force")).toList()))
                .isZero();
        assertThat(Files.readString(expected)).contains("\"issue\"");
    }

    /** What failed is what one wants to record most: there is no issue here yet. */
    @Test
    void whatCouldNotBeMadeIsRecordedAndReplayedToo() throws IOException {
        var incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
        beta.rule(
                "bridge",
                "incoming",
                incoming + "\nif (replica.summary == 'Never') throw new Exception('not this one')\n");
        var never = acme.jira.createIssue("ada", "ACM", "Task", "Never", Map.of());
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", never));
        try {
            soon("held back", () -> beta.get("/api/v1/errors").toString().contains("not this one"));

            var recorded = withoutWriting(() -> beta.post(
                    "/api/v1/connections/bridge/record",
                    Map.of("direction", "incoming", "remote", never, "unmasked", true)));
            assertThat(recorded.at("/replica/summary").asText()).isEqualTo("Never");
            assertThat(recorded.has("issue")).isFalse();
            assertThat(recorded.at("/metadata/projects/BET/issueTypes").toString())
                    .contains("Task");

            var mended = withoutWriting(() -> replay(beta, "incoming", incoming));
            var difference = mended.path("differences").path(0);
            assertThat(difference.path("issue").asText()).isEqualTo(never);
            assertThat(difference.path("lines").toString())
                    .contains("not this one", "issue: in use nothing, new {\\\"summary\\\":\\\"Never\\\"");
        } finally {
            beta.rule("bridge", "incoming", incoming);
        }
        soon("made", () -> bridge.state(acme, never).equals("SYNCHRONIZED"));
    }

    /** What is in use now is compared with what was in use then. */
    @Test
    void theRuleInUseIsComparedWithAnEarlierVersion() throws IOException {
        var outgoing = beta.text("/api/v1/connections/bridge/rules/outgoing");
        var incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
        beta.rule("bridge", "incoming", incoming + "\nissue.environment = 'then'\n");
        beta.rule("bridge", "incoming", incoming + "\nissue.environment = 'now'\n");
        try {
            assertThat(program(List.of("replay", "bridge", "incoming", "--last", "50")))
                    .isOne();
            assertThat(said()).contains("issue.environment: then \"then\", now \"now\"");

            var unknown = withoutWriting(() -> beta.post(
                    "/api/v1/connections/bridge/replay", Map.of("direction", "incoming", "against", "nonsense")));
            assertThat(unknown.path("detail").asText())
                    .isEqualTo("No version 'nonsense' of the rules of 'bridge' has been in use.");
        } finally {
            beta.rule("bridge", "incoming", incoming);
        }
        assertThat(beta.text("/api/v1/connections/bridge/rules/outgoing")).isEqualTo(outgoing);
    }

    @Test
    void whatIsSentOfNoFieldAndWhatAnExternalScriptSetsIsLookedAtToo() throws IOException {
        var outgoing = beta.text("/api/v1/connections/bridge/rules/outgoing");
        var incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
        var script = rules.resolve("lib/Places.groovy");
        Files.writeString(script, "class Places {\n static receive() { issue.customFields.'Nowhere'.value = 1 }\n}\n");
        beta.rule("bridge", "incoming", incoming + "\nif (replica.nothing) Places.receive()\n");
        beta.rule("bridge", "outgoing", outgoing + "\nreplica.x = issue.customFields.'Severe'?.value\n");
        try {
            assertThat(program(List.of("lint", rules.toString(), "--connection", "bridge")))
                    .isOne();
            assertThat(said())
                    .contains("lib/Places.groovy, line 2: This Jira has no custom field 'Nowhere'.")
                    .contains("bridge/outgoing.groovy, line ")
                    .contains("This Jira has no custom field 'Severe'.");
        } finally {
            beta.rule("bridge", "outgoing", outgoing);
            beta.rule("bridge", "incoming", incoming);
            Files.delete(script);
        }
        soon("all is well", () -> program(List.of("lint", rules.toString(), "--connection", "bridge")) == 0);
    }

    /** The proof that nothing is written sees it when something is. */
    @Test
    void aSyncIsNoticedByTheSameProof() {
        var other = acme.jira.createIssue("ada", "ACM", "Task", "Lamp", Map.of());
        var lamp = bridge.share(acme, other);
        assertThatThrownBy(() -> withoutWriting(() -> {
                    var before = beta.jira.calls().all().size();
                    acme.jira.edit("ada", other, Map.of("summary", "Lamps"));
                    soon("a write is tried", () -> beta.jira.calls().all().stream()
                            .skip(before)
                            .anyMatch(call -> !call.method().equals("GET")));
                    return beta.get("/api/v1/node");
                }))
                .isInstanceOf(AssertionError.class);
        soon("written after all", () -> text(beta, lamp, "summary").equals("Lamps"));
    }

    /** The program on the command line, which asks Beta's node while no write would succeed. */
    private int program(List<String> arguments) {
        printed.reset();
        var code = new int[1];
        withoutWriting(() -> {
            code[0] = new RulesProgram(
                            new PrintStream(printed, true, StandardCharsets.UTF_8),
                            Map.of("DRAWBRIDGE_URL", beta.url(), "DRAWBRIDGE_ADMIN_PASSWORD", "admin"))
                    .run(arguments);
            return MissingNode.getInstance();
        });
        return code[0];
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
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
