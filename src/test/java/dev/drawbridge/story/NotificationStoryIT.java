package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People hear of what needs them by mail and webhook: all of it, seldom, and without the sync noticing. */
@SuppressWarnings("NullAway.Init")
class NotificationStoryIT {
    private static final String SECRET = "known to both";
    private static final String SUMMARY = "Confidential summary";

    @TempDir
    private Path folder;

    private final Dying drill = new Dying();
    private final ServerSetup smtp = new ServerSetup(Ports.free(), "127.0.0.1", "smtp");
    private final List<JsonNode> called = new CopyOnWriteArrayList<>();
    private final List<Boolean> signed = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private GreenMail mails;
    private HttpServer chat;
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeEach
    void prepare() throws IOException {
        mails = new GreenMail(smtp);
        chat = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        chat.createContext("/hooks/room-42", this::hear);
        chat.start();
        acme = Company.reachable("Acme", "ACM", folder);
        beta = Company.behindFirewall("Beta", "BET", folder)
                .drilled(drill)
                .with("drawbridge.notifications.collect", "1s")
                .with("drawbridge.notifications.console-url", "https://drawbridge.beta.example/");
    }

    @AfterEach
    void stop() {
        beta.close();
        acme.close();
        mails.stop();
        chat.stop(0);
    }

    @Test
    void manyErrorsOfOneCauseAreOneMailThoughTheServerWasAwayAndTheNodeDied() throws Exception {
        connect();
        told(beta, Map.of("email", mail()));
        bridge.add(beta, "incoming", "throw new IllegalStateException('no')");
        var ours = blocked(4);
        soon("the mail server is away", () -> notifications().path("problem").isTextual());
        assertThat(notifications().path("waiting").asInt()).isEqualTo(1);
        var theirs = beta.jira.createIssue("ada", "BET", "Task", "Goes on", Map.of());
        beta.post("/api/v1/connections/bridge/sync", Map.of("issue", theirs));
        soon("the sync goes on", () -> bridge.state(beta, theirs).startsWith("SYNCHRONIZED"));

        drill.arm(beta, "notifications-summed-up");
        drill.awaitDeathAndRestart(beta);
        ours.addAll(blocked(3));
        soon("all is summed up", () -> happened() == 7);
        mails.start();

        soon("a mail", () -> mails.getReceivedMessages().length > 0);
        var mail = mails.getReceivedMessages()[0];
        var text = GreenMailUtil.getBody(mail);
        assertThat(mail.getSubject()).contains("[Drawbridge Beta]", "7 × bridge:");
        assertThat(mail.getAllRecipients()[0]).hasToString("operations@beta.example");
        assertThat(text).contains("7 times", "https://drawbridge.beta.example/errors");
        assertThat(text).doesNotContain(SUMMARY);

        ours.addAll(blocked(2));
        soon("they wait for the next one", () -> noted() == 2);
        assertThat(mails.getReceivedMessages()).as("one in a while").hasSize(1);
    }

    /** How it would be without. */
    @Test
    void withoutSummingUpEachErrorIsAMail() throws Exception {
        beta.with("drawbridge.notifications.collect", "0s").with("drawbridge.notifications.every", "0s");
        mails.start();
        connect();
        told(beta, Map.of("email", mail()));
        bridge.add(beta, "incoming", "throw new IllegalStateException('no')");
        for (var errors = 1; errors <= 3; errors++) {
            var expected = errors;
            blocked(1);
            soon(expected + " mails", () -> mails.getReceivedMessages().length == expected);
        }
    }

