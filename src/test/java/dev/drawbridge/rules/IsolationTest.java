package dev.drawbridge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.JiraTroubles;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
                    .isInstanceOfSatisfying(RuleBroken.class, broken -> assertThat(broken.sentence())
                            .startsWith("bridge/outgoing.groovy, line 2: ran longer than 500 ms and was stopped"));
        } finally {
            brief.close();
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
