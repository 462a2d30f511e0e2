package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two companies part: nothing in either Jira changes, and neither goes on by itself. */
class RemovalStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BRIDGE = "/api/v1/connections/bridge";

    @Test
    void aConnectionThatOneSideRemovesEndsOnBoth(@TempDir Path folder) throws IOException {
        try (var acme = Company.reachable("Acme", "ACM", folder).start();
                var beta = Company.behindFirewall("Beta", "BET", folder).start()) {
            Company.connect(acme, beta, "BASIC");
            var key = acme.jira.createIssue("ada", "ACM", "Task", "Shared", Map.of());
            acme.post(BRIDGE + "/sync", Map.of("issue", key));
            await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
            var twin = beta.jira.issues("BET").get(0);

            // The partner is away when it happens, and learns it on its return.
            beta.stop();
            acme.delete(BRIDGE);
            assertThat(acme.get(BRIDGE).path("state").asText()).isEqualTo("REMOVED");
            beta.start();

            await().atMost(SOON)
                    .until(() -> beta.get(BRIDGE).path("state").asText().equals("REMOVED"));
            assertThat(beta.get(BRIDGE).path("why").asText()).contains("Removed by the partner");
            assertThat(beta.state(twin)).isEqualTo("NOT_UNDER_SYNC");
            assertThat(beta.jira.issue(twin).path("fields").path("summary").asText())
                    .isEqualTo("Shared");

            beta.delete(BRIDGE);
            assertThat(beta.get(BRIDGE).path("status").asInt()).isEqualTo(404);
        }
    }
}