    @Test
    void aWebhookIsCalledSignedUntilItTakesTheCall() throws Exception {
        beta.start();
        told(beta, Map.of("webhook", Map.of("url", room(), "secret", SECRET)));
        refusals.set(2);
        acme.start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));

        soon("taken", () -> !called.isEmpty());

        var call = called.get(0);
        assertThat(call.path("kind").asText()).isEqualTo("connection-accepted");
        assertThat(call.path("sentence").asText())
                .contains(bridge.connection(beta).path("fingerprint").asText());
        assertThat(call.path("connection").asText()).isEqualTo("bridge");
        assertThat(call.at("/node/name").asText()).isEqualTo("Beta");
        assertThat(call.path("count").asInt()).isEqualTo(1);
        assertThat(signed).containsOnly(true);
        assertThat(refusals.get()).as("it refused twice").isLessThanOrEqualTo(0);
        soon("nothing waits", () -> notifications().path("waiting").asInt() == 0);
        assertThat(called).hasSize(1);
    }

    @Test
    void whatCannotBeIsRefusedAndSecretsAreNeverTold() {
        beta.start();
        assertThat(refused(Map.of("surname", "x"))).isEqualTo("surname");
        assertThat(refused(Map.of("name", " "))).isEqualTo("name");
        assertThat(refused(Map.of("pollEvery", "1ms"))).isEqualTo("pollEvery");
        assertThat(refused(notifying("email", with(mail(), "port", 70_000)))).isEqualTo("notifications.email.port");
        assertThat(refused(notifying("email", with(mail(), "to", List.of("nobody")))))
                .isEqualTo("notifications.email.to");
        assertThat(refused(notifying("email", with(mail(), "colour", "red")))).isEqualTo("notifications.email.colour");
        assertThat(refused(notifying("webhook", Map.of("url", "http://169.254.169.254/latest"))))
                .isEqualTo("notifications.webhook.url");
        assertThat(refused(Map.of("notifications", Map.of("kinds", List.of("gossip")))))
                .isEqualTo("notifications.kinds");

        var login = with(with(mail(), "user", "bridge"), "password", "hunter2");
        told(beta, Map.of("email", login));
        assertThat(refused(notifying("email", Map.of("host", "127.0.0.2")))).isEqualTo("notifications.email.password");
        told(beta, Map.of("webhook", Map.of("url", room(), "secret", SECRET)));
        assertThat(notifications().at("/email/hasPassword").asBoolean()).isTrue();
        assertThat(notifications().at("/webhook/hasSecret").asBoolean()).isTrue();
        assertThat(beta.get("/api/v1/node").toString()).doesNotContain("hunter2", SECRET);
        assertThat(beta.get("/api/v1/audit").toString())
                .contains("changes the node", "notifications.email.password: (changed)")
                .doesNotContain("hunter2", SECRET, "room-42");
        var kept = beta.node()
                .getBean(JdbcClient.class)
                .sql("select setting from node_setting")
                .query(String.class)
                .list();
        assertThat(kept.toString()).doesNotContain("hunter2", SECRET);
    }

    @Test
    void nameAndPauseAreChangedWithoutARestartAndStay() {
        beta.start();
        var changed = beta.patch("/api/v1/node", Map.of("name", "Beta of the north", "pollEvery", "2s"));
        assertThat(changed.path("name").asText()).isEqualTo("Beta of the north");
        beta.stop();
        beta.start();
        var node = beta.get("/api/v1/node");
        assertThat(node.path("name").asText()).isEqualTo("Beta of the north");
        assertThat(node.path("pollEvery").asText()).isEqualTo("PT2S");

        var taken = new HashMap<String, Object>();
        taken.put("name", null);
        assertThat(beta.patch("/api/v1/node", taken).path("name").asText()).isEqualTo("Beta");
    }

    private void connect() {
        acme.start();
        beta.start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    /** Issues of Acme that Beta's rule does not take. */
    private List<String> blocked(int count) {
        var keys = new ArrayList<String>();
        for (var made = 0; made < count; made++) {
            var key = acme.jira.createIssue("ada", "ACM", "Task", SUMMARY, Map.of());
            acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
            keys.add(key);
        }
        soon("blocked", () -> keys.stream()
                .allMatch(key -> bridge.state(acme, key).equals("REMOTE_ERROR")));
        return keys;
    }

    private Map<String, Object> mail() {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                smtp.getPort(),
                "from",
                "drawbridge@beta.example",
                "to",
                List.of("operations@beta.example"),
                "startTls",
                false);
    }

    private String room() {
        return "http://127.0.0.1:" + chat.getAddress().getPort() + "/hooks/room-42";
    }

    private void hear(HttpExchange call) throws IOException {
        var body = call.getRequestBody().readAllBytes();
        signed.add(signature(body).equals(call.getRequestHeaders().getFirst("X-Drawbridge-Signature")));
        var refuses = refusals.getAndDecrement() > 0;
        if (!refuses) called.add(JsonMapper.builder().build().readTree(body));
        call.sendResponseHeaders(refuses ? 500 : 204, -1);
        call.close();
    }

    private static String signature(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void told(Company company, Map<String, ?> channels) {
        var answer = company.patch("/api/v1/node", Map.of("notifications", channels));
        assertThat(answer.has("id")).as(answer.toString()).isTrue();
    }

    /** The field that is said to be wrong. */
    private String refused(Map<String, ?> body) {
        var answer = beta.patch("/api/v1/node", body);
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(422);
        return answer.at("/errors/0/field").asText();
    }

    private static Map<String, Object> notifying(String channel, Map<String, ?> wanted) {
        return Map.of("notifications", Map.of(channel, wanted));
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        var copy = new HashMap<>(map);
        copy.put(name, value);
        return copy;
    }

    private JsonNode notifications() {
        return beta.get("/api/v1/node").path("notifications");
    }

    private int happened() {
        return count("select coalesce(sum(happened), 0) from notification");
    }

    private int noted() {
        return count("select count(*) from notice");
    }

    private int count(String query) {
        return beta.node()
                .getBean(JdbcClient.class)
                .sql(query)
                .query(Integer.class)
                .single();
    }
}
