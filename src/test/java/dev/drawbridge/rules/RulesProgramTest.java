package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/drawbridge rules test}, as an administrator and a build server use it. */
@SuppressWarnings("NullAway.Init")
class RulesProgramTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path rules;

    @BeforeEach
    void anExample() throws IOException {
        write("bridge/outgoing.groovy", "replica.summary = issue.summary\n");
        write("bridge/incoming.groovy", "issue.summary = replica.summary\nissue.labels += 'seen'\n");
        write("bridge/examples/one/case.yaml", "direction: incoming\n");
        write("bridge/examples/one/issue.json", "{\"summary\": \"Old\", \"labels\": [\"a\"]}");
        write("bridge/examples/one/replica.json", "{\"summary\": \"New\"}");
        write(
                "bridge/examples/one/expected.json",
                "{\"issue\": {\"summary\": \"New\", \"labels\": [\"a\", \"seen\"]}}");
    }

    @Test
    void theShippedExamplesPass() {
        assertThat(run("test", "sync-rules")).isZero();
        assertThat(out()).contains(" 0 failed");
    }

    @Test
    void aPassIsCountedAndReported() throws IOException {
        var report = rules.resolve("reports/rules.xml");

        assertThat(run("test", rules.toString(), "--junit", report.toString())).isZero();

        assertThat(out()).startsWith("1 examples, 0 failed, ");
        assertThat(Files.readString(report))
                .contains("tests=\"1\" failures=\"0\"")
                .contains("<testcase classname=\"bridge\" name=\"one\"");
    }

    @Test
    void aDifferenceIsShownPlaceByPlace() throws IOException {
        write("bridge/incoming.groovy", "issue.summary = replica.summary + '!'\nissue.description = 'more'\n");
        var report = rules.resolve("rules.xml");

        assertThat(run("test", rules.toString(), "--junit", report.toString())).isOne();

        assertThat(out().lines().toList())
                .startsWith(
                        "FAILED bridge/one",
                        "    issue.description: expected nothing, but it is \"more\"",
                        "    issue.labels: expected [\"a\",\"seen\"], but it is nothing",
                        "    issue.summary: expected \"New\", but it is \"New!\"");
        assertThat(Files.readString(report)).contains("failures=\"1\"").contains("but it is \"New!\"");
    }

    @Test
    void externalScriptsAndTheirFilesAreThere() throws IOException {
        write("lib/Words.groovy", "class Words { static receive() { issue.summary = replica.summary } }");
        write("bridge/lib/mark.txt", "seen");
        write("bridge/incoming.groovy", "Words.receive()\nissue.labels += getClass().getResource('/mark.txt').text\n");
        assertThat(run("test", rules.toString())).isZero();

        write("lib/Words.groovy", "class Words {\n static receive() { nothing.here } }");
        assertThat(run("test", rules.toString())).isOne();
        assertThat(out()).contains("lib/Words.groovy, line 2: No such property: nothing");
    }

    @Test
    void expectationsAreWrittenAnew() throws IOException {
        write("bridge/incoming.groovy", "issue.summary = 'Other'\n");

        assertThat(run("test", rules.toString(), "--update")).isZero();
        assertThat(run("test", rules.toString())).isZero();
        assertThat(Files.readString(rules.resolve("bridge/examples/one/expected.json")))
                .contains("Other");
    }

    @Test
    void whatIsWrongWithAnExampleOrARuleIsSaidInASentence() throws IOException {
        write("bridge/examples/two/case.yaml", "direction: sideways\n");
        write("bridge/examples/three/case.yaml", "direction: incoming\n");
        write("bridge/examples/four/case.yaml", "direction: incoming\n");
        write("bridge/examples/four/replica.json", "{\n\"a\": \n}");
        write("bridge/examples/five/issue.json", "{}");
        write("bridge/examples/six/case.yaml", "direction: outgoing\n");
        write("broken/outgoing.groovy", "");
        write("broken/incoming.groovy", "issue.summary = (\n");
        write("broken/examples/seven/case.yaml", "direction: incoming\n");
        write("broken/examples/seven/replica.json", "{}");

        assertThat(run("test", rules.toString())).isOne();

        assertThat(out())
                .contains("direction must be outgoing or incoming, not 'sideways'")
                .contains("three/replica.json: is missing: what the partner says")
                .contains("four/replica.json: line 3: is not JSON")
                .contains("five/case.yaml: is missing")
                .contains("needs an issue.json")
                .contains("broken/incoming.groovy, line")
                .contains("7 examples, 6 failed");
    }

    @Test
    void whatIsNotUnderstoodHasItsOwnExitCode() {
        assertThat(run("fly")).isEqualTo(2);
        assertThat(run("try")).isEqualTo(2);
        assertThat(run("test", "--junit")).isEqualTo(2);
        assertThat(run("test", rules.resolve("none").toString())).isEqualTo(2);
        assertThat(out())
                .contains("Not a verb of rules: 'fly'")
                .contains("Use: rules try")
                .contains("Not an option")
                .contains("There is no folder");
    }

    /** They are compiled together; what is wrong with one, or does not go with another, stays its own affair. */
    @Test
    void rulesOfExamplesDoNotDisturbEachOther() throws IOException {
        for (var name : List.of("two", "three")) {
            write("bridge/examples/" + name + "/case.yaml", "direction: incoming\nreplica: {summary: New}\n");
            write(
                    "bridge/examples/" + name + "/rule.groovy",
                    "issue.summary = Tool.word()\nclass Tool { static String word() { '" + name + "' } }\n");
            write("bridge/examples/" + name + "/expected.json", "{\"issue\": {\"summary\": \"" + name + "\"}}");
        }
        write("bridge/examples/four/case.yaml", "direction: incoming\nreplica: {}\n");
        write("bridge/examples/four/rule.groovy", "issue.summary = = 1\n");

        assertThat(run("test", rules.toString())).isOne();

        assertThat(out())
                .contains("4 examples, 1 failed")
                .contains("bridge/examples/four/rule.groovy, line 1")
                .doesNotContain("FAILED bridge/two", "FAILED bridge/three");
    }

    private int run(String... arguments) {
        return new RulesProgram(new PrintStream(printed, true, StandardCharsets.UTF_8), Map.of())
                .run(List.copyOf(Arrays.asList(arguments)));
    }

    private String out() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void write(String name, String text) throws IOException {
        var file = rules.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void lintNamesWhatDoesNotCompile() throws IOException {
        assertThat(run("lint", rules.toString())).isZero();
        write("broken/outgoing.groovy", "replica.summary = issue.summary\n");
        write("broken/incoming.groovy", "\nissue.summary = (\n");

        assertThat(run("lint", rules.toString())).isOne();

        assertThat(out())
                .contains("broken/incoming.groovy, line")
                .contains("does not compile")
                .contains("1 problem");
    }
}
