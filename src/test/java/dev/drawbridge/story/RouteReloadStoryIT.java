package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An integration engineer edits route files while Beta's node, which sits behind a firewall, runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class RouteReloadStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Company acme;
    private Company beta;
    private Path routes;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        routes = folder.resolve("routes");
        copy(Path.of("routes"), routes);
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.routes-dir", routes.toString())
                .start();
        Company.connect(acme, beta, "BASIC");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    @Order(1)
    void anEditedFileIsInUseWithoutARestart() throws IOException {
        edit("common/detect.camel.yaml", "Looks for changed issues", "Now and then looks for changed issues");

        await().atMost(SOON).until(() -> description("detect").startsWith("Now and then"));
        stillSyncs("After an edited route");
    }

    @Test
    @Order(2)
    void routesOfAConnectionAreMadeAnewFromAnEditedTemplate() throws IOException {
        edit("common/push.camel.yaml", "period: 200", "period: 150");

        await().atMost(SOON).until(() -> camel().getRoutes().stream()
                .filter(route -> route.getId().startsWith("push-"))
                .anyMatch(route -> route.getEndpoint().getEndpointUri().contains("period=150")));
        assertThat(camel().getRoutes()).anyMatch(route -> route.getId().startsWith("pull-"));
        stillSyncs("After an edited template");
    }

    @Test
    @Order(3)
    void aBrokenFileLeavesTheOldRoutesRunning() throws IOException {
        var before = camel().getRoutes().size();
        edit("common/outgoing.camel.yaml", "- route:", "- rout:");
        edit("common/connect.camel.yaml", "What the partner proposes", "What a partner proposes");

        await().atMost(SOON).until(() -> description("connect").startsWith("What a partner"));
        assertThat(camel().getRoutes()).hasSize(before);
        assertThat(camel().getRoute("outgoing")).isNotNull();
        stillSyncs("With a broken file");
    }

    @Test
    @Order(4)
    void touchingTheFilesForPeersMakesThePrivateNodeServeNobody() throws IOException {
        touchAllOf("public");
        // Its own folders are watched, so a later edit there shows that the touch was not merely overlooked.
        edit("private/pull.camel.yaml", "period: 100", "period: 120");

        await().atMost(SOON).until(() -> camel().getRoutes().stream()
                .filter(route -> route.getId().startsWith("pull-"))
                .anyMatch(route -> route.getEndpoint().getEndpointUri().contains("period=120")));
        assertThat(listening()).isEmpty();
    }

    /** Negative control: one watcher on all of {@code routes/}, as it would be set up without thinking. */
    @Test
    @Order(5)
    void aWatcherOnAllRoutesWouldMakeItServePeers() throws Exception {
        var watcher = new RouteWatcherReloadStrategy(routes.toString(), true);
        watcher.setPattern("*.yaml");
        watcher.setRemoveAllRoutes(false);
        watcher.setCamelContext(camel());
        camel().addService(watcher);
        touchAllOf("public");

        await().atMost(SOON).until(() -> !listening().isEmpty());
    }

    private List<String> listening() {
        return camel().getRoutes().stream()
                .map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith("platform-http"))
                .toList();
    }

    /** While it is being replaced a route is not there for a moment. */
    private String description(String route) {
        var loaded = camel().getRoute(route);
        return loaded == null ? "" : String.valueOf(loaded.getDescription());
    }

    private CamelContext camel() {
        return beta.node().getBean(CamelContext.class);
    }

    private void stillSyncs(String summary) {
        var key = beta.jira.createIssue("ada", "BET", "Task", summary, Map.of());
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> beta.state(key).equals("SYNCHRONIZED"));
    }

    private void edit(String file, String old, String now) throws IOException {
        var path = routes.resolve(file);
        var text = Files.readString(path);
        assertThat(text).contains(old);
        Files.writeString(path, text.replace(old, now));
    }

    private void touchAllOf(String folder) throws IOException {
        try (var files = Files.list(routes.resolve(folder))) {
            for (var file : files.toList()) Files.writeString(file, Files.readString(file) + "\n");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }
}
