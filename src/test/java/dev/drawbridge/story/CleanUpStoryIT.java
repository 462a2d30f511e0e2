package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Acme's administrator cleans up what is under sync, and connects it again from the file that was written before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class CleanUpStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void oneIssueIsCleanedUpOnBothSidesAndItsDataStay() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "One", Map.of());
        var theirs = bridge.share(acme, ours);
        var other = acme.jira.createIssue("ada", "ACM", "Task", "Other", Map.of());
        bridge.share(acme, other);
        acme.jira.comment("ada", ours, "Stays");
        soon("comment there", () -> beta.jira.commentBodies(theirs).size() == 1);
        bridge.quiet(ours);
        var twin = twin(ours);

        var job = Work.done(acme, Work.order(acme, "cleanup", Map.of("issue", ours)));

        assertThat(job.path("done").asInt()).isEqualTo(1);
        assertThat(mapping(job)).isEqualTo("localKey,remoteKey\n%s,%s\n".formatted(ours, theirs));
        assertThat(acme.state(ours)).isEqualTo("NOT_UNDER_SYNC");
        soon("told there", () -> beta.state(theirs).equals("NOT_UNDER_SYNC"));
        assertThat(acme.jira.commentBodies(ours)).containsExactly("Stays");
        assertThat(beta.jira.commentBodies(theirs)).hasSize(1);
        soon("events gone here", () -> events(twin).stream().allMatch("UNSYNC"::equals));
        assertThat(left("trace", twin)).isZero();
        assertThat(left("twin", twin)).as("the tombstone").isEqualTo(1);
        assertThat(bridge.state(acme, other)).as("others stay").isEqualTo("SYNCHRONIZED");
        acme.jira.edit("ada", ours, Map.of("summary", "Not told"));
        bridge.mark(acme, other, "marked");
        assertThat(Bridge.text(beta, theirs, "summary")).isEqualTo("One");
    }

    @Test
    void aConnectionIsCleanedUpWhileThePartnerIsAwayAndConnectedAgainFromTheMapping() throws Exception {
        var pairs = new java.util.TreeMap<String, String>();
        for (var number = 1; number <= 5; number++) {
            var ours = acme.jira.createIssue("ada", "ACM", "Task", "Round " + number, Map.of());
            pairs.put(ours, bridge.share(acme, ours));
            acme.jira.comment("ada", ours, "Said before " + number);
        }
        pairs.values()
                .forEach(key -> soon(key, () -> beta.jira.commentBodies(key).size() == 1));
        bridge.quiet("all");
        beta.stop();

        var job = Work.done(acme, Work.order(acme, "cleanup", Map.of("connection", bridge.name())));

        var mapping = mapping(job);
        pairs.forEach((ours, theirs) -> assertThat(mapping).contains(ours + "," + theirs + "\n"));
        pairs.keySet().forEach(key -> assertThat(acme.state(key)).isEqualTo("NOT_UNDER_SYNC"));
        assertThat(bridge.connection(acme).path("underSync").asInt()).isZero();
        beta.start();
        pairs.values().forEach(key -> soon(key, () -> beta.state(key).equals("NOT_UNDER_SYNC")));

        var back = Work.done(acme, Work.connect(acme, bridge.name(), "?existing=MATCH", mapping));
        assertThat(back.path("failed").asInt()).as(back.toString()).isZero();
        soon(
                "asked once",
                () -> held().size() == 1
                        && held().get(0).path("count").asInt()
                                == back.path("total").asInt());
        beta.post("/api/v1/held/" + held().get(0).path("id").asText() + "/approve", Map.of());
        pairs.keySet().forEach(key -> soon(key, () -> bridge.state(acme, key).equals("SYNCHRONIZED")));
        var first = pairs.firstKey();
        acme.jira.edit("ada", first, Map.of("description", "Again in both"));
        soon("edits travel again", () -> Bridge.text(beta, bridge.twin(acme, first), "description")
                .equals("Again in both"));
        pairs.values().forEach(key -> assertThat(beta.jira.commentBodies(key))
                .as("nothing twice")
                .hasSize(1));
        pairs.keySet().forEach(key -> assertThat(acme.jira.commentBodies(key)).hasSize(1));
        assertThat(bridge.twin(acme, first)).isEqualTo(pairs.get(first));
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        assertRefused(Work.order(acme, "cleanup", Map.of()), 422, "Say what is to be cleaned up");
        assertRefused(Work.order(acme, "cleanup", Map.of("node", false)), 422, "Say what is to be cleaned up");
        assertRefused(
                Work.order(acme, "cleanup", Map.of("issue", "ACM-1", "connection", "bridge")),
                422,
                "Say what is to be cleaned up");
        assertRefused(Work.order(acme, "cleanup", Map.of("issue", "ACM-99999")), 422, "ACM-99999");
        assertRefused(Work.order(acme, "cleanup", Map.of("connection", "nobody")), 404, "nobody");
        assertRefused(Work.order(acme, "cleanup", Map.of("issue", "ACM-1", "isue", "ACM-1")), 422, "isue");
        assertRefused(acme.get("/api/v1/jobs/" + UUID.randomUUID() + "/mapping.csv"), 404, "There is no job");
        var verified = Work.order(acme, "verify", Map.of("connection", bridge.name()));
        assertRefused(acme.get("/api/v1/jobs/" + Work.id(verified) + "/mapping.csv"), 404, "only a CLEAN_UP");
    }

    private String mapping(JsonNode job) {
        return acme.text("/api/v1/jobs/" + job.path("id").asText() + "/mapping.csv");
    }

    private List<JsonNode> held() {
        var items = new java.util.ArrayList<JsonNode>();
        beta.get("/api/v1/held").path("items").forEach(items::add);
        return items;
    }

    private String twin(String key) {
        return acme.node()
                .getBean(JdbcClient.class)
                .sql("select id from twin where issue_key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private List<String> events(String twin) {
        return acme.node()
                .getBean(JdbcClient.class)
                .sql("select kind from outbox where twin = :twin union all select kind from inbox where twin = :twin")
                .param("twin", UUID.fromString(twin))
                .query(String.class)
                .list();
    }

    private long left(String table, String twin) {
        return acme.node()
                .getBean(JdbcClient.class)
                .sql("select count(*) from " + table + " where " + (table.equals("twin") ? "id" : "twin") + " = ?")
                .param(UUID.fromString(twin))
                .query(Long.class)
                .single();
    }

    private static void assertRefused(JsonNode answer, int status, String words) {
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.path("detail").asText()).contains(words);
    }
}
