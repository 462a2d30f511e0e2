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
        soon("told there", () -> bridge.connection(beta).path("underSync").asInt() == 0);
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
