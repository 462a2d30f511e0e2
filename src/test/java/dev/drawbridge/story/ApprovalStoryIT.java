package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acme wants to compare fingerprints before anything flows. */
class ApprovalStoryIT {
    private static final String BRIDGE = "/api/v1/connections/bridge";

    @Test
    void nothingFlowsBeforeTheInviterApproves(@TempDir Path folder) throws IOException {
        try (var chromium = Chromium.start();
                var acme = Company.reachable("Acme", "ACM", folder)
                        .with("drawbridge.invitations.require-approval", "true")
                        .start();
                var beta = Company.behindFirewall("Beta", "BET", folder).start()) {
            Company.connect(acme, beta, "SCRIPT");
            soon("asked", () -> acme.get(BRIDGE).path("condition").asText().equals("NEEDS_APPROVAL"));
            assertThat(acme.get(BRIDGE).path("state").asText()).isEqualTo("PENDING");
            assertThat(acme.get(BRIDGE).path("fingerprint").asText())
                    .isEqualTo(beta.get(BRIDGE).path("fingerprint").asText());
            var key = beta.jira.createIssue("grace", "BET", "Task", "Early", Map.of());
            beta.post(BRIDGE + "/sync", Map.of("issue", key));
            soon("it waits", () -> beta.get(BRIDGE).path("outbox").asInt() == 1);
            assertThat(acme.jira.issues("ACM")).isEmpty();

            try (var window = Window.of(chromium.browser(), acme)) {
                window.go("/connections/bridge");
                window.button("Approve").click();
                soon("approved", () -> acme.get(BRIDGE).path("state").asText().equals("ACTIVE"));
            }
            soon("it arrives", () -> acme.jira.issues("ACM").size() == 1);
        }
    }
}
