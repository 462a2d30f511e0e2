package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.HandshakeProof;
import dev.drawbridge.connection.InvitationCode;
import dev.drawbridge.connection.InvitationSecret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Acme invites and Beta accepts: what the code is good for, what it is not, and what a death in the middle leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class InvitationStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Dying acmesDeath = new Dying();
    private final Dying betasDeath = new Dying();
    private final TurnedClock acmesClock = new TurnedClock();
    private final TurnedClock betasClock = new TurnedClock();
    private final HttpClient http = HttpClient.newHttpClient();
    private Company acme;
    private Company beta;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder)
                .drilled(acmesDeath)
                .living(acmesClock)
                .with("drawbridge.limits.strangers", "1000")
                .start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .drilled(betasDeath)
                .living(betasClock)
                .start();
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void theCodeSaysWhatItOffersBeforeAnythingIsAccepted() {
        var seen = beta.post("/api/v1/invitations/inspect", Map.of("code", code(invite("offer"))));

        assertThat(seen.path("connection").asText()).isEqualTo("offer");
        assertThat(seen.path("inviter").path("shortName").asText()).isEqualTo("Acme");
        assertThat(seen.path("invitee").path("shortName").asText()).isEqualTo("Beta");
        assertThat(seen.path("type").asText()).isEqualTo("PRIVATE");
        assertThat(seen.path("reachable").asBoolean()).isTrue();
        assertThat(beta.get("/api/v1/connections/offer").path("status").asInt()).isEqualTo(404);
    }

    @Test
    void whatMailAndChatAddIsLost() {
        var code = code(invite("mailed"));
        var pasted = "\u201c " + code.substring(0, 60) + "\r\n> " + code.substring(60, 200) + "\u200b\u00a0"
                + code.substring(200) + "\u201d\n";

        assertThat(accept(pasted).path("connection").path("state").asText()).isEqualTo("ACTIVE");
        assertConnected("mailed");
    }

    @Test
    void wrongCutAlteredAndFutureCodesAreRefusedWithTheirReason() {
        var code = code(invite("damaged"));
        var middle = code.length() / 2;
        var other = code.charAt(middle) == 'A' ? 'B' : 'A';

        assertRefused(accept("Dear Beta, see you on Monday"), "malformed", "This is not an invitation code");
        assertRefused(
                accept(code.substring(0, code.length() - 20)), "malformed", "end of this invitation code is missing");
        assertRefused(
                accept(code.substring(0, middle) + other + code.substring(middle + 1)),
                "malformed",
                "changed on its way");
        assertRefused(accept(code.replaceFirst("DB1", "DB2")), "version", "newer Drawbridge");
        assertThat(beta.get("/api/v1/connections/damaged").path("status").asInt())
                .isEqualTo(404);
        // The control: none of this has used it up.
        assertThat(accept(code).path("connection").path("state").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void ourOwnCodeIsRefused() {
        assertRefused(
                acme.post("/api/v1/invitations/accept", Map.of("code", code(invite("mine")), "incomingProject", "ACM")),
                "own",
                "made by this node");
    }

    @Test
    void aNodeThatNobodyCanReachCannotInvite() {
        assertRefused(
                beta.post("/api/v1/invitations", proposal("unreachable", "Beta", "Acme", "BET")),
                "needs-url",
                "let the partner invite");
    }

    @Test
    void aUsedCodeIsRefusedHereAndThere() throws Exception {
        var code = code(invite("once"));
        accept(code);

        assertRefused(accept(code), "used", "accepted here before");
        var somebodyElse = send(request(code, secret(code)));
        assertThat(somebodyElse.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(somebodyElse.body()).path("reason").asText()).isEqualTo("used");
        assertThat(acme.get("/api/v1/connections/once/invitation")
                        .path("status")
                        .asInt())
                .isEqualTo(404);
        assertConnected("once");
    }

    @Test
    void aRevokedCodeIsRefusedAndTheNameIsFreeAgain() {
        var invitation = invite("revoked");
        assertThat(acme.get("/api/v1/invitations").path("items"))
                .anyMatch(open -> open.path("id").equals(invitation.path("id")));
        acme.delete("/api/v1/invitations/" + invitation.path("id").asText());

        assertRefused(accept(code(invitation)), "revoked", "withdrew");
        assertThat(beta.get("/api/v1/connections/revoked").path("status").asInt())
                .isEqualTo(404);
        assertThat(acme.get("/api/v1/invitations").path("items"))
                .noneMatch(open -> open.path("id").equals(invitation.path("id")));
        assertThat(acme.delete("/api/v1/invitations/none").path("status").asInt())
                .isEqualTo(404);
    }

    @Test
    void theCodeIsShownAgainAndARenewedOneTakesItsPlace() {
        var first = code(invite("renewed"));
        assertThat(acme.get("/api/v1/connections/renewed/invitation")
                        .path("code")
                        .asText())
                .isEqualTo(first);

        var second = acme.post("/api/v1/connections/renewed/invitation", Map.of())
                .path("code")
                .asText();
        assertThat(second).isNotEqualTo(first);
        assertRefused(accept(first), "revoked", "withdrew");
        assertThat(accept(second).path("connection").path("state").asText()).isEqualTo("ACTIVE");
        assertConnected("renewed");
    }

    @Test
    void anExpiredCodeIsRefusedByWhoeverNotices() {
        var code = code(invite("late"));
        try {
            betasClock.set(Duration.ofHours(73));
            assertRefused(accept(code), "expired", "ask for a new code");
            betasClock.set(Duration.ZERO);

            acmesClock.set(Duration.ofHours(73));
            assertRefused(accept(code), "expired", "has expired");
            assertThat(acme.get("/api/v1/connections/late").path("condition").asText())
                    .isEqualTo("EXPIRED");
        } finally {
            betasClock.set(Duration.ZERO);
            acmesClock.set(Duration.ZERO);
        }
        // A new one for the same connection is good.
        var renewed = acme.post("/api/v1/connections/late/invitation", Map.of());
        assertThat(accept(code(renewed)).path("connection").path("state").asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    void fiveWrongProofsBurnTheCodeAndFourDoNot() throws Exception {
        var burnt = code(invite("burnt"));
        var singed = code(invite("singed"));
        for (var guess = 0; guess < 4; guess++) guess(singed);
        for (var guess = 0; guess < 5; guess++) guess(burnt);

        assertThat(accept(singed).path("connection").path("state").asText()).isEqualTo("ACTIVE");
        assertRefused(accept(burnt), "unknown", "ask for a new code");
        assertThat(acme.get("/api/v1/connections/burnt").path("why").asText()).contains("wrong proofs");
    }

    @Test
    void unknownAndUnprovenAreAnsweredAlike() throws Exception {
        var code = code(invite("guessed"));
        var unproven = request(code, InvitationSecret.make(new SecureRandom()));
        var unknown = unproven.deepCopy().put("invitation", InvitationCode.newInvitation(new SecureRandom()));

        var one = send(unproven);
        var other = send(unknown);

        assertThat(other.statusCode()).isEqualTo(one.statusCode());
        assertThat(other.body()).isEqualTo(one.body());
        assertThat(other.headers().map().keySet()).isEqualTo(one.headers().map().keySet());
    }

    @Test
    void aNameThatIsTakenIsSaidAndAnotherOneCanBeChosen() {
        accept(code(invite("twice")));
        var again = code(acme.post("/api/v1/invitations", proposal("twice more", "Acme", "Beta", "ACM")));

        var taken = beta.post(
                "/api/v1/invitations/accept", Map.of("code", again, "incomingProject", "BET", "connection", "TWICE"));
        assertThat(taken.path("status").asInt()).isEqualTo(409);
        var chosen = beta.post(
                "/api/v1/invitations/accept", Map.of("code", again, "incomingProject", "BET", "connection", "Ours"));
        assertThat(chosen.path("connection").path("name").asText()).isEqualTo("Ours");
    }

    @Test
    void anInviterWhoIsAwayIsAskedUntilItAnswers() {
        var code = code(invite("patient"));
        acme.stop();
        try {
            var answer = accept(code);
            assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(502);
            assertThat(answer.path("detail").asText())
                    .as("a connection that was open before breaks, a new one is refused")
                    .containsAnyOf("Nobody answers at", "broke before an answer came")
                    .contains("tried again");
            assertThat(beta.get("/api/v1/connections/patient").path("condition").asText())
                    .isEqualTo("ACCEPTING");
        } finally {
            acme.start();
        }

        assertConnected("patient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept-prepared", "accept-stored", "accept-answered", "accept-completed"})
    void theAcceptingNodeMayDieAtAnyPoint(String point) throws InterruptedException {
        var code = code(invite(point));
        betasDeath.arm(beta, point);
        accept(code);
        betasDeath.awaitDeathAndRestart(beta);

        assertConnected(point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept-asked", "accept-agreed"})
    void theInvitingNodeMayDieAtAnyPoint(String point) throws InterruptedException {
        var code = code(invite(point));
        acmesDeath.arm(acme, point);
        accept(code);
        acmesDeath.awaitDeathAndRestart(acme);

        assertConnected(point);
    }

    /** Negative control: the inviter does not know any more by whom it was accepted, so a lost answer would be final. */
    @Test
    void withoutTheSameAnswerToTheSameKeyALostAnswerWouldBeTheEnd() throws InterruptedException {
        var code = code(invite("forgetful"));
        acmesDeath.arm(acme, "accept-agreed", run("update invitation set accepted_key = null where state = 'USED'"));
        accept(code);
        acmesDeath.awaitDeathAndRestart(acme);

        await().atMost(SOON).until(() -> beta.get("/api/v1/connections/forgetful")
                .path("condition")
                .asText()
                .equals("REFUSED"));
        assertThat(beta.get("/api/v1/connections/forgetful").path("state").asText())
                .isEqualTo("PENDING");
        assertThat(acme.get("/api/v1/connections/forgetful").path("state").asText())
                .isEqualTo("ACTIVE");
    }

    /** Negative control: nothing is stored before the call, so what was agreed is unknown on one side for ever. */
    @Test
    void withoutStoringBeforeTheCallOneSideWouldBeAlone() throws InterruptedException {
        var code = code(invite("careless"));
        betasDeath.arm(beta, "accept-answered", run("delete from connection where name = 'careless'"));
        accept(code);
        betasDeath.awaitDeathAndRestart(beta);

        assertThat(acme.get("/api/v1/connections/careless").path("state").asText())
                .isEqualTo("ACTIVE");
        assertThat(beta.get("/api/v1/connections/careless").path("status").asInt())
                .isEqualTo(404);
        assertRefused(accept(code), "used", "accepted this invitation before");
    }

    private static Consumer<DataSource> run(String statement) {
        return store -> JdbcClient.create(store).sql(statement).update();
    }

    private JsonNode invite(String name) {
        var invitation = acme.post("/api/v1/invitations", proposal(name, "Acme", "Beta", "ACM"));
        assertThat(code(invitation)).as(invitation.toString()).startsWith("DB1.");
        return invitation;
    }

    private static Map<String, String> proposal(String name, String local, String remote, String project) {
        return Map.of(
                "connection", name,
                "localShortName", local,
                "remoteShortName", remote,
                "mode", "BASIC",
                "incomingProject", project);
    }

    private JsonNode accept(String code) {
        return beta.post("/api/v1/invitations/accept", Map.of("code", code, "incomingProject", "BET"));
    }

    private static String code(JsonNode invitation) {
        return invitation.path("code").asText();
    }

    /** One connection of that name on both sides, of the same keys, over which both hear each other. */
    private void assertConnected(String name) {
        var path = "/api/v1/connections/" + name;
        await().atMost(SOON)
                .until(() -> acme.get(path).path("state").asText().equals("ACTIVE")
                        && beta.get(path).path("state").asText().equals("ACTIVE"));
        assertThat(beta.get(path).path("fingerprint").asText())
                .matches("([0-9a-f]{4} ){7}[0-9a-f]{4}")
                .isEqualTo(acme.get(path).path("fingerprint").asText());
        assertThat(beta.get(path).path("id")).isEqualTo(acme.get(path).path("id"));
        for (var company : new Company[] {acme, beta})
            assertThat(company.get("/api/v1/connections").path("items"))
                    .filteredOn(one -> one.path("name").asText().equals(name))
                    .hasSize(1);
        var tried = beta.post(path + "/test", Map.of());
        assertThat(tried.path("reachable").asBoolean()).as(tried.toString()).isTrue();
    }

    private static void assertRefused(JsonNode problem, String reason, String words) {
        assertThat(problem.path("status").asInt()).as(problem.toString()).isEqualTo(422);
        assertThat(problem.path("type").asText())
                .as(problem.toString())
                .isEqualTo("urn:drawbridge:invitation:" + reason);
        assertThat(problem.path("detail").asText()).contains(words);
    }

    private void guess(String code) throws Exception {
        assertThat(send(request(code, InvitationSecret.make(new SecureRandom())))
                        .statusCode())
                .isEqualTo(409);
    }

    /** A handshake as a stranger would try it who has the code or a part of it. */
    private static ObjectNode request(String pasted, InvitationSecret secret) {
        var code = read(pasted);
        var request = JSON.createObjectNode();
        request.putArray("protocol").add(1).add(1);
        request.putObject("node").put("id", "stranger").put("name", "Stranger").put("version", "1");
        request.putObject("keys").put("signing", key()).put("sealing", key());
        request.put("jiraUrl", "http://jira.stranger.example");
        request.put("invitation", code.invitation())
                .put("connection", code.connectionId().toString());
        var proof = HandshakeProof.of(secret, code.invitation(), HandshakeProof.By.INVITEE, request);
        return request.put("proof", proof.value());
    }

    private static InvitationSecret secret(String pasted) {
        return read(pasted).secret();
    }

    private static InvitationCode read(String pasted) {
        return ((InvitationCode.Read) InvitationCode.read(pasted)).code();
    }

    private static String key() {
        var raw = new byte[32];
        new SecureRandom().nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    private HttpResponse<String> send(ObjectNode request) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + acme.peerPort() + "/peer/v1/accept"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
