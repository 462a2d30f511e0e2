package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** The issue is made where the rule stores it, once, and what comes after knows its key. */
    @Test
    void anIssueIsThereAfterTheRuleStoredIt() throws IOException {
        bridge.add(
                beta,
                "incoming",
                """
                if (firstSync) {
                    issue.summary = 'Begun'
                    store(issue)
                    issue.environment = "made as ${issue.key}"
                    httpClient.post("/rest/api/2/issue/${issue.key}/comment", [body: 'From the rule'])
                    issue.summary = replica.summary
                }
                """);
        var key = issue("Finished");
        acme.jira.comment("ada", key, "Hello");
        var calls = beta.jira.calls().all().size();
        var twin = bridge.share(acme, key);

        soon("written", () -> text(beta, twin, "environment").equals("made as " + twin));
        assertThat(text(beta, twin, "summary")).isEqualTo("Finished");
        assertThat(beta.jira.history(twin)).contains("summary: Finished");
        assertThat(beta.jira.commentBodies(twin)).hasSize(2).anyMatch(body -> body.equals("From the rule"));
        assertThat(beta.jira
                        .calls()
                        .all()
                        .subList(calls, beta.jira.calls().all().size()))
                .filteredOn(call -> call.method().equals("POST") && call.path().endsWith("/rest/api/2/issue"))
                .hasSize(1);
        acme.jira.edit("ada", key, Map.of("summary", "Later"));
        soon("later changes", () -> text(beta, twin, "summary").equals("Later"));
        assertThat(text(beta, twin, "environment")).isEqualTo("made as " + twin);
    }

    /** What stands in the issue stays, as far as the rule does not say otherwise; from then on both follow each other. */
    @Test
    void anIssueThatIsThereAlreadyIsTakenForTheCopy() throws IOException {
        var there = beta.jira.createIssue("ada", "BET", "Task", "Here before", Map.of("labels", List.of("ours")));
        beta.jira.comment("ada", there, "Said before");
        bridge.add(
                beta,
                "incoming",
                """
                if (firstSync && replica.description?.startsWith('Take ')) {
                    issue.id = httpClient.get("/rest/api/2/issue/" + replica.description.substring(5)).id
                    issue.summary = issueBeforeScript.summary
                    issue.environment = "taken as ${issue.key}"
                    return
                }
                """);
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Theirs", Map.of("description", "Take " + there));
        acme.jira.comment("ada", key, "Hello");
        assertThat(bridge.share(acme, key)).isEqualTo(there);

        soon("written", () -> text(beta, there, "environment").equals("taken as " + there));
        assertThat(text(beta, there, "summary")).isEqualTo("Here before");
        soon("their comment", () -> beta.jira.commentBodies(there).size() == 2);
        assertThat(text(acme, key, "summary")).isEqualTo("Theirs");
        assertThat(acme.jira.commentBodies(key)).containsExactly("Hello");
        beta.jira.edit("ada", there, Map.of("summary", "From Beta"));
        soon("told", () -> text(acme, key, "summary").equals("From Beta"));
        acme.jira.edit("ada", key, Map.of("summary", "From Acme"));
        soon("taken", () -> text(beta, there, "summary").equals("From Acme"));

        beta.jira.addProject("OPS", "Operations", "software");
        var elsewhere = beta.jira.createIssue("ada", "OPS", "Task", "Secret", Map.of());
        for (var wrong : Map.of(
                        there,
                        there + " cannot be the copy, since it is that of " + key + " already",
                        beta.jira.createIssue("ada", "OPS", "Task", "Secret", Map.of()),
                        "outside the connection's projects")
                .entrySet()) {
            var other = acme.jira.createIssue(
                    "ada", "ACM", "Task", "Wrong", Map.of("description", "Take " + wrong.getKey()));
            acme.post("/api/v1/connections/bridge/sync", Map.of("issue", other));
            soon(wrong.getValue(), () -> beta.get("/api/v1/errors").toString().contains(wrong.getValue()));
        }
        assertThat(beta.get("/api/v1/errors").toString()).contains("bridge/incoming.groovy, line ");
    }

    /** By the inside of Exalate, as rules on premise do it. */
    @Test
    void anIssueIsTakenForTheCopyWithAllThatItHas() throws IOException {
        var there = beta.jira.createIssue("ada", "BET", "Task", "Many to one", Map.of("labels", List.of("ours")));
        beta.jira.comment("ada", there, "Said before");
        beta.rule(
                "bridge",
                "incoming",
                """
                import com.atlassian.jira.component.ComponentAccessor
                def wanted = replica.description
                if (firstSync && wanted?.startsWith('BET-')) {
                    def main = ComponentAccessor.issueManager.getIssueByCurrentKey(wanted)
                    if (!main) return
                    def key = new com.exalate.basic.domain.BasicIssueKey(main.id, main.key)
                    def helper = ComponentAccessor.getOSGiComponentInstanceOfType(com.exalate.api.hubobject.IHubObjectHelperFactory.class)
                        .get(new com.exalate.basic.domain.BasicSemanticVersion(1, 0, 0))
                    helper.getHubIssueOnOutgoingProcessor(key).getProperties().each { name, value ->
                        issueBeforeScript[name] = value
                        issue[name] = value
                    }
                    issueBeforeScript.id = null
                    issue.id = main.id
                    issue.key = main.key
                    issue.customKeys.somethingIsChanged = true
                }
                if (!firstSync) issue.summary = replica.summary
                issue.comments = commentHelper.mergeComments(issue, replica)
                """);
        var before = beta.jira.issues("BET").size();
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Theirs", Map.of("description", there));
        assertThat(bridge.share(acme, key)).isEqualTo(there);

        acme.jira.comment("ada", key, "Hello");
        soon("their comment", () -> beta.jira.commentBodies(there).size() == 2);
        assertThat(text(beta, there, "summary")).isEqualTo("Many to one");
        assertThat(text(acme, key, "summary")).isEqualTo("Theirs");
        assertThat(beta.jira.issues("BET")).hasSize(before);
        acme.jira.edit("ada", key, Map.of("summary", "Theirs, edited"));
        soon("their edit", () -> text(beta, there, "summary").equals("Theirs, edited"));
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

    /** It is asked by its own name only, with no login of Beta's, and however it fails the issue says so. */
    @Test
    void aRuleAsksAnotherHostThatIsOnTheConnectionsList() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        var slow = new CountDownLatch(1);
        var rates = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        rates.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().get("Authorization"));
            var isDown = asked.size() == 1;
            var hasMoved = exchange.getRequestURI().getPath().equals("/moved");
            if (hasMoved) exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
            var isSlow = exchange.getRequestURI().getPath().equals("/slow");
            if (isSlow) await(slow);
            var text = "{\"rate\": 3}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isDown ? 503 : hasMoved ? 302 : isSlow ? 404 : 200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        rates.start();
        var host = "http://127.0.0.1:" + rates.getAddress().getPort();
        try {
            var key = issue("Rated");
            var twin = bridge.share(acme, key);
            bridge.add(beta, "incoming", "issue.environment = 'rate ' + httpClient.get(replica.description).rate");
            acme.jira.edit("ada", key, Map.of("description", host + "/eur"));
            soon("it is not on the list", () -> error(twin)
                    .contains("the hosts of the connection's setting httpAllow (now: none), not " + host));
            assertThat(asked).isEmpty();

            bridge.patch(beta, Map.of("httpAllow", List.of(host, "http://169.254.169.254")));
            beta.post("/api/v1/errors/" + errorId(twin) + "/retry", Map.of());
            soon("asked again after it was down", () -> text(beta, twin, "environment")
                    .equals("rate 3"));
            assertThat(asked).containsExactly("GET /eur null", "GET /eur null");

            acme.jira.edit("ada", key, Map.of("description", host + "/moved"));
            soon("no redirect is followed", () -> error(twin)
                    .contains("sends on to http://169.254.169.254/ (status 302); call that URL if it may be called"));
            acme.jira.edit("ada", key, Map.of("description", "http://169.254.169.254/latest"));
            beta.post("/api/v1/errors/" + errorId(twin) + "/retry", Map.of());
            soon("a cloud's metadata is out of reach", () -> error(twin).contains("link-local"));
            acme.jira.edit("ada", key, Map.of("description", host + "/usd"));
            soon("well again by the next change", () -> error(twin).isEmpty());

            acme.jira.edit("ada", key, Map.of("description", host + "/slow"));
            soon("being asked", () -> asked.contains("GET /slow null"));
            acme.jira.edit("ada", key, Map.of("description", host + "/gbp"));
            soon(
                    "the next change waits",
                    () -> bridge.connection(beta).path("inbox").asInt() == 2);
            slow.countDown();
            soon(
                    "what came while it failed is a reason to try again",
                    () -> error(twin).isEmpty()
                            && text(beta, twin, "description").equals(host + "/gbp"));
        } finally {
            rates.stop(0);
        }
        var refused = beta.answer(
                "PATCH",
                "/api/v1/connections/bridge",
                "{\"httpAllow\": [\"a b\"]}",
                "Content-Type",
                "application/json");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("httpAllow holds hosts such as api.acme.example")
                .contains("not 'a b'");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) throw new IOException("Never let go");
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private String error(String issue) {
        return errorOf(issue).path("message").asText();
    }

    private String errorId(String issue) {
        return errorOf(issue).path("id").asText();
    }

    private JsonNode errorOf(String issue) {
        for (var error : beta.get("/api/v1/errors").path("items"))
            if (error.path("issue").asText().equals(issue)
                    && !error.path("impact").asText().equals("Warning")) return error;
        return MissingNode.getInstance();
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
