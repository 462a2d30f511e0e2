package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.JiraTroubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rule in a process of its own can do to the node: nothing. */
class IsolationTest {
    private static final String ISSUE = "{id: '10', key: 'BET-1', project: {key: 'BET'}, summary: 'Door'}";

    private final Isolation processes = new Isolation(Duration.ofSeconds(5), 64, 1);
    private final Desk desk = new Desk().in(processes);

    @AfterEach
    void end() {
        processes.close();
    }

    /** Bit by bit, so that no guard on sizes sees it. */
    @Test
    void aRuleThatEatsAllMemoryTakesOnlyItsProcessAlong() {
        assertThatThrownBy(() -> desk.outgoing("def all = []; while (true) { all << new byte[1000000] }", ISSUE))
                .isInstanceOfSatisfying(
                        RuleBroken.class,
                        broken -> assertThat(broken.sentence())
                                .isEqualTo(
                                        "bridge/outgoing.groovy: wanted more memory than the 64 MB of its process (drawbridge.rules.memory)"));

        assertThat(desk.outgoing("replica.summary = issue.summary", ISSUE).toString())
                .isEqualTo("{\"summary\":\"Door\"}");
    }

    @Test
    void oneThatDoesNotEndIsEndedAtItsLine() {
        var brief = new Isolation(Duration.ofMillis(500), 64, 1);
        try {
            var hasty = new Desk().in(brief);
            assertThatThrownBy(() -> hasty.outgoing("\nwhile (true) { }", ISSUE))
                    .isInstanceOfSatisfying(
                            RuleBroken.class,
                            broken -> assertThat(broken.sentence())
                                    .matches(
                                            "(?s)bridge/outgoing.groovy, line 2: (ran longer than 500 ms|did not end within 3 s) and was stopped.*"));
        } finally {
            brief.close();
        }
    }

    /** What a rule still does after its end is its process's, and that goes. */
    @Test
    void aProcessWhoseRuleDoesNotHeedItsEndIsReplaced() {
        assertThatThrownBy(() -> desk.outgoing("throw new Exception('no')", ISSUE))
                .isInstanceOf(RuleBroken.class);
        var process = ProcessHandle.current().children().toList();
        desk.outgoing("", ISSUE);
        assertThat(ProcessHandle.current().children())
                .as("the control: one whose rule ended goes on")
                .hasSize(1)
                .isEqualTo(process);

        assertThatThrownBy(() -> desk.outgoing("// drawbridge: timeLimit 200 ms\nnew Random().ints().max()", ISSUE))
                .isInstanceOfSatisfying(
                        RuleBroken.class,
                        broken -> assertThat(broken.sentence())
                                .matches(
                                        "(?s)bridge/outgoing.groovy, line 2: (ran longer than 200|did not end within 1200) ms.*"));
        process.get(0).onExit().join();
        assertThat(desk.outgoing("replica.summary = 'again'", ISSUE).toString()).contains("again");
    }

    @Test
    void externalScriptsAndTheirFilesAreThere(@TempDir Path rules) throws IOException {
        Files.createDirectories(rules.resolve("lib"));
        Files.writeString(
                rules.resolve("lib/Names.groovy"),
                "class Names { static send() { replica.summary = read() }\n"
                        + " static read() { Names.getResource('/name.txt').text } }");
        for (var name : List.of("Tür", "Fenster")) {
            Files.writeString(rules.resolve("lib/name.txt"), name);
            assertThat(desk.with(Library.read(rules, "bridge", false))
                            .outgoing("Names.send()", ISSUE)
                            .toString())
                    .isEqualTo("{\"summary\":\"%s\"}".formatted(name));
        }
    }

    @Test
    void thatJiraCannotBeAskedNowIsNotTheRulesFault() {
        desk.failing(JiraTroubles.later("Busy"));

        assertThatThrownBy(() -> desk.outgoing("httpClient.get('/rest/api/2/serverInfo')", ISSUE))
                .isInstanceOf(JiraTrouble.class)
                .hasMessageContaining("Busy");
    }

    @Test
    void aRefusalIsTheSameAsElsewhere() {
        assertThatThrownBy(() -> desk.outgoing("def a = 1\n  System.exit(1)", ISSUE))
                .isInstanceOfSatisfying(
                        RuleBroken.class,
                        broken -> assertThat(broken.sentence())
                                .isEqualTo(
                                        "bridge/outgoing.groovy, line 2, column 3: A rule may not use method exit of System → System.exit(1)"));
        assertThatThrownBy(() -> desk.outgoing("\nissue.nothing.here", ISSUE))
                .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                        .startsWith("bridge/outgoing.groovy, line 2: ")
                        .endsWith("→ issue.nothing.here"));
    }
}
