package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Beta's node dies in the middle of what it does for an issue of Acme, or Acme's node while it tells of one; after the
 * restart each thing is there once. The last tests take one safety away each and see the duplicate come.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CrashPointStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Dying acmesDeath = new Dying();
    private final Dying betasDeath = new Dying();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    /** What all issues of these tests are linked to. */
    private String hub = "";

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).drilled(acmesDeath).start();
        beta = Company.behindFirewall("Beta", "BET", folder).drilled(betasDeath).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        beta.rule(
                "bridge",
                "incoming",
                beta.text("/api/v1/connections/bridge/rules/incoming")
                        + """

                        issue.setStatus(replica.status?.name)
                        issue.workLogs = workLogHelper.mergeWorkLogs(issue, replica)
                        issue.issueLinks = replica.issueLinks
                        if (firstSync && replica.summary.startsWith('Halfway')) {
                            store(issue)
                            httpClient.put("/rest/api/2/issue/${issue.key}", [fields: [environment: "I am ${issue.key}"]])
                        }
                        if (replica.description?.startsWith('Bring ') && replica.description != previous?.description)
                            syncHelper.exalate(replica.description.substring(6))
                        """);
        acme.rule(
                "bridge",
                "outgoing",
                acme.text("/api/v1/connections/bridge/rules/outgoing")
                        + "\nreplica.workLogs = issue.workLogs\nreplica.issueLinks = issue.issueLinks\n");
        hub = acme.jira.createIssue("ada", "ACM", "Task", "Hub", Map.of());
        sync(hub);
        bothSynchronized(hub);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stored",
                "before-create",
                "after-create",
                "after-comment",
                "after-attachment",
                "after-worklog",
                "after-link",
                "before-settle",
                "settled",
                "handed-out"
            })
    void aNodeThatDiesWhileItMakesACopyMakesOne(String point) throws InterruptedException {
        var key = issue("Copied " + point);
        betasDeath.arm(beta, point);
        sync(key);
        betasDeath.awaitDeathAndRestart(beta);

        bothSynchronized(key);
        complete(key, "Copied " + point);
        stillFlows(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-create", "after-create", "before-settle", "settled", "after-comment"})
    void aNodeThatDiesWhileARuleWaitsForItsStoredIssueMakesOne(String point) throws InterruptedException {
        var key = issue("Halfway " + point);
        betasDeath.arm(beta, point);
        sync(key);
        betasDeath.awaitDeathAndRestart(beta);

        bothSynchronized(key);
        complete(key, "Halfway " + point);
        assertThat(Bridge.text(beta, twin(key), "environment")).isEqualTo("I am " + twin(key));
        stillFlows(key);
    }

    /** What the rule wanted of another issue is written with the apply, and done after the node is back. */
    @Test
    void whatARuleWantedOfAnotherIssueOutlivesTheNode() throws InterruptedException {
        var key = issue("Brings another");
        sync(key);
        bothSynchronized(key);
        var other = beta.jira.createIssue("ada", "BET", "Task", "Brought along", Map.of());

        betasDeath.arm(beta, "settled");
        acme.jira.edit("ada", key, Map.of("description", "Bring " + other));
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> beta.state(other).equals("SYNCHRONIZED"));
    }

    /** Negative control: nothing is written with the apply. */
    @Test
    void withoutTheErrandTheOtherIssueWouldBeForgotten() throws InterruptedException {
        var key = issue("Brings nothing");
        sync(key);
        bothSynchronized(key);
        var other = beta.jira.createIssue("ada", "BET", "Task", "Left behind", Map.of());

        betasDeath.arm(beta, "settled", store -> JdbcClient.create(store)
                .sql("delete from errand")
                .update());
        acme.jira.edit("ada", key, Map.of("description", "Bring " + other));
        betasDeath.awaitDeathAndRestart(beta);

        stillFlows(key);
        assertThat(beta.state(other)).isEqualTo("NOT_UNDER_SYNC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"after-edit", "after-transition"})
    void aNodeThatDiesWhileItEditsAnIssueEditsIt(String point) throws InterruptedException {
        var key = issue("Edited " + point);
        sync(key);
        bothSynchronized(key);
        var twin = twin(key);

        betasDeath.arm(beta, point);
        acme.jira.edit("ada", key, Map.of("summary", "New " + point));
        acme.jira.transition("ada", key, "In Progress");
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> Bridge.text(beta, twin, "summary").equals("New " + point));
        await().atMost(SOON).until(() -> Bridge.text(beta, twin, "status").equals("In Progress"));
        bothSynchronized(key);
        assertThat(Bridge.text(acme, key, "summary")).isEqualTo("New " + point);
        assertThat(beta.jira.commentBodies(twin)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"told", "numbered", "handed-out"})
    void aNodeThatDiesWhileItTellsOfAnIssueTellsItOnce(String point) throws InterruptedException {
        var key = issue("Told " + point);
        acmesDeath.arm(acme, point);
        sync(key);
        acmesDeath.awaitDeathAndRestart(acme);

        bothSynchronized(key);
        complete(key, "Told " + point);
        stillFlows(key);
    }

    @Test
    void aNewerChangeAfterTheCrashDoesNotMakeASecondIssue() throws InterruptedException {
        var key = issue("Before the crash");
        betasDeath.arm(beta, "after-create");
        sync(key);
        acme.jira.comment("ada", key, "Said meanwhile");
        acme.jira.edit("ada", key, Map.of("summary", "After the crash"));
        betasDeath.awaitDeathAndRestart(beta);

        bothSynchronized(key);
        var twin = twin(key);
        await().atMost(SOON).until(() -> Bridge.text(beta, twin, "summary").equals("After the crash"));
        await().atMost(SOON).until(() -> beta.jira.commentBodies(twin).size() == 3);
        assertThat(copies("Before the crash")).isEmpty();
        assertThat(copies("After the crash")).hasSize(1);
    }

    @Test
    void whatKillsTheNodeAgainAndAgainIsSetAsideAndHoldsBackItsIssueOnly() throws InterruptedException {
        var key = issue("Deadly");
        var other = issue("Harmless");
        for (var one : List.of(key, other)) {
            sync(one);
            bothSynchronized(one);
        }
        var twin = twin(key);

        betasDeath.arm(beta, "after-edit");
        acme.jira.edit("ada", key, Map.of("summary", "Deadly edit"));
        for (var death = 1; death < 5; death++) betasDeath.awaitDeathAndRestartToDieAgain(beta, "after-edit");
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> beta.state(twin).equals("ERROR"));
        var error = beta.get("/api/v1/errors").path("items").path(0);
        assertThat(error.path("message").asText()).contains("died 5 times");
        acme.jira.edit("ada", other, Map.of("summary", "Goes on"));
        await().atMost(SOON)
                .until(() -> Bridge.text(beta, twin(other), "summary").equals("Goes on"));

        beta.post("/api/v1/errors/" + error.path("id").asText() + "/retry", Map.of());
        bothSynchronized(key);
        assertThat(Bridge.text(beta, twin, "summary")).isEqualTo("Deadly edit");
    }

    /** The copy matches Beta's trigger too, and stands in Beta's Jira before Beta's node knows whose copy it is. */
    @Test
    void aDeathBetweenTheCreateCallAndItsRecordMakesOnePairWithTriggersOnBothSides() throws InterruptedException {
        betasDeath.arm(beta, "after-create");
        var key = triggeredOnBothSides("Wanted by both", "both");
        betasDeath.awaitDeathAndRestart(beta);

        bothSynchronized(key);
        complete(key, "Wanted by both");
        stillFlows(key);
        assertThat(issues(acme, "Wanted by both")).containsExactly(key);
    }

    /** Negative control: without the intent, Beta's trigger takes the copy for an issue of Beta's own. */
    @Test
    void withoutTheIntentTriggersOnBothSidesWouldMakeTwoPairs() throws InterruptedException {
        betasDeath.arm(beta, "after-create", store -> JdbcClient.create(store)
                .sql("delete from intent")
                .update());
        triggeredOnBothSides("Wanted too often", "often");
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> issues(acme, "Wanted too often").size() == 2);
    }

    /** Negative control: Jira forgets the marker, so what was made is not found. */
    @Test
    void withoutTheMarkerThereWouldBeTwoIssues() throws InterruptedException {
        var key = issue("Unmarked");
        beta.jira.faults().on("POST /rest/api/2/issue", Faults.When.AFTER, this::forgetMarker);
        betasDeath.arm(beta, "after-create");
        sync(key);
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> copies("Unmarked").size() == 2);
    }

    /** Negative control: the intent is not there, so nothing is looked for. */
    @Test
    void withoutTheIntentThereWouldBeTwoIssues() throws InterruptedException {
        var key = issue("Unintended");
        betasDeath.arm(beta, "after-create", store -> JdbcClient.create(store)
                .sql("delete from intent")
                .update());
        sync(key);
        betasDeath.awaitDeathAndRestart(beta);

        await().atMost(SOON).until(() -> copies("Unintended").size() == 2);
    }

    /** Negative control: nobody waits until Jira's index shows what was made. */
    @Test
    void withoutTheRestBeforeTheSearchThereWouldBeTwoIssues() throws InterruptedException {
        var key = issue("Unsettled");
        beta.jira.faults().indexLag(Duration.ofSeconds(40));
        beta.with("drawbridge.jira.settle.create", "0s");
        try {
            betasDeath.arm(beta, "after-create");
            sync(key);
            betasDeath.awaitDeathAndRestart(beta);

            await().atMost(SOON).until(() -> copies("Unsettled").size() == 2);
        } finally {
            beta.with("drawbridge.jira.settle.create", "1s");
        }
    }

    /** Negative control, last of all since it breaks the connection: the number is given, the counter does not know. */
    @Test
    void withoutOneTransactionForNumberAndCounterNothingWouldLeaveAnyMore(@TempDir Path folder)
            throws IOException, InterruptedException {
        var death = new Dying();
        try (var one = Company.reachable("One", "ONE", folder).drilled(death).start();
                var other = Company.behindFirewall("Other", "OTH", folder).start()) {
            Company.connect(one, other, "BASIC");
            var first = one.jira.createIssue("ada", "ONE", "Task", "First", Map.of());
            death.arm(one, "numbered", CrashPointStoryIT::commitHalf);
            one.post("/api/v1/connections/bridge/sync", Map.of("issue", first));
            death.awaitDeathAndRestart(one);

            var second = one.jira.createIssue("ada", "ONE", "Task", "Second", Map.of());
            one.post("/api/v1/connections/bridge/sync", Map.of("issue", second));
            org.junit.jupiter.api.Assertions.assertThrows(
                    ConditionTimeoutException.class, () -> await().atMost(Duration.ofSeconds(6))
                            .until(() -> one.state(first).equals("SYNCHRONIZED")
                                    && one.state(second).equals("SYNCHRONIZED")));
        }
    }

    /** The first of two transactions: what has been written so far is there for good. */
    private static void commitHalf(DataSource store) {
        try {
            DataSourceUtils.getConnection(store).commit();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void forgetMarker() {
        var issues = beta.jira.issues("BET");
        var login = Base64.getEncoder().encodeToString("ada:ada".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(beta.jira.url() + "/rest/api/2/issue/"
                        + issues.get(issues.size() - 1) + "/properties/drawbridge"))
                .header("Authorization", "Basic " + login)
                .header("X-Atlassian-Token", "no-check")
                .DELETE()
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(204);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new issue, made when nothing else is under way. */
    private String issue(String summary) {
        return issue(summary, "crash");
    }

    private String issue(String summary, String label) {
        await().atMost(SOON).until(() -> nothingIsUnderWay(acme) && nothingIsUnderWay(beta));
        var key = acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of("labels", List.of(label)));
        acme.jira.comment("ada", key, "One");
        acme.jira.comment("grace", key, "Two");
        acme.jira.attach("ada", key, "notes.txt", summary.getBytes(StandardCharsets.UTF_8));
        acme.jira.logWork("ada", key, Map.of("timeSpentSeconds", 60, "comment", "Worked"));
        acme.jira.link("ada", "Blocks", hub, key);
        return key;
    }

    private String triggeredOnBothSides(String summary, String label) {
        for (var company : List.of(acme, beta))
            company.post("/api/v1/triggers", Map.of("connection", "bridge", "jql", "labels = " + label));
        return issue(summary, label);
    }

    private static boolean nothingIsUnderWay(Company company) {
        var bridge = company.get("/api/v1/connections/bridge");
        return bridge.path("outbox").asInt(1) == 0 && bridge.path("inbox").asInt(1) == 0;
    }

    private void sync(String key) {
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
    }

    private void bothSynchronized(String key) {
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        await().atMost(SOON).until(() -> beta.state(twin(key)).equals("SYNCHRONIZED"));
    }

    private void complete(String key, String summary) {
        var twin = twin(key);
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin).size() == 1);
        assertThat(copies(summary)).containsExactly(twin);
        assertThat(beta.jira.commentBodies(twin))
                .containsExactly("*Ada Lovelace* (Acme) commented:\nOne", "*Grace Hopper* (Acme) commented:\nTwo");
        assertThat(beta.jira.attachmentBytes(twin, "notes.txt")).asString().isEqualTo(summary);
        assertThat(acme.jira.commentBodies(key)).containsExactly("One", "Two");
        assertThat(beta.jira.worklogs(twin)).hasSize(1);
        assertThat(acme.jira.worklogs(key)).hasSize(1);
        await().atMost(SOON).until(() -> beta.jira.links(twin).equals(List.of("is blocked by " + twin(hub))));
        assertThat(acme.jira.links(key)).containsExactly("is blocked by " + hub);
    }

    private void stillFlows(String key) {
        var twin = twin(key);
        acme.jira.comment("ada", key, "Three");
        await().atMost(SOON).until(() -> beta.jira.commentBodies(twin).size() == 3);
        beta.jira.edit("grace", twin, Map.of("description", "Seen in Beta"));
        await().atMost(SOON).until(() -> Bridge.text(acme, key, "description").equals("Seen in Beta"));
    }

    private List<String> copies(String summary) {
        return issues(beta, summary);
    }

    private static List<String> issues(Company company, String summary) {
        return company.jira.issues(company.project).stream()
                .filter(key -> Bridge.text(company, key, "summary").equals(summary))
                .toList();
    }

    private String twin(String key) {
        return bridge.twin(acme, key);
    }
}
