package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** On a private connection only the side behind the firewall dials: seen by a guard before every connection of a node. */
class WhoDialsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    @EnabledForJreRange(
            max = JRE.JAVA_23,
            disabledReason = "The guard is a security manager, which Java has not any more from 24 on")
    void thePublicNodeOpensNoConnectionToItsPartner(@TempDir Path folder) throws IOException, InterruptedException {
        var program = KillIT.unpacked(folder);
        try (var external = new RealNode("External", "EXT", "public", program, folder);
                var internal = new RealNode("Internal", "INT", "private", program, folder)) {
            external.watched().start();
            internal.watched(external.peerPort()).start();
            external.awaitReady();
            internal.awaitReady();
            KillIT.connect(external, internal);
            var key = external.jira.createIssue("ada", "EXT", "Task", "From outside", Map.of());
            external.jira.attach("ada", key, "a.txt", new byte[] {1, 2, 3});
            external.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
            await().atMost(SOON).until(() -> internal.jira.issues("INT").size() == 1);
            var twin = internal.jira.issues("INT").get(0);
            await().atMost(SOON).until(() -> internal.jira.attachmentNames(twin).size() == 1);
            internal.jira.attach("ada", twin, "b.txt", new byte[] {4, 5, 6});
            await().atMost(SOON).until(() -> external.jira.attachmentNames(key).size() == 2);
            assertThat(external.post("/api/v1/connections/bridge/test", Map.of())
                            .path("reachable")
                            .asBoolean())
                    .isTrue();

            var jira = "127.0.0.1:" + URI.create(external.jira.url()).getPort();
            assertThat(external.dialled()).isNotEmpty().containsOnly(jira);
            assertThat(internal.dialled())
                    .as("the guard sees what is dialled")
                    .contains("127.0.0.1:" + external.peerPort());
        }
    }
}
