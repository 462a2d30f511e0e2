package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another product kept a thousand issues in sync until now; the pairs come from its export, with what it had copied. */
@SuppressWarnings("NullAway.Init")
class MigrationStoryIT {
    private static final int PAIRS = Integer.getInteger("drawbridge.pairs", 1000);

    private final Dying drill = new Dying();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).drilled(drill).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterEach
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aThousandPairsAreTakenOverAndNothingIsPostedTwice() throws Exception {
        var csv = new StringBuilder("localKey,remoteKey\n");
        for (var number = 1; number <= PAIRS; number++) csv.append(pair(number)).append('\n');
        csv.append("ACM-1\n").append("OUT-5,BET-5\n").append("ACM-999999,BET-999999\n");
        var before = counts();

        var preview = Work.connect(acme, bridge.name(), "?existing=MATCH&preview=true", csv.toString());
        assertThat(preview.path("issues").asInt())
                .as(preview.path("problems").toString())
                .isEqualTo(PAIRS);
        assertThat(preview.path("mails").asInt()).isZero();
        assertThat(preview.path("problems")).hasSize(3);
        assertThat(bridge.connection(acme).path("underSync").asInt())
                .as("a preview does nothing")
                .isZero();

        drill.arm(acme, "job-row");
        var order = Work.connect(acme, bridge.name(), "?existing=MATCH", csv.toString());
        drill.awaitDeathAndRestart(acme);
        soon("asked once for all", () -> held().size() == 1);
        assertThat(held().get(0).path("reason").asText()).contains(PAIRS + 3 + " pairs of issues at once");
        beta.post("/api/v1/held/" + held().get(0).path("id").asText() + "/approve", Map.of());
        acme.jira.comment("ada", "ACM-1", "A person waits for no job");
        var job = Work.done(acme, order);
        assertThat(job.path("done").asInt()).isEqualTo(PAIRS);
        assertThat(job.path("failed").asInt()).isEqualTo(3);
        assertThat(job.path("problems").toString())
                .contains("There are 1 columns")
                .contains("outside the connection's projects")
                .contains("Jira has no issue ACM-999999");
        await().atMost(Duration.ofSeconds(240))
                .until(() -> bridge.connection(acme).path("underSync").asInt() == PAIRS
                        && bridge.connection(beta).path("underSync").asInt() == PAIRS);
        assertThat(held()).as("nobody was asked again").isEmpty();

        soon("the person's words", () -> beta.jira.commentBodies("BET-1").size() == 3);
        bridge.quiet("all");
        var after = counts();
        assertThat(after.issues()).isEqualTo(before.issues());
        assertThat(after.ours()).isEqualTo(before.ours() + 1);
        assertThat(after.theirs()).isEqualTo(before.theirs() + 1);
        var last = "ACM-" + PAIRS;
        acme.jira.edit("ada", last, Map.of("summary", "Edited after the migration"));
        soon("edits travel", () -> Bridge.text(beta, "BET-" + PAIRS, "summary").equals("Edited after the migration"));
        beta.jira.comment("grace", "BET-" + PAIRS, "Said after the migration");
        soon("comments travel", () -> acme.jira.commentBodies(last).size() == 3);
    }

    private String pair(int number) {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Migrated " + number, Map.of());
        var theirs = beta.jira.createIssue("drawbridge", "BET", "Task", "Migrated " + number, Map.of());
        acme.jira.comment("ada", ours, "Asked in Acme " + number);
        beta.jira.comment("drawbridge", theirs, "Ada Lovelace commented:\nAsked in Acme " + number);
        beta.jira.comment("grace", theirs, "Answered in Beta " + number);
        acme.jira.comment("drawbridge", ours, "Grace Hopper commented:\nAnswered in Beta " + number);
        return ours + "," + theirs;
    }

    private record Counts(int issues, int ours, int theirs) {}

    private Counts counts() {
        return new Counts(
                acme.jira.issues("ACM").size() + beta.jira.issues("BET").size(),
                comments(acme, "ACM"),
                comments(beta, "BET"));
    }

    private static int comments(Company company, String project) {
        return company.jira.issues(project).stream()
                .mapToInt(key -> company.jira.commentBodies(key).size())
                .sum();
    }

    private List<JsonNode> held() {
        var items = new ArrayList<JsonNode>();
        beta.get("/api/v1/held").path("items").forEach(items::add);
        return items;
    }
}
