package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.secrets.Seal;
import dev.drawbridge.transport.HandSigned;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Acme's port for partners takes from the network, and what it turns away before anything of it is read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class MessagesStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String BRIDGE = "/api/v1/connections/bridge";
    private static final String HELLO = "/peer/v1/hello";
    private static final String PUSH = "/peer/v1/push";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private byte[] nothing;
    private final TurnedClock betasClock = new TurnedClock();
    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder)
                .with("drawbridge.limits.body", "64KB")
                .with("drawbridge.limits.header", "4KB")
                .with("drawbridge.limits.head-time", "500ms")
                .with("drawbridge.limits.body-time", "500ms")
                .with("drawbridge.limits.inbox-rows", "10")
                .start();
        beta = Company.behindFirewall("Beta", "BET", folder).living(betasClock).start();
        Company.connect(acme, beta, "SCRIPT");
        Company.connect(acme, beta, "BASIC", "other");
        nothing = batch(0);
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    /** The control of all that follows: the same calls unspoilt. */
    @Test
    void aGoodCallIsAnsweredAndTheAnswerIsSignedForIt() throws Exception {
        for (var path : List.of(HELLO, PUSH)) {
            var fields = signed().fields("POST", path, nothing);
            var answer = send("POST", path, fields, nothing);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            var lines = answer.headers().map();
            assertThat(HandSigned.isAnswered(beta.node(), "bridge", fields, 200, lines, body))
                    .isTrue();
            var another = signed().fields("POST", path, nothing);
            assertThat(HandSigned.isAnswered(beta.node(), "bridge", another, 200, lines, body))
                    .isFalse();
        }
    }

    @Test
    void aChangedBodyIsNoticed() throws Exception {
        var fields = signed().fields("POST", HELLO, nothing);
        assertTurned(
                send("POST", HELLO, fields, "{\"events\":[1]}".getBytes(StandardCharsets.UTF_8)),
                "Something between the nodes changed the message");
    }

    @Test
    void aChangedMethodPathQueryOrFieldIsNoticed() throws Exception {
        var unfit = "The signature does not fit";
        assertTurned(send("POST", PUSH, signed().fields("POST", HELLO, nothing), nothing), unfit);
        assertTurned(send("POST", HELLO + "?more=1", signed().fields("POST", HELLO, nothing), nothing), unfit);
        assertTurned(send("POST", HELLO, signed().fields("PUT", HELLO, nothing), nothing), unfit);
        var fields = new HashMap<>(signed().fields("POST", HELLO, nothing));
        fields.put("drawbridge-epoch", "another");
        assertTurned(send("POST", HELLO, fields, nothing), unfit);
        fields.remove("drawbridge-epoch");
        assertTurned(send("POST", HELLO, fields, nothing), "drawbridge-epoch is missing");
    }

    @Test
    void aRepeatedCallIsTurnedAway() throws Exception {
        var hello = signed().fields("POST", HELLO, nothing);
        assertThat(send("POST", HELLO, hello, nothing).statusCode()).isEqualTo(200);
        assertTurned(send("POST", HELLO, hello, nothing), "received before");

        var push = signed().fields("POST", PUSH, nothing);
        assertThat(send("POST", PUSH, push, nothing).statusCode()).isEqualTo(200);
        assertTurned(send("POST", PUSH, push, nothing), "not after the last one");
    }

    @Test
    void anOvertakenPushIsTurnedAway() throws Exception {
        var first = signed().fields("POST", PUSH, nothing);
        var second = signed().fields("POST", PUSH, nothing);

        assertThat(send("POST", PUSH, second, nothing).statusCode()).isEqualTo(200);
        assertTurned(send("POST", PUSH, first, nothing), "repeated or overtaken");
    }

    @Test
    void aMisdirectedCallIsTurnedAway() throws Exception {
        var other = HandSigned.by(beta.node(), "other");
        assertTurned(
                send("POST", HELLO, signed().to(other.to()).fields("POST", HELLO, nothing), nothing),
                "drawbridge-to names another one");
        assertTurned(
                send("POST", HELLO, signed().on(other.connection()).fields("POST", HELLO, nothing), nothing),
                "drawbridge-to names another one");
        assertTurned(
                send(
                        "POST",
                        HELLO,
                        signed().on(other.connection()).to(other.to()).fields("POST", HELLO, nothing),
                        nothing),
                "which is not the partner's");
        assertTurned(
                send("POST", HELLO, signed().on(UUID.randomUUID()).fields("POST", HELLO, nothing), nothing),
                "There is no such connection here");
    }

    @Test
    void aForeignKeyIsTurnedAway() throws Exception {
        var acmes = SigningKey.of(
                acme.node().getBean(Connections.class).named("bridge").orElseThrow(),
                acme.node().getBean(Seal.class));
        assertTurned(
                send("POST", HELLO, signed().signedWith(acmes).fields("POST", HELLO, nothing), nothing),
                "which is not the partner's");
        assertTurned(send("POST", HELLO, Map.of(), nothing), "There is no such connection here");
        var unsigned = new HashMap<>(signed().fields("POST", HELLO, nothing));
        unsigned.remove("signature");
        assertTurned(send("POST", HELLO, unsigned, nothing), "not signed");
    }

    @Test
    void clocksMoreThanFiveMinutesApartAreNamed() throws Exception {
        var now = signed();
        assertTurned(
                send("POST", HELLO, now.at(now.at().minusSeconds(400)).fields("POST", HELLO, nothing), nothing),
                "s behind ours");
        assertTurned(
                send("POST", HELLO, now.at(now.at().plusSeconds(400)).fields("POST", HELLO, nothing), nothing),
                "s ahead of ours");
        assertThat(send("POST", HELLO, now.at(now.at().minusSeconds(280)).fields("POST", HELLO, nothing), nothing)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        var large = "{\"events\":[],\"x\":\"%s\"}".formatted("x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(send("POST", HELLO, Map.of(), large).statusCode()).isEqualTo(413);

        // One that does not say its length is cut off where the limit is.
        var fields = signed().fields("POST", HELLO, large);
        var unannounced = request(
                "POST", HELLO, fields, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertThat(http.send(unannounced, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        var small = "{\"x\":\"%s\"}".formatted("x".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(send("POST", HELLO, signed().fields("POST", HELLO, small), small)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aHeadThatIsTooLargeIsTurnedAway() throws Exception {
        var fields = new LinkedHashMap<>(signed().fields("POST", HELLO, nothing));
        fields.put("x-more", "x".repeat(4500));
        assertThat(send("POST", HELLO, fields, nothing).statusCode()).isEqualTo(431);
        var many = new LinkedHashMap<>(signed().fields("POST", HELLO, nothing));
        for (var number = 0; number < 120; number++) many.put("x-" + number, "1");
        assertThat(send("POST", HELLO, many, nothing).statusCode()).isEqualTo(431);
    }

    @Test
    void anotherTypeThanPeersSendIsTurnedAway() throws Exception {
        var call = HttpRequest.newBuilder(URI.create(base() + "/peer/v1/accept"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("a=b"))
                .build();
        assertThat(http.send(call, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
    }

    @Test
    void whoNeverFinishesAHeadOrABodyIsCutOff() throws Exception {
        assertThat(after("POST /peer/v1/accept HTTP/1.1\r\nHost: acme\r\nX-Slow: "))
                .isEmpty();
        assertThat(after("POST /peer/v1/accept HTTP/1.1\r\nHost: acme\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{\"invitation\":"))
                .contains(" 408 ")
                .contains("application/problem+json")
                .doesNotContain("WWW-Authenticate");
        assertThat(after("GET /peer/v1/node HTTP/1.1\r\nHost: acme\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    @Test
    void tooManyEventsInOneBatchAreNotTaken() throws Exception {
        var body = batch(101);

        var answer = send("POST", PUSH, signed().fields("POST", PUSH, body), body);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("too-large");
        assertThat(answer.headers().firstValue("signature")).isPresent();
    }

    @Test
    void aBatchThatIsTooLargeIsHalvedUntilItFits() {
        acme.post(BRIDGE + "/deactivate", Map.of());
        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("condition").asText().equals("DEACTIVATED_THERE"));
        var keys = new ArrayList<String>();
        for (var number = 0; number < 6; number++) keys.add(synced(beta, Map.of("description", "x".repeat(25_000))));
        await().atMost(SOON).until(() -> beta.get(BRIDGE).path("outbox").asInt() == 6);

        acme.post(BRIDGE + "/activate", Map.of());

        await().atMost(SOON)
                .until(() -> keys.stream().allMatch(key -> beta.state(key).equals("SYNCHRONIZED")));
        // Six of them never fitted into one body of 64 KB.
        assertThat(beta.get(BRIDGE).path("condition").asText()).isEqualTo("OK");
    }

    @Test
    void aFullInboxMakesThePartnerWaitAndNothingIsLost() throws IOException {
        var rule = acme.text(BRIDGE + "/rules/incoming");
        acme.rule("bridge", "incoming", "throw new RuntimeException('not today')\n");
        var keys = new ArrayList<String>();
        for (var number = 0; number < 10; number++) keys.add(synced(beta, Map.of()));
        await().atMost(SOON).until(() -> acme.get(BRIDGE).path("inbox").asInt() >= 10);
        for (var number = 0; number < 3; number++) keys.add(synced(beta, Map.of()));
        await().atMost(SOON).until(() -> beta.get(BRIDGE).path("outbox").asInt() == 3);
        await().atMost(SOON)
                .until(() -> beta.get(BRIDGE).path("why").asText().contains("inbox of the receiving node is full"));

        acme.rule("bridge", "incoming", rule);
        await().atMost(SOON).until(() -> acme.get(BRIDGE).path("inbox").asInt() == 0);
        // It was asked to come back in half a minute.
        betasClock.set(Duration.ofSeconds(35));

        await().atMost(SOON)
                .until(() -> keys.stream().allMatch(key -> beta.state(key).equals("SYNCHRONIZED")));
        assertThat(beta.get(BRIDGE).path("why").asText()).isEmpty();
    }

    @Test
    void aReplicaThatIsTooLargeForAnEventArrivesWhole() {
        for (var from : List.of(acme, beta)) {
            var to = from == acme ? beta : acme;
            var parcels = parcels(to);
            var key = from.jira.createIssue("ada", from.project, "Task", "Novel of " + from.name, Map.of());
            for (var chapter = 0; chapter < 10; chapter++)
                from.jira.comment("ada", key, chapter + " " + "é".repeat(15_000));
            from.post(BRIDGE + "/sync", Map.of("issue", key));

            await().atMost(SOON).until(() -> from.state(key).equals("SYNCHRONIZED"));
            var twin = from.get("/api/v1/issues/" + key)
                    .path("connections")
                    .path(0)
                    .path("remoteKey")
                    .asText();
            assertThat(to.jira.commentBodies(twin)).hasSize(10).allMatch(body -> body.endsWith("é".repeat(15_000)));
            assertThat(parcels(to)).isGreaterThan(parcels);
        }
    }

    /** Last, since nobody unknown gets in for a while afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void strangersAreSlowedDownAndThePartnerIsNot() throws Exception {
        var answers = new ArrayList<Integer>();
        for (var number = 0; number < 200 && !answers.contains(429); number++)
            answers.add(send("GET", "/peer/v1/node", Map.of(), new byte[0]).statusCode());

        assertThat(answers).contains(200, 429).doesNotContain(500);
        assertThat(send("POST", HELLO, signed().fields("POST", HELLO, nothing), nothing)
                        .statusCode())
                .isEqualTo(200);
    }

    /** A batch of that many events without content. */
    private byte[] batch(int size) {
        var batch = JSON.createObjectNode().put("epoch", signed().epoch());
        var events = batch.putArray("events");
        for (var number = 0; number < size; number++) events.addObject();
        return batch.toString().getBytes(StandardCharsets.UTF_8);
    }

    private HandSigned signed() {
        return HandSigned.by(beta.node(), "bridge");
    }

    private static void assertTurned(HttpResponse<String> answer, String words) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains(words);
        assertThat(answer.headers().firstValue("signature")).isEmpty();
    }

    private static String synced(Company company, Map<String, ?> fields) {
        var key = company.jira.createIssue("ada", company.project, "Task", "One of many", fields);
        company.post(BRIDGE + "/sync", Map.of("issue", key));
        return key;
    }

    private static long parcels(Company company) {
        return company.node()
                .getBean(JdbcClient.class)
                .sql("select count(*) from inbox where payload like '%\"parcel\":%'")
                .query(Long.class)
                .single();
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> fields, byte[] body)
            throws IOException, InterruptedException {
        return http.send(
                request(method, path, fields, HttpRequest.BodyPublishers.ofByteArray(body)),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(
            String method, String path, Map<String, String> fields, HttpRequest.BodyPublisher body) {
        var call = HttpRequest.newBuilder(URI.create(base() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, body);
        fields.forEach(call::header);
        return call.build();
    }

    /** All that comes back after these bytes until the other side closes. */
    private String after(String bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), acme.peerPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String base() {
        return "http://127.0.0.1:" + acme.peerPort();
    }
}
