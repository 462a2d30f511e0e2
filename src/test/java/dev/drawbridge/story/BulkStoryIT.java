package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Acme's administrator brings many issues under sync at once, and out of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class BulkStoryIT {
    private final Dying drill = new Dying();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).drilled(drill).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void allThatMatchesComesUnderSyncAndNothingElse() {
        var before = bridge.connection(beta).path("underSync").asInt(); // of other tests
        var wanted = issues("wanted", 60);
        var other = acme.jira.createIssue("ada", "ACM", "Task", "Other", Map.of());
        var trigger = trigger("labels = wanted");

        var job = Work.done(acme, bulk(trigger, "sync"));

        assertThat(job.path("total").asInt()).isEqualTo(60);
        assertThat(job.path("done").asInt()).isEqualTo(60);
        assertThat(job.path("failed").asInt()).isZero();
        assertThat(job.path("startedBy").asText()).isEqualTo("admin");
        wanted.forEach(key -> soon(key, () -> acme.state(key).equals("SYNCHRONIZED")));
        assertThat(acme.state(other)).isEqualTo("NOT_UNDER_SYNC");
        assertThat(summaries(beta, "BET"))
                .filteredOn(words -> words.startsWith("wanted"))
                .hasSize(60);

        var again = Work.done(acme, bulk(trigger, "sync"));
        assertThat(again.path("done").asInt()).isEqualTo(60);
        var ended = Work.done(acme, bulk(trigger, "unsync"));
        assertThat(ended.path("done").asInt()).isEqualTo(60);
        wanted.forEach(key -> assertThat(acme.state(key)).isEqualTo("NOT_UNDER_SYNC"));
        soon("told there", () -> bridge.connection(beta).path("underSync").asInt() <= before);
        assertThat(summaries(beta, "BET"))
                .as("data stays")
                .filteredOn(words -> words.startsWith("wanted"))
                .hasSize(60);
        var refused = Work.done(acme, bulk(trigger, "sync"));
        assertThat(refused.path("failed").asInt())
                .as("a bulk never starts what was ended")
                .isEqualTo(60);
        assertThat(refused.path("problems").path(0).path("message").asText()).contains("was under sync before");
    }

    @Test
    void aPreviewCountsIssuesMailsAndWhatIsWithheldAndDoesNothing() {
        var keys = issues("looked", 3);
        acme.jira.comment("ada", keys.get(0), "Open");
        acme.jira.restrictedComment("ada", keys.get(0), "Hidden", "Developers");
        var trigger = trigger("labels = looked");

        var preview = acme.post("/api/v1/triggers/" + trigger + "/bulk-sync?preview=true", Map.of());

        assertThat(preview.path("issues").asInt()).as(preview.toString()).isEqualTo(3);
        assertThat(preview.path("mails").asInt())
                .as("three issues, one comment")
                .isEqualTo(4);
        assertThat(preview.path("withheld")).hasSize(1);
        assertThat(preview.path("withheld").path(0).path("issue").asText()).isEqualTo(keys.get(0));
        assertThat(preview.path("withheld").path(0).path("part").asText()).isEqualTo("1 of 2 comments");
        assertThat(preview.path("problems")).isEmpty();
        keys.forEach(key -> assertThat(acme.state(key)).isEqualTo("NOT_UNDER_SYNC"));
        var nothing = acme.post("/api/v1/triggers/" + trigger + "/bulk-unsync?preview=true", Map.of());
        assertThat(nothing.path("issues").asInt()).isZero();
    }

    @Test
    void aPersonsEditOvertakesAJobOfWhichThePartnerIsAway() throws Exception {
        var shared = acme.jira.createIssue("ada", "ACM", "Task", "Shared", Map.of());
        bridge.share(acme, shared);
        bridge.quiet(shared);
        issues("crowd", 40);
        var trigger = trigger("labels = crowd");
        beta.stop();
        Work.done(acme, bulk(trigger, "sync"));
        soon("all wait", () -> bridge.connection(acme).path("outbox").asInt() == 40);
        acme.jira.edit("ada", shared, Map.of("summary", "Urgent"));
        soon("waits too", () -> bridge.connection(acme).path("outbox").asInt() == 41);

        beta.start();
        soon("all there", () -> bridge.connection(acme).path("outbox").asInt() == 0);
        var numbers = acme.get("/api/v1/events?direction=OUT&local=" + shared).path("items");
        var urgent = numbers.path(0).path("eventNumber").asLong();
        var crowd = acme.node()
                .getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("select min(seq) from outbox where priority = 10 and kind = 'REPLICA' and seq > ?")
                .param(urgent)
                .query(Long.class)
                .single();
        assertThat(crowd).as("the first of the crowd left behind the edit").isEqualTo(urgent + 1);
    }

    @Test
    void aJobGoesOnAfterARestartAndCanBeCancelled() throws Exception {
        var keys = issues("restarted", 30);
        var trigger = trigger("labels = restarted");
        drill.arm(acme, "job-row");
        var order = bulk(trigger, "sync");
        drill.awaitDeathAndRestart(acme);
        assertThat(Work.done(acme, order).path("done").asInt()).isEqualTo(30);
        keys.forEach(key -> soon(key, () -> acme.state(key).equals("SYNCHRONIZED")));
        assertThat(summaries(beta, "BET"))
                .filteredOn(words -> words.startsWith("restarted"))
                .hasSize(30);

        acme.stop();
        issues("cancelled", 30);
        acme.start();
        var other = Work.id(bulk(trigger("labels = cancelled"), "sync"));
        var cancelled = acme.delete("/api/v1/jobs/" + other);
        assertThat(cancelled.path("state").asText()).isEqualTo("CANCELLED");
        assertRefused(acme.delete("/api/v1/jobs/" + other), 409, "CANCELLED already");
        assertThat(acme.get("/api/v1/jobs").path("items").path(0).path("id").asText())
                .isEqualTo(other);
        var second = acme.get("/api/v1/jobs?after=" + other)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        assertThat(second).isEqualTo(Work.id(order));
    }

    @Test
    void aRefusedBulkIsRefusedAsAWholeAndAProposedIssueIsLeftAloneByTriggersAndBulks() {
        var csv = new StringBuilder();
        var theirs = new ArrayList<String>();
        for (var number = 1; number <= 3; number++) {
            var ours = acme.jira.createIssue("ada", "ACM", "Task", "Asked " + number, Map.of());
            theirs.add(beta.jira.createIssue(
                    "grace", "BET", "Task", "Theirs " + number, Map.of("labels", List.of("proposed"))));
            csv.append(ours).append(';').append(theirs.get(number - 1)).append('\n');
        }
        var job = Work.done(acme, Work.connect(acme, bridge.name(), "", csv.toString()));
        assertThat(job.path("done").asInt()).isEqualTo(3);
        soon(
                "held as one",
                () -> held().size() == 1 && held().get(0).path("count").asInt() == 3);
        var trigger = beta.post("/api/v1/triggers", Map.of("connection", bridge.name(), "jql", "labels = proposed"))
                .path("id")
                .asText();
        beta.jira.edit("grace", theirs.get(0), Map.of("summary", "Theirs, touched"));
        var bulk = Work.done(beta, beta.post("/api/v1/triggers/" + trigger + "/bulk-sync", Map.of()));
        assertThat(bulk.path("failed").asInt()).isEqualTo(3);
        assertThat(bulk.path("problems").path(0).path("message").asText()).contains("Approve or refuse that first");

        beta.delete("/api/v1/triggers/" + trigger);
        beta.post("/api/v1/held/" + held().get(0).path("id").asText() + "/refuse", Map.of());

        soon(
                "told",
                () -> bridge.connection(acme).path("underSync").asInt()
                        == bridge.connection(beta).path("underSync").asInt());
        assertThat(held()).isEmpty();
        csv.toString()
                .lines()
                .map(line -> line.split(";", -1)[0])
                .forEach(key -> soon(key, () -> acme.state(key).equals("NOT_UNDER_SYNC")));
        assertThat(acme.jira.issues("ACM"))
                .noneMatch(key -> Bridge.text(acme, key, "summary").contains("Theirs"));
    }

    @Test
    void bothSidesMayUploadTheSameFileAndEachPairIsMadeOnce() {
        var here = new StringBuilder("localKey,remoteKey\n");
        var there = new StringBuilder("localKey,remoteKey\n");
        var keys = new ArrayList<String>();
        for (var number = 1; number <= 60; number++) {
            var ours = acme.jira.createIssue("ada", "ACM", "Task", "Both " + number, Map.of());
            var theirs = beta.jira.createIssue("grace", "BET", "Task", "Both there " + number, Map.of());
            here.append(ours).append(',').append(theirs).append('\n');
            there.append(theirs).append(',').append(ours).append('\n');
            keys.add(ours);
        }
        var first = Work.connect(acme, bridge.name(), "", here.toString());
        var second = Work.connect(beta, bridge.name(), "", there.toString());
        Work.done(acme, first);
        Work.done(beta, second);

        keys.forEach(key -> soon(key, () -> bridge.state(acme, key).equals("SYNCHRONIZED")));
        assertThat(summaries(beta, "BET")).filteredOn("Both 1"::equals).isEmpty();
        assertThat(summaries(acme, "ACM")).filteredOn("Both there 1"::equals).isEmpty();
    }

    @Test
    void ofTenThousandRowsTheWrongOnesAreTold() {
        var rows = new StringBuilder("localKey,remoteKey\n");
        var here = new ArrayList<String>();
        for (var number = 1; number <= 40; number++)
            here.add(acme.jira.createIssue("ada", "ACM", "Task", "Row " + number, Map.of()));
        for (var row = 0; row < 10_000; row++)
            rows.append(
                            switch (row % 250) {
                                case 0 -> here.get(row / 250) + ",BET-" + (row + 1);
                                case 1 -> "ACM-" + (900_000 + row) + ",";
                                case 2 -> "\"=HYPERLINK(1)\",BET-" + (row + 1);
                                default -> "ACM-" + (900_000 + row) + ",BET-" + (row + 1);
                            })
                    .append('\n');

        var preview = Work.connect(acme, bridge.name(), "?preview=true", rows.toString());

        assertThat(preview.path("issues").asInt()).isEqualTo(40);
        var problems = preview.path("problems");
        assertThat(problems).hasSize(1001);
        assertThat(problems.path(0).path("line").asInt()).isEqualTo(3);
        assertThat(problems.path(1).path("message").asText()).contains("HYPERLINK");
        assertThat(problems.path(2).path("message").asText()).contains("ACM-900003");
        assertThat(problems.path(1000).path("message").asText())
                .isEqualTo("The first 1000 problems are listed, and there are 8960 more.");
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        var unknown = java.util.UUID.randomUUID();
        assertRefused(acme.post("/api/v1/triggers/" + unknown + "/bulk-sync", Map.of()), 404, "There is no trigger");
        assertRefused(acme.post("/api/v1/triggers/" + unknown + "/bulk-unsync", Map.of()), 404, "There is no trigger");
        assertRefused(acme.get("/api/v1/jobs/" + unknown), 404, "There is no job");
        assertRefused(acme.delete("/api/v1/jobs/" + unknown), 404, "There is no job");
        assertRefused(Work.connect(acme, "nobody", "", "ACM-1,BET-1"), 404, "nobody");
        assertRefused(Work.connect(acme, bridge.name(), "", ""), 422, "holds no pair");
        assertRefused(Work.connect(acme, bridge.name(), "", "localKey,remoteKey\n"), 422, "holds no pair");
        assertRefused(Work.connect(acme, bridge.name(), "?fields=ALL", "ACM-1,BET-1"), 422, "ALL");
        assertRefused(Work.connect(acme, bridge.name(), "?existing=COPY", "ACM-1,BET-1"), 422, "COPY");
        assertRefused(
                Work.connect(acme, bridge.name(), "", "ACM-1,BET-1\n".repeat(10_001)),
                422,
                "10001 pairs, at most 10000");
        var preview = Work.connect(
                acme,
                bridge.name(),
                "?preview=true",
                "ACM-1,BET-1\n\nACM-1,BET-2\nx,BET-3\nACM-2,BET-1\nOUT-1,BET-9\n");
        var problems = new ArrayList<String>();
        preview.path("problems")
                .forEach(one -> problems.add(
                        one.path("line").asText() + " " + one.path("message").asText()));
        assertThat(problems).anyMatch(one -> one.startsWith("3 Issue ACM-1 stands in line 1 already"));
        assertThat(problems).anyMatch(one -> one.startsWith("4 The local key 'x' is no issue key"));
        assertThat(problems).anyMatch(one -> one.startsWith("5 The partner's issue BET-1 stands in line 1 already"));
        assertThat(problems).anyMatch(one -> one.startsWith("6 Issue OUT-1 is outside the connection's projects"));
    }

    @Test
    void whatIsKeptOfAnIssueOrAPersonIsErased() {
        var secret = acme.jira.createIssue("ada", "ACM", "Task", "Secret of Zacharias", Map.of());
        bridge.share(acme, secret);
        var other = acme.jira.createIssue("ada", "ACM", "Task", "Harmless", Map.of());
        bridge.share(acme, other);
        bridge.quiet(secret);
        var live = acme.post("/api/v1/erase", Map.of("user", "Zacharias"));
        assertThat(live.path("payloads").asInt()).as(live.toString()).isPositive();
        assertThat(live.path("kept").toString()).contains("under sync");
        acme.post("/api/v1/connections/" + bridge.name() + "/unsync", Map.of("issue", secret));
        bridge.quiet(secret);

        var erased = acme.post("/api/v1/erase", Map.of("issue", secret));

        assertThat(erased.path("texts").asInt()).as(erased.toString()).isEqualTo(1);
        assertThat(erased.path("kept")).isEmpty();
        var again = acme.post("/api/v1/erase", Map.of("user", "Zacharias"));
        assertThat(again.path("payloads").asInt()).isZero();
        assertThat(again.path("kept")).isEmpty();
        assertThat(acme.node()
                        .getBean(org.springframework.jdbc.core.simple.JdbcClient.class)
                        .sql("select count(*) from outbox where payload like '%Harmless%'")
                        .query(Long.class)
                        .single())
                .as("nothing else goes")
                .isPositive();
        assertThat(Bridge.text(acme, secret, "summary")).isEqualTo("Secret of Zacharias");
        assertRefused(acme.post("/api/v1/erase", Map.of()), 422, "Say what is to be erased");
        assertRefused(acme.post("/api/v1/erase", Map.of("user", " ")), 422, "too short");
    }

    private List<JsonNode> held() {
        var items = new ArrayList<JsonNode>();
        beta.get("/api/v1/held").path("items").forEach(items::add);
        return items;
    }

    private static void assertRefused(JsonNode answer, int status, String words) {
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.path("detail").asText()).contains(words);
    }

    private List<String> issues(String label, int count) {
        var keys = new ArrayList<String>();
        for (var number = 1; number <= count; number++)
            keys.add(acme.jira.createIssue(
                    "ada", "ACM", "Task", label + " " + number, Map.of("labels", List.of(label))));
        return keys;
    }

    private String trigger(String jql) {
        return acme.post("/api/v1/triggers", Map.of("connection", bridge.name(), "jql", jql, "active", false))
                .path("id")
                .asText();
    }

    private JsonNode bulk(String trigger, String verb) {
        return acme.post("/api/v1/triggers/" + trigger + "/bulk-" + verb, Map.of());
    }

    private static List<String> summaries(Company company, String project) {
        var words = new ArrayList<String>();
        company.jira.issues(project).forEach(key -> words.add(Bridge.text(company, key, "summary")));
        assertThat(new HashSet<>(words)).as("nothing twice").hasSameSizeAs(words);
        return words;
    }
}
