package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Acme and Beta have worked on the same things in two issues each; now they connect them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ConnectStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "SCRIPT");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void connectedIssuesStayAsTheyAreUntilSomebodyChangesOne() {
        var ours = acme.jira.createIssue("ada", "ACM", "Bug", "Our words", Map.of("labels", List.of("acme")));
        acme.jira.comment("ada", ours, "Said in Acme");
        var theirs = beta.jira.createIssue("grace", "BET", "Bug", "Their words", Map.of("labels", List.of("beta")));
        beta.jira.comment("grace", theirs, "Said in Beta");

        propose(acme, ours, theirs, Map.of());
        approve(beta, theirs);
        bothSynchronized(ours, theirs);

        assertThat(summary(acme, ours)).isEqualTo("Our words");
        assertThat(summary(beta, theirs)).isEqualTo("Their words");
        assertThat(beta.jira.commentBodies(theirs)).containsExactly("Said in Beta");

        acme.jira.edit("ada", ours, Map.of("description", "Now in both"));
        await().atMost(SOON).until(() -> field(beta, theirs, "description").equals("Now in both"));
        beta.jira.comment("grace", theirs, "New in Beta");
        await().atMost(SOON).until(() -> acme.jira.commentBodies(ours).size() == 2);

        assertThat(summary(beta, theirs)).as("only what changed travels").isEqualTo("Their words");
        assertThat(beta.jira.commentBodies(theirs)).containsExactly("Said in Beta", "New in Beta");
        assertThat(acme.jira.commentBodies(ours))
                .containsExactly("Said in Acme", "*Grace Hopper* (Beta) commented:\nNew in Beta");
        assertThat(beta.jira.issues("BET"))
                .filteredOn(key -> summary(beta, key).equals("Our words"))
                .isEmpty();
    }

    @Test
    void equalCommentsArePairedAndTheOthersAreCopied() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Migrated", Map.of());
        var original = acme.jira.comment("ada", ours, "Known to both");
        acme.jira.comment("ada", ours, "Only in Acme");
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Migrated", Map.of());
        beta.jira.comment("drawbridge", theirs, "Ada wrote:\nKnown to both");
        beta.jira.comment("grace", theirs, "Only in Beta");

        propose(acme, ours, theirs, Map.of("existing", "SEND"));
        approve(beta, theirs);
        await().atMost(SOON).until(() -> acme.jira.commentBodies(ours).size() == 3);
        await().atMost(SOON).until(() -> beta.jira.commentBodies(theirs).size() == 3);
        bothSynchronized(ours, theirs);

        assertThat(acme.jira.commentBodies(ours)).anyMatch(body -> body.endsWith("Only in Beta"));
        assertThat(beta.jira.commentBodies(theirs)).anyMatch(body -> body.endsWith("Only in Acme"));
        acme.jira.editComment("ada", ours, original, "Known to both, better");
        await().atMost(SOON).until(() -> beta.jira.commentBodies(theirs).get(0).endsWith("Known to both, better"));
        assertThat(beta.jira.commentBodies(theirs)).hasSize(3);
    }

    @Test
    void theProposersValuesHoldWhenThatIsAsked() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Wins", Map.of("labels", List.of("a", "both")));
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Loses", Map.of("labels", List.of("b", "both")));

        propose(acme, ours, theirs, Map.of("fields", "LOCAL"));
        approve(beta, theirs);

        await().atMost(SOON).until(() -> summary(beta, theirs).equals("Wins"));
        await().atMost(SOON).until(() -> labels(beta, theirs).equals(List.of("a", "both")));
        bothSynchronized(ours, theirs);
        assertThat(summary(acme, ours)).isEqualTo("Wins");
        assertThat(labels(acme, ours)).containsExactly("a", "both");
    }

    @Test
    void thePartnersValuesHoldWhenThatIsAsked() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Loses", Map.of());
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Wins", Map.of());

        propose(acme, ours, theirs, Map.of("fields", "REMOTE"));
        approve(beta, theirs);

        await().atMost(SOON).until(() -> summary(acme, ours).equals("Wins"));
        assertThat(summary(beta, theirs)).isEqualTo("Wins");
    }

    @Test
    void aRefusedProposalChangesNothing() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Asked", Map.of());
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Not theirs", Map.of());

        propose(acme, ours, theirs, Map.of());
        decide(beta, theirs, "refuse");

        await().atMost(SOON).until(() -> acme.state(ours).equals("NOT_UNDER_SYNC"));
        assertThat(acme.get("/api/v1/issues/" + ours)
                        .path("connections")
                        .path(0)
                        .path("why")
                        .asText())
                .contains("did not agree");
        assertThat(beta.state(theirs)).isEqualTo("NOT_UNDER_SYNC");
        assertThat(held(beta, theirs)).isEmpty();
    }

    @Test
    void missingAndForbiddenIssuesAreAnsweredAlike() {
        beta.jira.addProject("SEC", "Secret project", "software");
        var secret = beta.jira.createIssue("grace", "SEC", "Task", "Plans", Map.of());
        var one = acme.jira.createIssue("ada", "ACM", "Task", "One", Map.of());
        var other = acme.jira.createIssue("ada", "ACM", "Task", "Other", Map.of());

        propose(acme, one, secret, Map.of());
        propose(acme, other, "SEC-999", Map.of());

        await().atMost(SOON).until(() -> acme.state(one).equals("NOT_UNDER_SYNC"));
        await().atMost(SOON).until(() -> acme.state(other).equals("NOT_UNDER_SYNC"));
        assertThat(why(acme, one)).isEqualTo(why(acme, other));
    }

    @Test
    void proposalsThatCrossMakeOnePair() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Ours", Map.of());
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Theirs", Map.of());

        propose(acme, ours, theirs, Map.of());
        propose(beta, theirs, ours, Map.of());
        if (!acme.state(ours).equals("SYNCHRONIZED"))
            await().atMost(SOON)
                    .until(() -> acme.state(ours).equals("SYNCHRONIZED")
                            || held(beta, theirs).stream().anyMatch(item -> approved(beta, item)));
        bothSynchronized(ours, theirs);

        acme.jira.edit("ada", ours, Map.of("summary", "One pair"));
        await().atMost(SOON).until(() -> summary(beta, theirs).equals("One pair"));
        assertThat(live(acme, ours)).hasSize(1);
        assertThat(live(beta, theirs)).hasSize(1);
    }

    @Test
    void aProposalThatIsTakenBackIsNotAskedAnyMore() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Hasty", Map.of());
        var theirs = beta.jira.createIssue("grace", "BET", "Task", "Calm", Map.of());
        propose(acme, ours, theirs, Map.of());
        await().atMost(SOON).until(() -> !held(beta, theirs).isEmpty());

        acme.post("/api/v1/connections/bridge/unsync", Map.of("issue", ours));

        await().atMost(SOON).until(() -> held(beta, theirs).isEmpty());
        assertThat(beta.state(theirs)).isEqualTo("NOT_UNDER_SYNC");
    }

    @Test
    void anIssueUnderSyncCannotBeConnectedAgain() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Synced", Map.of());
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", ours));

        var answer = acme.post("/api/v1/connections/bridge/connect", Map.of("local", ours, "remote", "BET-1"));

        assertThat(answer.path("status").asInt()).isEqualTo(409);
        assertThat(answer.path("detail").asText()).contains(ours);
    }

    private static void propose(Company company, String local, String remote, Map<String, String> options) {
        var body = new java.util.HashMap<String, String>(options);
        body.put("local", local);
        body.put("remote", remote);
        var answer = company.post("/api/v1/connections/bridge/connect", body);
        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("CONNECTING");
    }

    private static void approve(Company company, String key) {
        decide(company, key, "approve");
    }

    private static void decide(Company company, String key, String verb) {
        await().atMost(SOON).until(() -> !held(company, key).isEmpty());
        company.post("/api/v1/held/" + held(company, key).get(0).path("id").asText() + "/" + verb, Map.of());
    }

    private static boolean approved(Company company, JsonNode item) {
        company.post("/api/v1/held/" + item.path("id").asText() + "/approve", Map.of());
        return true;
    }

    private static List<JsonNode> held(Company company, String key) {
        var items = new java.util.ArrayList<JsonNode>();
        company.get("/api/v1/held").path("items").forEach(item -> {
            if (item.path("issues").path(0).asText().equals(key)) items.add(item);
        });
        return items;
    }

    private void bothSynchronized(String ours, String theirs) {
        await().atMost(SOON).until(() -> acme.state(ours).equals("SYNCHRONIZED"));
        await().atMost(SOON).until(() -> beta.state(theirs).equals("SYNCHRONIZED"));
    }

    private static List<JsonNode> live(Company company, String key) {
        var pairs = new java.util.ArrayList<JsonNode>();
        company.get("/api/v1/issues/" + key).path("connections").forEach(pair -> {
            if (!pair.path("state").asText().equals("NOT_UNDER_SYNC")) pairs.add(pair);
        });
        return pairs;
    }

    private static String why(Company company, String key) {
        return company.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("why")
                .asText();
    }

    private static List<String> labels(Company company, String key) {
        var labels = new java.util.ArrayList<String>();
        company.jira.issue(key).path("fields").path("labels").forEach(label -> labels.add(label.asText()));
        return labels.stream().sorted().toList();
    }

    private static String summary(Company company, String key) {
        return field(company, key, "summary");
    }

    private static String field(Company company, String key, String field) {
        return company.jira.issue(key).path("fields").path(field).asText();
    }
}
