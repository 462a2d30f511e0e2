package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What both sides did with an issue, as each of them tells it: who, in which order, with which event and which rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TimelineStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        beta.close();
        acme.close();
    }

    @Test
    void bothSidesTellTheSameStoryWithNumbersAndRuleVersions() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Told twice", Map.of());
        var twin = bridge.share(acme, key);
        bridge.quiet(key);

        var queued = entry(acme, key, "LOCAL", "change-queued");
        var arrived = entry(beta, twin, "REMOTE", "changed-there");
        assertThat(queued.path("eventNumber").asLong()).isPositive();
        assertThat(arrived.path("eventNumber")).isEqualTo(queued.path("eventNumber"));
        assertThat(arrived.path("ruleVersion").asText())
                .isEqualTo(queued.path("ruleVersion").asText())
                .isEqualTo(version(acme));
        assertThat(arrived.path("detail").asText()).isEqualTo("Sent the issue, to be made here.");

        var applied = entry(beta, twin, "LOCAL", "change-applied");
        assertThat(applied.path("eventNumber")).isEqualTo(queued.path("eventNumber"));
        assertThat(applied.path("ruleVersion").asText()).isEqualTo(version(beta));
        var settled = entry(acme, key, "REMOTE", "settled-there");
        assertThat(settled.path("eventNumber").asLong()).isPositive();
        assertThat(settled.path("detail").asText())
                .isEqualTo("Is done with what was sent up to event %d."
                        .formatted(queued.path("eventNumber").asLong()));
        for (var side : List.of(bridge.view(acme, key), bridge.view(beta, twin)))
            assertThat(times(side)).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void aSecondChangeHasANumberOfItsOwnAndNoneWhileItWaits() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Twice", Map.of());
        bridge.share(acme, key);
        bridge.quiet(key);
        var first =
                entry(acme, key, "LOCAL", "change-queued").path("eventNumber").asLong();

        acme.post("/api/v1/connections/bridge/deactivate", Map.of());
        acme.jira.edit("ada", key, Map.of("summary", "Twice changed"));
        soon("queued once more", () -> entries(acme, key, "change-queued").size() == 2);
        assertThat(entries(acme, key, "change-queued")
                        .get(1)
                        .path("eventNumber")
                        .isNull())
                .isTrue();
        acme.post("/api/v1/connections/bridge/activate", Map.of());
        bridge.quiet(key);
        assertThat(entries(acme, key, "change-queued")
                        .get(1)
                        .path("eventNumber")
                        .asLong())
                .isGreaterThan(first);
        assertThat(entries(acme, key, "change-queued")
                        .get(0)
                        .path("eventNumber")
                        .asLong())
                .isEqualTo(first);
    }

    @Test
    void whatThePartnerCouldNotDoAndThatItEndedTheSyncIsToldAsItsDoing() throws IOException {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Fails there", Map.of());
        var twin = bridge.share(acme, key);
        var before = beta.text("/api/v1/connections/bridge/rules/incoming");
        beta.rule("bridge", "incoming", "throw new IllegalStateException('Not today')\n");
        acme.jira.edit("ada", key, Map.of("summary", "Fails there now"));
        soon(key + " failed there", () -> bridge.state(acme, key).equals("REMOTE_ERROR"));
        var failed = entry(acme, key, "REMOTE", "failed-there");
        assertThat(failed.path("eventNumber").asLong()).isPositive();
        assertThat(failed.path("detail").asText()).isNotBlank();
        assertThat(entry(beta, twin, "LOCAL", "blocked").path("eventNumber").asLong())
                .isPositive();
        beta.rule("bridge", "incoming", before);
        soon("taken with the rule as before", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));

        var answer = beta.post("/api/v1/connections/bridge/unsync", Map.of("issue", twin));
        assertThat(answer.path("issue").asText()).as("%s", answer).isEqualTo(twin);
        soon(key + " no longer under sync", () -> bridge.state(acme, key).equals("NOT_UNDER_SYNC"));
        assertThat(entry(beta, twin, "LOCAL", "sync-ended").path("eventNumber").isNull())
                .isTrue();
        var ended = entry(acme, key, "REMOTE", "ended-there");
        assertThat(ended.path("eventNumber").asLong()).isPositive();
        assertThat(ended.path("detail").asText()).startsWith("The partner ended the sync: ");
        assertThat(entries(acme, key, "sync-ended")).isEmpty();
    }

    @Test
    void whatOneSideDidIsNeverToldAsTheOthers() {
        var key = beta.jira.createIssue("ada", "BET", "Task", "The other way", Map.of());
        var twin = bridge.share(beta, key);
        bridge.quiet(key);
        for (var entry : bridge.view(beta, key).path("timeline"))
            assertThat(entry.path("side").asText())
                    .isEqualTo(entry.path("kind").asText().endsWith("-there") ? "REMOTE" : "LOCAL");
        assertThat(entries(beta, key, "change-applied")).isEmpty();
        assertThat(entries(acme, twin, "changed-there")).hasSize(1);
        assertThat(entries(acme, twin, "settled-there")).isEmpty();
    }

    private String version(Company company) {
        return company.get("/api/v1/connections/bridge/rules").path("inUse").asText();
    }

    private JsonNode entry(Company company, String key, String side, String kind) {
        var entries = entries(company, key, kind);
        assertThat(entries).as("%s of %s", kind, key).isNotEmpty();
        assertThat(entries.get(0).path("side").asText()).isEqualTo(side);
        return entries.get(0);
    }

    private List<JsonNode> entries(Company company, String key, String kind) {
        var found = new ArrayList<JsonNode>();
        for (var entry : bridge.view(company, key).path("timeline"))
            if (entry.path("kind").asText().equals(kind)) found.add(entry);
        return found;
    }

    private static List<Instant> times(JsonNode view) {
        var times = new ArrayList<Instant>();
        view.path("timeline")
                .forEach(entry -> times.add(Instant.parse(entry.path("at").asText())));
        return times;
    }
}
