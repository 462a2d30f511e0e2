package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.http.OutgoingProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acme's node stands behind a reverse proxy with a certificate of Acme's own authority and below a path; Beta's node gets
 * out through a proxy that wants a login.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class ThroughProxiesStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BRIDGE = "/api/v1/connections/bridge";

    private Authority authority;
    private ReverseProxy edge;
    private OutgoingProxy wayOut;
    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        authority = new Authority(folder);
        wayOut = new OutgoingProxy("beta", "let me out");
        acme = Company.reachable("Acme", "ACM", folder);
        edge = new ReverseProxy(authority, "/bridge", acme.peerPort());
        acme.with("drawbridge.public-url", edge.url()).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.tls.trust", authority.pem().toString())
                .with("drawbridge.proxy.url", wayOut.url())
                .with("drawbridge.proxy.user", "beta")
                .with("drawbridge.proxy.password", "let me out")
                .with("drawbridge.proxy.no-proxy", "127.0.0.1")
                .start();
        Company.connect(acme, beta, "SCRIPT");
    }

    @AfterEach
    void honestly() {
        edge.behaves();
    }

    @AfterAll
    void stop() throws IOException {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
        edge.close();
        wayOut.close();
    }

    @Test
    @Order(1)
    void issuesAndFilesTravelBothWays() {
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Through both", Map.of());
        acme.jira.attach("ada", key, "out.txt", "From Acme".getBytes(StandardCharsets.UTF_8));
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> acme.state(key).equals("SYNCHRONIZED"));
        var twin = beta.jira.issues("BET").get(0);
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin).contains("out.txt"));

        beta.jira.attach("grace", twin, "back.txt", "From Beta".getBytes(StandardCharsets.UTF_8));
        beta.jira.edit("grace", twin, Map.of("summary", "And back"));
        await().atMost(SOON).until(() -> acme.jira.attachmentNames(key).contains("back.txt"));
        assertThat(acme.jira.attachmentBytes(key, "back.txt")).asString().isEqualTo("From Beta");
        await().atMost(SOON).until(() -> acme.jira
                .issue(key)
                .path("fields")
                .path("summary")
                .asText()
                .equals("And back"));

        assertThat(beta.get(BRIDGE).path("remoteUrl").asText()).isEqualTo(edge.url());
        assertThat(wayOut.tunnels()).isNotEmpty().containsOnly("localhost:" + edge.port());
        assertThat(wayOut.calls()).as("its own Jira is dialled directly").isEmpty();
    }

    @Test
    @Order(2)
    void aByteChangedOnTheWayIsNoticedInEitherDirection() {
        edge.changesAnswers(flipped());
        assertThat(problem()).contains("Something between the nodes changed the message");

        edge.behaves();
        edge.changesCalls(flipped());
        assertThat(problem()).contains("401").contains("Something between the nodes changed the message");

        edge.behaves();
        assertThat(tried().path("reachable").asBoolean()).isTrue();
    }

    @Test
    @Order(3)
    void whatThePartnerDidNotSignIsNoAnswer() {
        edge.answers(200, "{\"inSeq\": 99, \"events\": []}");
        assertThat(problem()).contains("answered 200 without the partner's signature");
        edge.answers(502, "<html><body>Bad gateway</body></html>");
        assertThat(problem()).contains("answered 502 without the partner's signature");

        var key = beta.jira.createIssue("grace", "BET", "Task", "While the gateway was bad", Map.of());
        beta.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("condition").asText().equals("UNREACHABLE"));
        assertThat(beta.get(BRIDGE).path("why").asText()).contains("answered 502");

        edge.behaves();
        await().atMost(SOON).until(() -> beta.state(key).equals("SYNCHRONIZED"));
        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("condition").asText().equals("OK"));
    }

    @Test
    @Order(4)
    void aWrongProxyPasswordIsSaidInOneSentence() {
        beta.stop();
        beta.with("drawbridge.proxy.password", "let me in").start();

        assertThat(problem())
                .contains("The outgoing proxy did not let this node through")
                .contains("drawbridge.proxy.user and drawbridge.proxy.password");
    }

    /** The password is still the wrong one. */
    @Test
    @Order(5)
    void whatIsNamedInNoProxyIsDialledDirectly() {
        var before = wayOut.tunnels().size();
        beta.stop();
        beta.with("drawbridge.proxy.no-proxy", "127.0.0.1,localhost").start();

        assertThat(tried().path("reachable").asBoolean()).isTrue();
        assertThat(wayOut.tunnels()).hasSize(before);
    }

    @Test
    @Order(6)
    void withoutTheCompanysAuthorityTheCertificateIsNotTrusted() {
        beta.stop();
        beta.without("drawbridge.tls.trust").start();

        assertThat(problem()).contains("certificate").contains("not trusted").contains("drawbridge.tls.trust");
    }

    private JsonNode tried() {
        return beta.post(BRIDGE + "/test", Map.of());
    }

    private String problem() {
        var tried = tried();
        assertThat(tried.path("reachable").asBoolean()).as(tried.toString()).isFalse();
        return tried.path("problem").asText();
    }

    private static UnaryOperator<byte[]> flipped() {
        return body -> {
            var changed = body.clone();
            if (changed.length > 0) changed[changed.length / 2] ^= 1;
            return changed;
        };
    }
}
