package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import dev.drawbridge.Chromium;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an operator of Acme sees of the node, and what nobody else does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OperatorStoryIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String JOLOKIA = "/actuator/jolokia";

    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "BASIC");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Seen", Map.of());
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aConnectionIsAnMBeanThatTellsAndObeys() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var bean = new ObjectName("dev.drawbridge:type=Connection,node=\"Beta\",name=\"bridge\"");

        assertThat(server.getAttribute(bean, "UnderSync")).isEqualTo(1L);
        assertThat(server.getAttribute(bean, "State")).isEqualTo("ACTIVE");
        assertThat(server.getAttribute(bean, "Errors")).isEqualTo(0L);
        assertThat(server.getAttribute(bean, "LastContact")).isNotNull();
        server.invoke(bean, "deactivate", new Object[0], new String[0]);
        assertThat(beta.get("/api/v1/connections/bridge").path("state").asText())
                .isEqualTo("DEACTIVATED");
        server.invoke(bean, "activate", new Object[0], new String[0]);
        assertThat(server.getAttribute(bean, "State")).isEqualTo("ACTIVE");
    }

    @Test
    void metricsNameTheConnection() {
        var metrics = acme.answer("GET", "/actuator/prometheus", null).body();

        assertThat(metrics)
                .contains("drawbridge_under_sync{connection=\"bridge\"} 1.0")
                .contains("drawbridge_outbox{connection=\"bridge\"}")
                .contains("kind=\"change-queued\"");
    }

    @Test
    void healthNamesTheIllPartAndTheNodeIsReadyAllTheSame() {
        acme.jira.faults().anonymous(true);
        try {
            await().atMost(SOON)
                    .until(() ->
                            acme.get("/actuator/health").path("status").asText().equals("DOWN"));
            var health = acme.get("/actuator/health").path("components");
            assertThat(health.path("detection").path("status").asText()).isEqualTo("DOWN");
            assertThat(health.path("detection").path("details").path("why").asText())
                    .contains("drawbridge");
            assertThat(health.path("connections").path("status").asText()).isEqualTo("UP");
            assertThat(acme.anonymously("/actuator/health/readiness")).isEqualTo(200);
            assertThat(acme.anonymously("/actuator/health/liveness")).isEqualTo(200);
        } finally {
            acme.jira.faults().clear();
        }
    }

    @Test
    void everythingMayBeReadThroughJolokia() {
        var routes = jolokia("{\"type\":\"search\",\"mbean\":\"org.apache.camel:type=routes,*\"}");

        assertThat(routes.statusCode()).isEqualTo(200);
        assertThat(routes.body()).contains("\\\"incoming\\\"").contains("pull-").contains("push-");
    }

    @Test
    void onlyDrawbridgesOwnBeansMayBeTold() {
        var other = jolokia("{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"}");
        var own = jolokia(
                "{\"type\":\"exec\",\"mbean\":\"dev.drawbridge:name=\\\"bridge\\\",node=\\\"Beta\\\",type=Connection\","
                        + "\"operation\":\"retry\"}");

        assertThat(other.body()).contains("403");
        assertThat(own.body()).contains("\"status\":200");
    }

    /** Hawtio calls these to draw the routes; they tell what is in the route files, and change nothing. */
    @Test
    void routesMayBeDrawnButNotStopped() {
        var context = "\"mbean\":\"org.apache.camel:context=Beta,name=\\\"Beta\\\",type=context\"";

        var drawn = hawtio("{\"type\":\"exec\"," + context + ",\"operation\":\"dumpRoutesAsXml()\"}");
        var counted = hawtio("{\"type\":\"exec\"," + context
                + ",\"operation\":\"dumpRoutesStatsAsXml(boolean,boolean)\",\"arguments\":[true,true]}");
        var stopped = hawtio("{\"type\":\"exec\"," + context + ",\"operation\":\"stop()\"}");

        assertThat(drawn.body()).contains("\"status\":200").contains("incoming").doesNotContain("secret");
        assertThat(counted.body()).contains("\"status\":200").contains("incoming");
        assertThat(stopped.body()).contains("\"status\":403");
    }

    @Test
    void jolokiaTakesJsonOfItsOwnOriginOnly() {
        var body = "{\"type\":\"version\"}";

        assertThat(beta.answer("POST", JOLOKIA, body, "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(beta.answer(
                                "POST",
                                JOLOKIA,
                                body,
                                "Content-Type",
                                "application/json",
                                "Origin",
                                "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(beta.anonymously(JOLOKIA + "/version")).isEqualTo(401);
        assertThat(jolokia(body).statusCode()).isEqualTo(200);
    }

    @Test
    void hawtioIsBehindTheLogin() {
        assertThat(acme.anonymously("/actuator/hawtio")).isEqualTo(401);
        assertThat(acme.answer("GET", "/actuator/hawtio/index.html", null).statusCode())
                .isEqualTo(200);
    }

    /** In the browser of an operator, whose own login opens Hawtio. */
    @Test
    void hawtioDrawsTheWayOfAChange() {
        try (var chromium = Chromium.start()) {
            var operator =
                    chromium.browser().newContext(new Browser.NewContextOptions().setHttpCredentials("admin", "admin"));
            operator.setDefaultTimeout(180_000);
            var page = operator.newPage();
            page.navigate(beta.url() + "/actuator/hawtio/camel");
            page.locator(".pf-v5-c-tree-view, .pf-v6-c-tree-view, [role=tree]")
                    .getByText("apply", new Locator.GetByTextOptions().setExact(true))
                    .first()
                    .click();

            page.getByText("Bean blobs.fetch()").first().waitFor();
            page.getByText("Bean policy.plan()").first().waitFor();
            assertThat(page.content()).doesNotContain("An error occurred during drawing of the diagram");
        }
    }

    /** What Hawtio's page sends, as it sends it. */
    private java.net.http.HttpResponse<String> hawtio(String body) {
        return beta.answer(
                "POST", "/actuator/hawtio/jolokia/?mimeType=application/json", body, "Content-Type", "text/json");
    }

    private java.net.http.HttpResponse<String> jolokia(String body) {
        return beta.answer("POST", JOLOKIA, body, "Content-Type", "application/json");
    }
}
