package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Beta's administrator brings rules along that ask for more than values of fields. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RuleApiStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String outgoing;
    private String incoming;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        outgoing = acme.text("/api/v1/connections/bridge/rules/outgoing");
        incoming = beta.text("/api/v1/connections/bridge/rules/incoming");
    }

    @AfterEach
    void mend() throws IOException {
        if (!beta.text("/api/v1/connections/bridge/rules/incoming").equals(incoming))
            beta.rule("bridge", "incoming", incoming);
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    /** The text of the rule is a literal: it stands in the code of the rule, so the comment is made once for each change. */
    @Test
    void aCommentOfTheRuleIsMadeOnceAndDoesNotTravel() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + "\nif (firstSync) issue.comments = commentHelper.addComment(\"From ${issueUrl}\", issue.comments)\n");
        var key = issue("With a link");
        acme.jira.comment("ada", key, "Hello");
        var twin = bridge.share(acme, key);

        soon("both comments", () -> beta.jira.commentBodies(twin).size() == 2);
        acme.jira.comment("ada", key, "Again");
        soon("the third", () -> beta.jira.commentBodies(twin).size() == 3);
        beta.jira.comment("grace", twin, "Answer");
        soon("the answer", () -> acme.jira.commentBodies(key).size() == 3);

        assertThat(beta.jira.commentBodies(twin))
                .filteredOn(body -> body.contains("/browse/" + key))
                .hasSize(1);
        assertThat(acme.jira.commentBodies(key)).noneMatch(body -> body.contains("/browse/"));
    }

    @Test
    void aNamedTransitionIsMadeLastAndLeftOutWhereJiraDoesNotOfferIt() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                incoming + "\nif (replica.summary == 'Go') workflowHelper.transition(issue, 'In Progress')\n"
                        + "if (replica.summary == 'Never') workflowHelper.transition(issue, 'No such transition')\n");
        var key = issue("Wait");
        var twin = bridge.share(acme, key);
        var before = text(beta, twin, "status");

        acme.jira.edit("ada", key, Map.of("summary", "Go"));
        soon("it was made", () -> !text(beta, twin, "status").equals(before));
        acme.jira.edit("ada", key, Map.of("summary", "Never"));
        soon("the rest goes on", () -> text(beta, twin, "summary").equals("Never"));
        assertThat(bridge.state(beta, twin)).isEqualTo("SYNCHRONIZED");
    }

    /** What Beta's Jira made of the issue comes back without anybody changing it there. */
    @Test
    void aSyncBackTellsWhatTheApplyMadeOfTheIssue() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + "\nif (firstSync) { issue.environment = 'Made in Beta'; syncHelper.syncBackAfterProcessing() }\n");
        beta.rule(
                "bridge",
                "outgoing",
                beta.text("/api/v1/connections/bridge/rules/outgoing") + "\nreplica.environment = issue.environment\n");
        acme.rule(
                "bridge",
                "incoming",
                acme.text("/api/v1/connections/bridge/rules/incoming") + "\nissue.environment = replica.environment\n");
        var key = issue("To be completed");
        bridge.share(acme, key);

        soon("told back", () -> text(acme, key, "environment").equals("Made in Beta"));
    }

    /** Reopen, edit, close: the status in between is seen in the history of the issue. */
    @Test
    void storedStatesAreWrittenInTheirOrder() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                incoming.replace("issue.summary     = replica.summary", "")
                        + """
                        if (!firstSync) {
                            issue.setStatus('In Progress')
                            store(issue)
                        }
                        issue.summary = replica.summary
                        issue.setStatus('Done')
                        """);
        var key = issue("Stored");
        var twin = bridge.share(acme, key);
        soon("done", () -> text(beta, twin, "status").equals("Done"));

        acme.jira.edit("ada", key, Map.of("summary", "Stored again"));
        soon("written", () -> text(beta, twin, "summary").equals("Stored again"));
        soon(
                "done again",
                () -> bridge.state(beta, twin).equals("SYNCHRONIZED")
                        && text(beta, twin, "status").equals("Done"));

        assertThat(beta.jira.history(twin))
                .containsSubsequence("status: In Progress", "summary: Stored again", "status: Done");
    }

    @Test
    void anotherIssueComesUnderSyncAndOneEnds() throws IOException {
        var other = beta.jira.createIssue("grace", "BET", "Task", "Companion", Map.of());
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + "\nif (replica.summary == 'Bring') syncHelper.exalate(new com.exalate.basic.domain.BasicIssueKey(null, '"
                        + other + "'))\nif (replica.summary == 'End') syncHelper.unexalateAfterProcessing()\n");
        var key = issue("Bring");
        var twin = bridge.share(acme, key);
        soon("the other too", () -> beta.state(other).equals("SYNCHRONIZED"));

        acme.jira.edit("ada", key, Map.of("summary", "End"));
        soon("ended", () -> bridge.state(beta, twin).equals("NOT_UNDER_SYNC"));
        assertThat(text(beta, twin, "summary")).isEqualTo("End");
    }

    /** While every write to Jira fails, a try does not notice. */
    @Test
    void aTryShowsWhatWouldBeDoneAndDoesNothing() throws IOException {
        var key = issue("Tried");
        var twin = bridge.share(acme, key);
        var replica = Map.of("summary", "Another", "labels", List.of("x", "y"), "environment", "Moon");
        beta.rule(
                "bridge",
                "incoming",
                incoming
                        + "\nlog.info('trying {}', replica.summary)\nissue.environment = replica.environment\n"
                        + "httpClient.put('/rest/api/2/issue/' + issue.key, [fields: [summary: 'Written']])\n");
        var calls = beta.jira.calls().all().size();
        beta.jira.faults().failNext(1000, "(POST|PUT|DELETE) .*", 500, "");
        acme.jira.faults().failNext(1000, "(POST|PUT|DELETE) .*", 500, "");
        try {
            var incomingTry = beta.post(
                    "/api/v1/connections/bridge/try",
                    Map.of("direction", "incoming", "issue", twin, "replica", replica));
            var outgoingTry =
                    acme.post("/api/v1/connections/bridge/try", Map.of("direction", "outgoing", "issue", key));

            assertThat(incomingTry.path("log").toString()).contains("INFO trying Another");
            assertThat(incomingTry.at("/outcome/issue/summary").asText()).isEqualTo("Another");
            assertThat(incomingTry.path("plan").toString())
                    .contains("\"call\":\"edit issue\",\"field\":\"environment\",\"from\":null,\"to\":\"Moon\"")
                    .contains("\"field\":\"summary\",\"from\":\"Tried\",\"to\":\"Another\"");
            assertThat(outgoingTry.at("/replica/summary").asText()).isEqualTo("Tried");
        } finally {
            beta.jira.faults().clear();
            acme.jira.faults().clear();
        }
        assertThat(beta.jira
                        .calls()
                        .all()
                        .subList(calls, beta.jira.calls().all().size()))
                .noneMatch(call -> !call.method().equals("GET"));
        assertThat(text(beta, twin, "summary")).isEqualTo("Tried");
        var refused = beta.answer(
                "POST",
                "/api/v1/connections/bridge/try",
                "{\"direction\": \"sideways\"}",
                "Content-Type",
                "application/json");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("direction is outgoing or incoming, not 'sideways'.");
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of("labels", List.of("x")));
    }
}
