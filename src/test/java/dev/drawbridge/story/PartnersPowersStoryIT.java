package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.replica.Replica;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Acme's node may cause at Beta and what it may not, whatever it sends over a good connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PartnersPowersStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BRIDGE = "/api/v1/connections/bridge";

    private Company acme;
    private Company beta;
    private Forger forger;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "SCRIPT");
        Company.connect(acme, beta, "BASIC", "other");
        forger = new Forger(acme, "bridge");
    }

    @BeforeEach
    void nothingWasGranted() {
        store().sql("delete from allowance").update();
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void onlyAReplicaThatStartsASyncMakesAnIssue() {
        var silent = UUID.randomUUID();
        forger.sendsReplica(silent, false, replica("Never begun"));
        forger.sendsReplica(UUID.randomUUID(), true, replica("Begun"));

        await().atMost(SOON).until(() -> copies("Begun").size() == 1);
        await().atMost(SOON).until(() -> eventsOf(silent).contains("SUPERSEDED"));
        assertThat(copies("Never begun")).isEmpty();
    }

    @Test
    void noIssueIsMadeOutsideTheProjectsWhateverTheRuleSays() throws IOException {
        beta.jira.addProject("OUT", "Outside", "software");
        var rule = beta.text(BRIDGE + "/rules/incoming");
        beta.rule(
                "bridge",
                "incoming",
                rule + "\nif (firstSync && replica.labels) issue.projectKey = replica.labels[0]\n");
        try {
            forger.sendsReplica(
                    UUID.randomUUID(), true, replica("Aimed outside").with("labels", labels("OUT")));
            forger.sendsReplica(UUID.randomUUID(), true, replica("Aimed inside").with("labels", labels("BET")));
            await().atMost(SOON).until(() -> copies("Aimed inside").size() == 1);
            await().atMost(SOON).until(() -> items(beta.get("/api/v1/errors")).stream()
                    .anyMatch(error -> error.path("message").asText().contains("outside the connection's projects")));
        } finally {
            beta.rule("bridge", "incoming", rule);
        }

        assertThat(beta.jira.issues("OUT")).isEmpty();
        await().atMost(SOON).until(() -> copies("Aimed outside").size() == 1);
    }

    @Test
    void theFiveHundredAndFirstIssueWithinAnHourWaitsForAnAdministrator() {
        spent("CREATE", 499, Duration.ZERO);
        forger.sendsReplica(UUID.randomUUID(), true, replica("The last of the hour"));
        await().atMost(SOON).until(() -> copies("The last of the hour").size() == 1);

        forger.sendsReplica(UUID.randomUUID(), true, replica("One too many"));
        forger.sendsReplica(UUID.randomUUID(), true, replica("Two too many"));
        await().atMost(SOON).until(() -> held("CREATE").path("count").asInt() == 2);
        assertThat(held("CREATE").path("connection").asText()).isEqualTo("bridge");
        assertThat(held("CREATE").path("reason").asText()).contains("more than 500 issues");
        assertThat(copies("One too many")).isEmpty();

        decide("CREATE", "approve");
        await().atMost(SOON)
                .until(() -> copies("One too many").size() == 1
                        && copies("Two too many").size() == 1);
        assertThat(held("CREATE").isMissingNode()).isTrue();
    }

    @Test
    void anIssueThatWasRefusedIsNotMadeAndThePartnerLearnsIt() {
        spent("CREATE", 500, Duration.ZERO);
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Refused", Map.of());
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> held("CREATE").path("count").asInt() == 1);

        decide("CREATE", "refuse");

        await().atMost(SOON).until(() -> acme.state(key).equals("NOT_UNDER_SYNC"));
        assertThat(copies("Refused")).isEmpty();
        assertThat(held("CREATE").isMissingNode()).isTrue();
    }

    /** The control of the two above: what is longer ago than an hour does not count. */
    @Test
    void issuesOfAnEarlierHourDoNotCount() {
        spent("CREATE", 500, Duration.ofMinutes(61));

        forger.sendsReplica(UUID.randomUUID(), true, replica("In the next hour"));

        await().atMost(SOON).until(() -> copies("In the next hour").size() == 1);
    }

    @Test
    void moreThanFiftyDeletionsAtATimeWaitForAnAdministrator() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Talkative", Map.of());
        var said = new ArrayList<String>();
        for (var number = 0; number < 51; number++) said.add(acme.jira.comment("ada", key, "Number " + number));
        var twin = underSync(key);
        await().atMost(SOON).until(() -> beta.jira.commentBodies(twin).size() == 51);

        said.forEach(id -> acme.jira.deleteComment("ada", key, id));
        await().atMost(SOON).until(() -> beta.state(twin).equals("HELD"));
        assertThat(held("DELETE").path("issues").path(0).asText()).isEqualTo(twin);
        assertThat(held("DELETE").path("reason").asText()).contains("more than 50 comments, files and worklogs");

        decide("DELETE", "approve");
        await().atMost(SOON).until(() -> beta.jira.commentBodies(twin).isEmpty());
        await().atMost(SOON).until(() -> beta.state(twin).equals("SYNCHRONIZED"));
    }

    @Test
    void deletionsInSeveralIssuesCountTogether() {
        var one = withComments("Talks", 1);
        var other = withComments("Also talks", 1);
        spent("DELETE", 49, Duration.ZERO);

        acme.jira.deleteComment("ada", one.key(), one.said().get(0));
        await().atMost(SOON).until(() -> beta.jira.commentBodies(one.twin()).isEmpty());
        acme.jira.deleteComment("ada", other.key(), other.said().get(0));

        await().atMost(SOON).until(() -> beta.state(other.twin()).equals("HELD"));
        assertThat(beta.jira.commentBodies(other.twin())).hasSize(1);
        decide("DELETE", "approve");
        await().atMost(SOON).until(() -> beta.jira.commentBodies(other.twin()).isEmpty());
    }

    /** With the control: the same deletion ten minutes later passes. */
    @Test
    void refusedDeletionsEndTheSyncAndLeaveTheCopies() {
        var issue = withComments("Kept", 1);
        var later = withComments("Later", 1);
        spent("DELETE", 50, Duration.ZERO);
        acme.jira.deleteComment("ada", issue.key(), issue.said().get(0));
        await().atMost(SOON).until(() -> beta.state(issue.twin()).equals("HELD"));

        decide("DELETE", "refuse");
        await().atMost(SOON).until(() -> acme.state(issue.key()).equals("NOT_UNDER_SYNC"));
        assertThat(beta.state(issue.twin())).isEqualTo("NOT_UNDER_SYNC");
        assertThat(beta.jira.commentBodies(issue.twin())).hasSize(1);

        nothingWasGranted();
        spent("DELETE", 50, Duration.ofMinutes(11));
        acme.jira.deleteComment("ada", later.key(), later.said().get(0));
        await().atMost(SOON).until(() -> beta.jira.commentBodies(later.twin()).isEmpty());
    }

    @Test
    void anEditChangesWhatTheRuleTakesAndNothingElse() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Edited", Map.of());
        var twin = underSync(key);
        beta.jira.edit("grace", twin, Map.of("environment", "Ours"));
        beta.jira.comment("grace", twin, "Ours too");
        await().atMost(SOON).until(() -> acme.jira.commentBodies(key).size() == 1);
        var ours = beta.jira.issue(twin).path("fields").path("comment").path("comments");
        var theirs = JsonNodeFactory.instance.arrayNode();
        ours.forEach(comment -> theirs.addObject()
                .put("id", comment.path("id").asText())
                .put("remoteId", comment.path("id").asText())
                .put("body", "Put into our mouths"));

        var said = replica("Taken")
                .with("environment", text("Theirs"))
                .with("project", JsonNodeFactory.instance.objectNode().put("key", "OUT"))
                .with("status", JsonNodeFactory.instance.objectNode().put("name", "Done"))
                .with("comments", theirs);
        var before = JsonNodeFactory.instance.objectNode().put("summary", "Edited");
        before.putNull("environment").putNull("status").putNull("project");
        forger.sends(Kind.REPLICA, twinId(twin), event -> event.was(before).replica(said));

        await().atMost(SOON).until(() -> field(twin, "summary").equals("Taken"));
        assertThat(field(twin, "environment")).isEqualTo("Ours");
        assertThat(beta.jira
                        .issue(twin)
                        .path("fields")
                        .path("status")
                        .path("name")
                        .asText())
                .isEqualTo("To Do");
        assertThat(beta.jira.commentBodies(twin)).first().isEqualTo("Ours too");
        assertThat(twin).startsWith("BET-");
    }

    @Test
    void anIssueThatLeftTheProjectsIsNotWrittenAnyMore() {
        beta.jira.addProject("MOV", "Elsewhere", "software");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Moves", Map.of());
        var twin = underSync(key);
        var id = twinId(twin);
        var moved = beta.jira.move("grace", twin, "MOV");
        acme.jira.edit("ada", key, Map.of("summary", "After the move"));

        await().atMost(SOON).until(() -> acme.state(key).equals("NOT_UNDER_SYNC"));
        assertThat(field(moved, "summary")).isEqualTo("Moves");
        assertThat(eventsOf(id)).doesNotContain("STORED");
    }

    @Test
    void whatIsDeletedThereIsDeletedNowhereElse() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Gone there", Map.of());
        var twin = underSync(key);
        var id = twinId(twin);

        forger.sends(Kind.DELETED, id, event -> event.text("why", "gone"));
        await().atMost(SOON).until(() -> beta.state(twin).equals("REMOTE_REMOVED"));
        assertThat(field(twin, "summary")).isEqualTo("Gone there");

        // A tombstone: no state of it is applied any more, not even one that claims to begin the sync.
        forger.sendsReplica(id, true, replica("Back from the dead"));
        await().atMost(SOON).until(() -> eventsOf(id).contains("SUPERSEDED"));
        assertThat(field(twin, "summary")).isEqualTo("Gone there");
        assertThat(copies("Back from the dead")).isEmpty();
    }

    @Test
    void whatANewerNodeSaysWaitsForAnUpgradeAndHoldsBackItsIssueOnly() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Ahead of its time", Map.of());
        var twin = underSync(key);
        var other = underSync(acme.jira.createIssue("ada", "ACM", "Task", "Of its time", Map.of()));

        forger.sends(Kind.DELETED, twinId(twin), event -> event.text("kind", "ARCHIVED"));
        forger.sends(Kind.CONFIG, null, event -> event.text("kind", "ROTATE"));
        await().atMost(SOON).until(() -> beta.get("/api/v1/errors").toString().contains("ARCHIVED"));
        assertThat(beta.get("/api/v1/errors").toString()).contains("Upgrade this node.");

        acme.jira.edit("ada", key, Map.of("summary", "Later"));
        acme.jira.edit("ada", original(other), Map.of("summary", "Goes on"));
        await().atMost(SOON).until(() -> field(other, "summary").equals("Goes on"));
        assertThat(field(twin, "summary")).isEqualTo("Ahead of its time");
        assertThat(beta.get(BRIDGE).path("condition").asText()).isEqualTo("OK");
        assertThat(beta.jira.issue(twin)).isNotNull();
    }

    @Test
    void anEndOfTheSyncIsObeyedAtOnceAndLeavesATombstone() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Ended there", Map.of());
        var twin = underSync(key);
        var id = twinId(twin);

        forger.sends(Kind.UNSYNC, id, event -> event.text("why", "enough"));
        await().atMost(SOON).until(() -> beta.state(twin).equals("NOT_UNDER_SYNC"));

        forger.sendsReplica(id, true, replica("Again"));
        await().atMost(SOON).until(() -> eventsOf(id).contains("SUPERSEDED"));
        assertThat(field(twin, "summary")).isEqualTo("Ended there");
        assertThat(beta.get("/api/v1/issues/" + twin)
                        .path("connections")
                        .path(0)
                        .path("why")
                        .asText())
                .contains("enough");
    }

    @Test
    void aProposalForAnIssueUnderSyncIsAnsweredLikeOneForAMissingIssue() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Taken already", Map.of());
        var twin = underSync(key);

        forger.sends(Kind.CONNECT, UUID.randomUUID(), proposal(twin));
        forger.sends(Kind.CONNECT, UUID.randomUUID(), proposal("BET-99999"));

        await().atMost(SOON)
                .until(() -> beta.node().getBean(dev.drawbridge.journal.Journal.class).newest(50).stream()
                                .map(entry -> entry.happening().detail())
                                .filter(detail -> detail.contains("There is no issue of that key"))
                                .count()
                        == 2);
        assertThat(beta.state(twin)).isEqualTo("SYNCHRONIZED");
    }

    @Test
    void charactersThatNobodySeesAreStripped() {
        var key = acme.jira.createIssue(
                "ada", "ACM", "Task", "Pay \u202Eeur 01\u202C", Map.of("description", "One\u0007 line\u2066!"));
        acme.jira.comment("ada", key, "Agreed\u200F\u0000");
        acme.jira.attach("ada", key, "invoice\u202Efdp.exe", "x".getBytes(StandardCharsets.UTF_8));
        var twin = underSync(key);
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin).size() == 1);

        assertThat(field(twin, "summary")).isEqualTo("Pay eur 01");
        assertThat(field(twin, "description")).isEqualTo("One line!");
        assertThat(beta.jira.commentBodies(twin)).containsExactly("*Ada Lovelace* (Acme) commented:\nAgreed");
        assertThat(beta.jira.attachmentNames(twin)).containsExactly("invoicefdp.exe");
    }

    @Test
    void linksLeadBelowThePartnersOwnJiraOrNowhere() {
        var evil = UUID.randomUUID();
        for (var key : List.of("../../login?x=", "javascript:alert(1)", "ACM-1/../../admin", "x".repeat(300)))
            forger.sends(Kind.REPLICA, UUID.randomUUID(), event -> event.starts(true)
                    .text("from", "a:b:c:d/../e")
                    .text("issueKey", key)
                    .replica(replica("Linked " + key.substring(0, 8))));
        forger.sendsReplica(evil, true, replica("Linked well"));

        await().atMost(SOON).until(() -> copies("Linked well").size() == 1);
        await().atMost(SOON)
                .until(() -> beta.jira.issues("BET").stream()
                                .filter(key -> field(key, "summary").startsWith("Linked "))
                                .count()
                        == 5);
        assertThat(remoteUrl(copies("Linked well").get(0))).isEqualTo(acme.jira.url() + "/browse/EVIL-1");
        for (var key : beta.jira.issues("BET"))
            if (field(key, "summary").startsWith("Linked ")
                    && !field(key, "summary").equals("Linked well"))
                await().atMost(SOON).untilAsserted(() -> assertThat(beta.get("/api/v1/issues/" + key)
                                .path("connections")
                                .path(0)
                                .path("remoteUrl")
                                .isNull())
                        .isTrue());
    }

    @Test
    void neitherSettingsNorRulesTravel() {
        var settings = beta.get(BRIDGE).path("settings");
        var projects = beta.get(BRIDGE).path("projects");
        var rule = beta.text(BRIDGE + "/rules/incoming");
        var evil = JsonNodeFactory.instance.objectNode().put("paused", true);
        evil.putObject("settings").put("shareRestricted", true).put("markup", "as-is");
        evil.putArray("projects").add("SEC");
        evil.put("rules", "throw new RuntimeException()").put("winner", "Acme").put("remoteUrl", "http://127.0.0.1:1");

        forger.sends(Kind.CONFIG, UUID.randomUUID(), event -> event.details(evil)
                .text("rules", "issue.delete()")
                .text("settings", "all"));

        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("condition").asText().equals("DEACTIVATED_THERE"));
        assertThat(beta.get(BRIDGE).path("settings")).isEqualTo(settings);
        assertThat(beta.get(BRIDGE).path("projects")).isEqualTo(projects);
        assertThat(beta.text(BRIDGE + "/rules/incoming")).isEqualTo(rule);
        forger.sends(
                Kind.CONFIG,
                UUID.randomUUID(),
                event -> event.details(JsonNodeFactory.instance.objectNode().put("paused", false)));
        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("condition").asText().equals("OK"));
    }

    @Test
    void nothingOfAnotherConnectionIsReached() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Of the bridge", Map.of());
        var twin = underSync(key);
        var id = twinId(twin);
        var stranger = new Forger(acme, "other");

        stranger.sendsReplica(id, false, replica("From next door"));
        stranger.sendsReplica(id, true, replica("From next door"));
        stranger.sends(Kind.UNSYNC, id, event -> event.text("why", "not yours"));
        stranger.sends(Kind.DELETED, id, event -> event.text("why", "not yours"));
        stranger.sends(
                Kind.FAILED,
                id,
                event -> event.details(JsonNodeFactory.instance.objectNode().put("sentence", "not yours")));
        stranger.sends(
                Kind.ACK,
                id,
                event -> event.details((com.fasterxml.jackson.databind.node.ObjectNode) JsonNodeFactory.instance
                        .objectNode()
                        .set("remote", JsonNodeFactory.instance.objectNode().put("key", "EVIL-9"))));
        stranger.sends(Kind.CONNECT_ACCEPTED, id, event -> event);
        var last = UUID.randomUUID();
        stranger.sendsReplica(last, false, replica("The last of them"));

        await().atMost(SOON).until(() -> eventsOf(last).contains("SUPERSEDED"));
        await().atMost(SOON)
                .until(() -> beta.get("/api/v1/connections/other").path("inbox").asInt() == 0);
        assertThat(beta.state(twin)).isEqualTo("SYNCHRONIZED");
        assertThat(field(twin, "summary")).isEqualTo("Of the bridge");
        assertThat(remoteUrl(twin)).endsWith("/browse/" + key);
        // The control: the same end on its own connection is obeyed.
        forger.sends(Kind.UNSYNC, id, event -> event.text("why", "mine"));
        await().atMost(SOON).until(() -> beta.state(twin).equals("NOT_UNDER_SYNC"));
    }

    private record Talk(String key, String twin, List<String> said) {}

    private Talk withComments(String summary, int count) {
        var key = acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
        var said = new ArrayList<String>();
        for (var number = 0; number < count; number++) said.add(acme.jira.comment("ada", key, "Number " + number));
        var twin = underSync(key);
        await().atMost(SOON).until(() -> beta.jira.commentBodies(twin).size() == count);
        return new Talk(key, twin, said);
    }

    /** As if the partner had been let do so much that long ago. */
    private void spent(String deed, int count, Duration ago) {
        var connection = UUID.fromString(beta.get(BRIDGE).path("id").asText());
        for (var number = 0; number < count; number++)
            store().sql("insert into allowance (twin, deed, part, connection_id, at) values (?, ?, 'issue', ?, ?)")
                    .params(
                            UUID.randomUUID(),
                            deed,
                            connection,
                            Timestamp.from(Instant.now().minus(ago)))
                    .update();
    }

    private JdbcClient store() {
        return beta.node().getBean(JdbcClient.class);
    }

    private JsonNode held(String kind) {
        return items(beta.get("/api/v1/held")).stream()
                .filter(item -> item.path("kind").asText().equals(kind))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private void decide(String kind, String verb) {
        var answer = beta.post("/api/v1/held/" + held(kind).path("id").asText() + "/" + verb, Map.of());
        assertThat(answer.path("state").asText()).as(answer.toString()).isNotEmpty();
    }

    private String underSync(String key) {
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        var twin = acme.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
        await().atMost(SOON).until(() -> beta.state(twin).equals("SYNCHRONIZED"));
        return twin;
    }

    private String original(String twin) {
        return beta.get("/api/v1/issues/" + twin)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
    }

    private UUID twinId(String key) {
        return store().sql("select id from twin where issue_key = ?")
                .param(key)
                .query(UUID.class)
                .single();
    }

    private List<String> eventsOf(UUID twin) {
        return store().sql("select state from inbox where twin = ?")
                .param(twin)
                .query(String.class)
                .list();
    }

    private String remoteUrl(String key) {
        return beta.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteUrl")
                .asText();
    }

    private List<String> copies(String summary) {
        return beta.jira.issues("BET").stream()
                .filter(key -> field(key, "summary").equals(summary))
                .toList();
    }

    private String field(String key, String field) {
        return beta.jira.issue(key).path("fields").path(field).asText();
    }

    private static java.util.function.UnaryOperator<dev.drawbridge.queue.SyncEvent.Builder> proposal(String key) {
        return event -> event.text("issueKey", "ACM-1")
                .details(JsonNodeFactory.instance.objectNode().put("remoteKey", key))
                .replica(replica("Proposed"));
    }

    private static Replica replica(String summary) {
        return Replica.empty()
                .with("summary", text(summary))
                .with("type", JsonNodeFactory.instance.objectNode().put("name", "Task"));
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private static JsonNode labels(String label) {
        return JsonNodeFactory.instance.arrayNode().add(label);
    }

    private static List<JsonNode> items(JsonNode page) {
        var items = new ArrayList<JsonNode>();
        page.path("items").forEach(items::add);
        return items;
    }
}
