package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an administrator may give as the destination of a connection, and what is said beside the field when it is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DestinationStoryIT {
    private Company acme;
    private Company beta;
    private Company strict;
    private Company hidden;
    private HttpServer stranger;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.reachable("Beta", "BET", folder).start();
        strict = Company.reachable("Strict", "STR", folder)
                .without("drawbridge.allow-http")
                .with("drawbridge.public-url", "https://strict.example")
                .start();
        hidden = Company.behindFirewall("Hidden", "HID", folder).start();
        stranger = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page("/newer/peer/v1/node", 200, "{\"protocol\":[2,3],\"modes\":[\"SCRIPT\"],\"types\":[\"PUBLIC\"]}");
        page("/older/peer/v1/node", 200, "{\"protocol\":[1,1],\"modes\":[\"BASIC\",\"SCRIPT\"]}");
        page("/simple/peer/v1/node", 200, "{\"protocol\":[1,9],\"modes\":[\"BASIC\"],\"types\":[\"PUBLIC\"]}");
        page("/garbled/peer/v1/node", 200, "{\"protocol\":[\"x\"]}");
        page("/page/peer/v1/node", 200, "<html>Welcome</html>");
        page("/moved/peer/v1/node", 302, "");
        stranger.createContext("/absent/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        stranger.start();
    }

    private void page(String path, int status, String body) {
        stranger.createContext(path, exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            if (status == 302) exchange.getResponseHeaders().add("Location", "https://elsewhere.example/node");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @AfterAll
    void stop() {
        for (var company : new Company[] {acme, beta, strict, hidden}) if (company != null) company.close();
        if (stranger != null) stranger.stop(0);
    }

    private String strange(String path) {
        return "http://127.0.0.1:" + stranger.getAddress().getPort() + path;
    }

    @Test
    void aNodeThatIsReachedOffersAPublicConnection() {
        var found = probe(acme, beta.publicUrl() + "/");

        assertThat(found.path("kind").asText()).as(found.toString()).isEqualTo("NODE");
        assertThat(texts(found.path("types"))).containsExactly("PUBLIC");
        assertThat(texts(found.path("modes"))).containsExactly("BASIC", "SCRIPT");
        assertThat(found.path("problem").isNull()).isTrue();
        assertThat(found.path("name").isNull()).as("a stranger is not told").isTrue();
        assertThat(invite(acme, beta.publicUrl(), "SCRIPT").path("code").asText())
                .startsWith("DB1.");
    }

    @Test
    void thisNodeAndItsJiraMeanALocalConnection() {
        for (var own : List.of(acme.publicUrl(), acme.publicUrl().replace("127.0.0.1", "localhost"))) {
            var found = probe(acme, own);
            assertThat(found.path("kind").asText()).as(own + found).isEqualTo("OURSELVES");
            assertThat(found.path("name").asText()).isEqualTo("Acme");
            assertThat(texts(found.path("types"))).containsExactly("LOCAL");
        }
        var upper = acme.jira.url().replace("http://", "HTTP://") + "/";
        for (var own : List.of(acme.jira.url(), upper, acme.jira.url().replace("127.0.0.1", "localhost"))) {
            var found = probe(acme, own);
            assertThat(found.path("kind").asText()).as(own + found).isEqualTo("OUR_JIRA");
            assertThat(texts(found.path("types"))).containsExactly("LOCAL");
        }
        assertThat(probe(strict, strict.jira.url()).path("kind").asText())
                .as("also where http and this machine are forbidden, since nothing is dialled")
                .isEqualTo("OUR_JIRA");
        assertThat(invite(acme, acme.publicUrl(), "SCRIPT")
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo("remoteIncomingProject");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /newer   | NODE    | speaks version 2-3 of the protocol and this one version 1: this node has to be updated
            /older   | NODE    | is older and knows private connections only
            /garbled | NOTHING | is no Drawbridge node
            /page    | NOTHING | is no Drawbridge node
            /absent  | NOTHING | is no Drawbridge node
            /moved   | NOTHING | sends callers on to https://elsewhere.example/node
            """)
    void whoCannotBeConnectedIsNamed(String path, String kind, String sentence) {
        var url = strange(path);
        var found = probe(acme, url);
        assertThat(found.path("kind").asText()).as(found.toString()).isEqualTo(kind);
        assertThat(texts(found.path("types"))).isEmpty();

        assertRefused(acme, url, sentence);
        assertRefused(acme, url, url);
    }

    @Test
    void aModeThatTheOtherDoesNotKnowIsRefused() {
        var url = strange("/simple");
        assertThat(texts(probe(acme, url).path("modes"))).containsExactly("BASIC");
        assertThat(invite(acme, url, "SCRIPT")
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo("mode");
        assertThat(invite(acme, url, "BASIC").path("code").asText()).startsWith("DB1.");
    }

    @Test
    void aJiraInThePlaceOfItsNodeGetsAHint() {
        var found = probe(acme, beta.jira.url());

        assertThat(found.path("kind").asText()).as(found.toString()).isEqualTo("JIRA");
        assertThat(found.path("version").asText()).isEqualTo("10.3.24");
        assertRefused(acme, beta.jira.url(), "a Jira, not a Drawbridge node");
        assertRefused(acme, beta.jira.url(), "the node beside it");
    }

    @Test
    void anAddressWhereNobodyListensIsRefused() {
        assertRefused(acme, "http://127.0.0.1:" + Ports.free(), "Nobody answers");
        assertRefused(acme, "https://nowhere.invalid", "cannot be resolved");
        assertRefused(acme, "beta", "Not a URL of a node");
    }

    @Test
    void theInsideOfTheNetworkIsNotAsked() {
        assertRefused(acme, "https://169.254.169.254", "link-local");
        assertRefused(acme, "https://sync.example/?next=1", "after ? or #");
        assertRefused(acme, "https://me@sync.example", "user name");
        assertThat(asked.size()).isZero();
        assertRefused(strict, strange("/absent"), "it is this machine");
        assertRefused(strict, strange("/absent").replace("http://", "https://"), "it is this machine");
        assertThat(asked).as("nothing was dialled").isEmpty();

        probe(acme, strange("/absent"));
        assertThat(asked).as("the control: where it is allowed, it is asked").isNotEmpty();
        asked.clear();
    }

    @Test
    void withoutTlsNothingIsAskedUnlessAllowed() {
        assertRefused(strict, "http://192.0.2.1:8080", "not https");
    }

    @Test
    void aNodeThatCannotBeReachedItselfInvitesNobody() {
        assertThat(probe(hidden, "https://192.0.2.1").path("problem").asText()).contains("let the partner invite");
        for (var url : java.util.Arrays.asList(null, "https://192.0.2.1")) {
            var refused = invite(hidden, url, "SCRIPT");
            assertThat(refused.path("status").asInt()).as(refused.toString()).isEqualTo(422);
            assertThat(refused.path("type").asText()).isEqualTo("urn:drawbridge:invitation:needs-url");
        }
    }

    private static void assertRefused(Company company, String url, String sentence) {
        var found = probe(company, url);
        assertThat(found.path("problem").asText()).as(url).contains(sentence);
        var refused = invite(company, url, "SCRIPT");
        assertThat(refused.path("status").asInt()).as(refused.toString()).isEqualTo(422);
        var error = refused.path("errors").path(0);
        assertThat(error.path("field").asText()).isEqualTo("destinationUrl");
        assertThat(error.path("message").asText()).contains(sentence);
    }

    private static JsonNode probe(Company company, String url) {
        return company.post("/api/v1/invitations/probe", Map.of("destinationUrl", url));
    }

    private static JsonNode invite(Company company, @org.jspecify.annotations.Nullable String url, String mode) {
        var body = new HashMap<String, Object>(Map.of(
                "connection",
                "try " + Math.abs(String.valueOf(url).hashCode()) + mode,
                "localShortName",
                "One",
                "remoteShortName",
                "Other",
                "mode",
                mode,
                "incomingProject",
                company.project));
        if (url != null) body.put("destinationUrl", url);
        return company.post("/api/v1/invitations", body);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
