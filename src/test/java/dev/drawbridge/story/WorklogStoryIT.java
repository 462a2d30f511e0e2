package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Time that one company books is seen by the other, once, and belongs to the one that booked it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class WorklogStoryIT {
    private static final String STARTED = "2026-03-04T09:30:00.000+0000";

    private final Dying betasDeath = new Dying();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).drilled(betasDeath).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        for (var side : List.of(acme, beta)) {
            side.rule(
                    "bridge",
                    "outgoing",
                    side.text("/api/v1/connections/bridge/rules/outgoing")
                            + "\nreplica.workLogs = issue.workLogs\nreplica.issueLinks = issue.issueLinks\n");
            side.rule(
                    "bridge",
                    "incoming",
                    side.text("/api/v1/connections/bridge/rules/incoming")
                            + "\nissue.workLogs = workLogHelper.mergeWorkLogs(issue, replica)\n"
                            + "issue.issueLinks = replica.issueLinks\n");
        }
    }

    @AfterEach
    void forgiveJira() {
        beta.jira.faults().clear();
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aWorklogIsAddedChangedAndDeletedByTheSideThatMadeIt() {
        var key = issue("Booked");
        var twin = bridge.share(acme, key);
        var id = acme.jira.logWork("ada", key, work(3600, "Looked into it"));

        soon("the copy", () -> beta.jira.worklogs(twin).size() == 1);
        var copy = beta.jira.worklogs(twin).get(0);
        assertThat(copy.path("timeSpentSeconds").asLong()).isEqualTo(3600);
        assertThat(copy.path("started").asText()).isEqualTo(STARTED);
        assertThat(copy.path("comment").asText()).endsWith("Looked into it").contains("Ada Lovelace");
        assertThat(copy.path("author").path("name").asText()).isEqualTo("drawbridge");

        acme.jira.editWork("ada", key, id, Map.of("timeSpentSeconds", 5400, "comment", "Mended it"));
        soon("the change", () -> seconds(beta, twin).equals(List.of(5400L)));
        assertThat(beta.jira.worklogs(twin).get(0).path("comment").asText()).endsWith("Mended it");

        acme.jira.deleteWork("ada", key, id);
        soon("the deletion", () -> beta.jira.worklogs(twin).isEmpty());
        bridge.quiet(key);
        assertThat(acme.jira.worklogs(key)).isEmpty();
    }

    @Test
    void everybodysTimeStaysWhereItWasBooked() {
        var key = issue("Both");
        var twin = bridge.share(acme, key);
        acme.jira.logWork("ada", key, work(60, "Acme's"));
        beta.jira.logWork("grace", twin, work(120, "Beta's"));

        soon("both at Acme", () -> seconds(acme, key).size() == 2);
        soon("both at Beta", () -> seconds(beta, twin).size() == 2);
        bridge.mark(acme, key, "After the exchange");
        bridge.mark(beta, twin, "After the other exchange");
        bridge.quiet(key);
        assertThat(seconds(acme, key)).containsExactlyInAnyOrder(60L, 120L);
        assertThat(seconds(beta, twin)).containsExactlyInAnyOrder(60L, 120L);
    }

    @Test
    void aCopyThatSomebodyDeletesIsNotMadeAgain() {
        var key = issue("Unwanted");
        var twin = bridge.share(acme, key);
        acme.jira.logWork("ada", key, work(60, "Unwanted"));
        soon("the copy", () -> beta.jira.worklogs(twin).size() == 1);

        beta.jira.administration().grant("grace", "BET", "DELETE_ALL_WORKLOGS");
        beta.jira.deleteWork(
                "grace", twin, beta.jira.worklogs(twin).get(0).path("id").asText());
        acme.jira.logWork("ada", key, work(90, "Wanted"));

        soon("the other one", () -> seconds(beta, twin).equals(List.of(90L)));
        bridge.mark(acme, key, "After the deletion");
        assertThat(seconds(beta, twin)).containsExactly(90L);
        assertThat(seconds(acme, key)).containsExactly(60L, 90L);
    }

    @Test
    void noWorklogChangesTheEstimateThere() {
        var key = issue("Estimated");
        var twin = bridge.share(acme, key);
        beta.jira.edit(
                "grace", twin, Map.of("timetracking", Map.of("originalEstimate", "1d", "remainingEstimate", "5h")));
        var id = acme.jira.logWork("ada", key, work(3600, "An hour"));
        soon("the copy", () -> seconds(beta, twin).equals(List.of(3600L)));
        assertThat(remaining(twin)).isEqualTo(5 * 3600);

        acme.jira.editWork("ada", key, id, Map.of("timeSpentSeconds", 7200));
        soon("the change", () -> seconds(beta, twin).equals(List.of(7200L)));
        assertThat(remaining(twin)).isEqualTo(5 * 3600);

        acme.jira.deleteWork("ada", key, id);
        soon("the deletion", () -> seconds(beta, twin).isEmpty());
        assertThat(remaining(twin)).isEqualTo(5 * 3600);
    }

    /** Jira shows no more than twenty worklogs with an issue. */
    @Test
    void allWorklogsTravelHoweverManyThereAre() {
        var key = issue("Busy");
        for (var i = 1; i <= 25; i++) acme.jira.logWork("ada", key, work(60L * i, "Number " + i));

        var twin = bridge.share(acme, key);

        soon("all of them", () -> seconds(beta, twin).size() == 25);
        acme.jira.logWork("ada", key, work(60 * 26, "Number 26"));
        soon("one more", () -> seconds(beta, twin).size() == 26);
        bridge.quiet(key);
        assertThat(seconds(acme, key)).hasSize(26);
    }

    @Test
    void aRestrictedWorklogStaysAtHomeAndOneThatBecomesSoIsTakenBack() {
        var key = issue("Secret");
        var twin = bridge.share(acme, key);
        acme.jira.administration().role("ACM", "Developers", "ada", "drawbridge");
        var secret = Map.of("type", "role", "value", "Developers");
        acme.jira.logWork(
                "ada",
                key,
                Map.of("started", STARTED, "timeSpentSeconds", 60, "comment", "Secret", "visibility", secret));
        var open = acme.jira.logWork("ada", key, work(120, "Open"));

        soon("the open one", () -> seconds(beta, twin).equals(List.of(120L)));
        bridge.mark(acme, key, "After the secret");
        assertThat(seconds(beta, twin)).containsExactly(120L);

        acme.jira.editWork("ada", key, open, Map.of("comment", "Not open any more", "visibility", secret));
        soon("taken back", () -> seconds(beta, twin).isEmpty());
    }

    @Test
    void aRestrictedWorklogTravelsWithItsRoleWhereThatIsAllowed() {
        var key = issue("Shared secret");
        var twin = bridge.share(acme, key);
        acme.jira.administration().role("ACM", "Developers", "ada", "drawbridge");
        beta.jira.administration().role("BET", "Developers", "drawbridge");
        bridge.patch(acme, Map.of("shareRestricted", true));
        try {
            var secret = Map.of("type", "role", "value", "Developers");
            var id = acme.jira.logWork(
                    "ada",
                    key,
                    Map.of("started", STARTED, "timeSpentSeconds", 60, "comment", "Secret", "visibility", secret));
            soon("the copy", () -> beta.jira.worklogs(twin).size() == 1);
            assertThat(role(twin)).isEqualTo("Developers");

            acme.jira.editWork("ada", key, id, Map.of("timeSpentSeconds", 120, "visibility", secret));
            soon("the edit", () -> seconds(beta, twin).equals(List.of(120L)));
            assertThat(role(twin)).isEqualTo("Developers");
        } finally {
            bridge.patch(acme, Map.of("shareRestricted", false));
        }
    }

    @Test
    void aRuleMaySayWhoSeesACommentAndAWorklogHere() throws IOException {
        beta.jira.administration().role("BET", "Developers", "drawbridge");
        var before = beta.text("/api/v1/connections/bridge/rules/incoming");
        beta.rule(
                "bridge",
                "incoming",
                before
                        + """

                        issue.comments = commentHelper.mergeComments(issue, replica, { it.roleLevel = "Developers" })
                        issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica, { it.roleLevel = "Developers" })
                        """);
        try {
            var key = issue("Confined");
            var twin = bridge.share(acme, key);
            acme.jira.comment("ada", key, "For few");
            acme.jira.logWork("ada", key, work(60, "For few"));
            soon("the worklog", () -> beta.jira.worklogs(twin).size() == 1);
            soon("the comment", () -> beta.jira.commentBodies(twin).size() == 1);
            assertThat(role(twin)).isEqualTo("Developers");
            var comment = Bridge.field(beta, twin, "comment").path("comments").path(0);
            assertThat(comment.path("visibility").path("value").asText()).isEqualTo("Developers");
            assertThat(comment.path("body").asText()).isEqualTo("For few");
        } finally {
            beta.rule("bridge", "incoming", before);
        }
    }

    @Test
    void whoIsMentionedInAWorklogIsNamed() {
        var key = issue("Mentioned");
        var twin = bridge.share(acme, key);
        acme.jira.logWork("ada", key, work(60, "With [~grace]"));
        soon("the copy", () -> beta.jira.worklogs(twin).size() == 1);
        assertThat(beta.jira.worklogs(twin).get(0).path("comment").asText()).endsWith("With @Grace Hopper");
    }

    @Test
    void manyDeletionsWaitForAnAdministrator() {
        var key = issue("Swept");
        for (var i = 0; i < 51; i++) acme.jira.logWork("ada", key, work(60 + i, "Number " + i));
        var twin = bridge.share(acme, key);
        soon("all", () -> seconds(beta, twin).size() == 51);

        for (var worklog : acme.jira.worklogs(key))
            acme.jira.deleteWork("ada", key, worklog.path("id").asText());
        soon("held", () -> bridge.state(beta, twin).equals("HELD"));
        assertThat(seconds(beta, twin)).isNotEmpty();
        assertThat(bridge.view(beta, twin).path("why").asText())
                .contains("more than 50 comments, files and worklogs here within ten minutes");
        beta.post("/api/v1/held/" + held().path(0).path("id").asText() + "/approve", Map.of());
        soon("gone", () -> seconds(beta, twin).isEmpty());
    }

    @Test
    void connectingIssuesCopiesNoTimeAndNoLink() {
        var one = issue("Was there");
        var other = issue("Linked there");
        acme.jira.logWork("ada", one, work(60, "Long ago"));
        acme.jira.link("ada", "Blocks", one, other);
        var there = beta.jira.createIssue("grace", "BET", "Task", "Was here", Map.of());
        var otherThere = beta.jira.createIssue("grace", "BET", "Task", "Was here too", Map.of());
        beta.jira.logWork("grace", there, work(120, "Longer ago"));

        connect(one, there);
        connect(other, otherThere);

        acme.jira.logWork("ada", one, work(180, "New"));
        soon("the new one", () -> seconds(beta, there).equals(List.of(120L, 180L)));
        for (var key : List.of(one, other)) {
            bridge.mark(acme, key, "After that");
            bridge.mark(beta, bridge.twin(acme, key), "And after that");
        }
        assertThat(seconds(acme, one)).containsExactly(60L, 180L);
        assertThat(seconds(beta, there)).containsExactly(120L, 180L);
        assertThat(beta.jira.links(there)).isEmpty();
    }

    private void connect(String local, String remote) {
        acme.post("/api/v1/connections/bridge/connect", Map.of("local", local, "remote", remote));
        soon("asked", () -> !held().isEmpty());
        beta.post("/api/v1/held/" + held().path(0).path("id").asText() + "/approve", Map.of());
        soon("connected", () -> bridge.state(acme, local).equals("SYNCHRONIZED"));
    }

    private JsonNode held() {
        return beta.get("/api/v1/held").path("items");
    }

    private String role(String twin) {
        return beta.jira.worklogs(twin).get(0).path("visibility").path("value").asText();
    }

    @Test
    void aNodeThatDiesAfterTheCallMakesNoSecondWorklog() throws InterruptedException {
        var key = issue("Cut off");
        var twin = bridge.share(acme, key);
        betasDeath.arm(beta, "after-worklog");
        acme.jira.logWork("ada", key, work(60, "The same"));
        acme.jira.logWork("ada", key, work(60, "The same"));
        betasDeath.awaitDeathAndRestart(beta);

        soon("both", () -> seconds(beta, twin).size() >= 2);
        bridge.mark(acme, key, "After the death");
        bridge.quiet(key);
        assertThat(seconds(beta, twin)).containsExactly(60L, 60L);
        assertThat(seconds(acme, key)).containsExactly(60L, 60L);
    }

    /** The second of two that say the same is looked for while the first is there. */
    @Test
    void whatJiraDidNotAnswerIsFoundAlsoAmongEqualOnes() {
        var key = issue("Unanswered");
        acme.jira.logWork("ada", key, work(60, "The same"));
        acme.jira.logWork("ada", key, work(60, "The same"));
        beta.jira.faults().loseAnswers(2, "POST .*/worklog");

        var twin = bridge.share(acme, key);
        bridge.mark(acme, key, "After the silence");
        assertThat(seconds(beta, twin)).containsExactly(60L, 60L);
    }

    /** Negative control: without the note of what was begun, nobody looks for what it left. */
    @Test
    void withoutTheIntentTheTimeWouldCountTwice() throws InterruptedException {
        var key = issue("Forgotten");
        var twin = bridge.share(acme, key);
        betasDeath.arm(beta, "after-worklog", store -> JdbcClient.create(store)
                .sql("delete from intent")
                .update());
        acme.jira.logWork("ada", key, work(60, "Twice"));
        betasDeath.awaitDeathAndRestart(beta);

        soon("twice", () -> seconds(beta, twin).size() == 2);
    }

    @Test
    void whatDoesNotFitIsAWarningAndTheRestIsApplied() {
        var key = issue("Not allowed");
        var twin = bridge.share(acme, key);
        beta.jira.administration().withdraw("drawbridge", "BET", "WORK_ON_ISSUES");
        var id = acme.jira.logWork("ada", key, work(60, "Later"));
        acme.jira.comment("ada", key, "Now");

        soon("the rest", () -> beta.jira.commentBodies(twin).size() == 1);
        soon("the warning", () -> bridge.warning(beta, twin, "workLogs/" + id)
                .path("reason")
                .asText()
                .contains("permission"));
        beta.jira.administration().grant("drawbridge", "BET", "WORK_ON_ISSUES");
        acme.jira.comment("ada", key, "Again");
        soon("applied", () -> seconds(beta, twin).equals(List.of(60L)));
        soon("well again", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    private long remaining(String twin) {
        return Bridge.field(beta, twin, "timeestimate").asLong();
    }

    private static List<Long> seconds(Company company, String key) {
        var seconds = new ArrayList<Long>();
        for (JsonNode worklog : company.jira.worklogs(key))
            seconds.add(worklog.path("timeSpentSeconds").asLong());
        return seconds;
    }

    private static Map<String, ?> work(long seconds, String comment) {
        return Map.of("started", STARTED, "timeSpentSeconds", seconds, "comment", comment);
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }
}
