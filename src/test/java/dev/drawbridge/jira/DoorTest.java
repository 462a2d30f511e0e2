package dev.drawbridge.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.drawbridge.jira.JiraTrouble.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorTest {
    private static final String ISSUE = "/rest/api/2/issue";
    private static final String MYSELF = "/rest/api/2/myself";

    private final TurnedClock clock = new TurnedClock();
    private FakeJira jira;
    private Entrance entrance;
    private Door door;

    @BeforeEach
    void open() throws Exception {
        jira = new FakeJira(clock);
        entrance = Entrance.to(jira, clock);
        door = entrance.door;
    }

    @AfterEach
    void close() throws Exception {
        entrance.close();
        jira.close();
    }

    @Test
    void everyCallCarriesTheProxyUserAndComesBackAsJson() {
        assertThat(door.get(MYSELF).body().path("name").asText()).isEqualTo("sync");
    }

    @Test
    void aTokenIsCarriedAsBearer() throws Exception {
        try (var other = new Entrance(Entrance.settings(jira.url(), null, "token"), clock)) {
            assertThat(other.door.get(MYSELF).status()).isEqualTo(200);
        }
    }

    /** With room for all of them, all of them are there: the number is what holds the others back. */
    @ParameterizedTest
    @ValueSource(ints = {2, 6})
    void onlySoManyCallsAreUnderWayAtTheSameTime(int atOnce) throws Exception {
        var there = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        var fine = FakeJira.answering(200, "application/json", "{}", "X-AUSERNAME", "sync");
        for (var call = 0; call < 6; call++)
            jira.fail("GET", MYSELF, false, exchange -> {
                most.accumulateAndGet(there.incrementAndGet(), Math::max);
                awaiting(go);
                there.decrementAndGet();
                fine.accept(exchange);
            });
        try (var other = new Entrance(Entrance.settings(jira.url(), "secret", null, atOnce), clock)) {
            var callers = Executors.newFixedThreadPool(6);
            var answers = new ArrayList<Future<Integer>>();
            for (var call = 0; call < 6; call++)
                answers.add(callers.submit(() -> other.door.get(MYSELF).status()));
            callers.shutdown();
            await().until(() -> there.get() == atOnce);
            go.countDown();
            for (var answer : answers) assertThat(answer.get()).isEqualTo(200);
        }
        assertThat(most).hasValue(atOnce);
    }

    private static void awaiting(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatJiraSaysOfSingleFieldsIsKept() {
        var trouble = trouble(() -> door.post(ISSUE, creation("")));
        assertThat(trouble.kind()).isEqualTo(Kind.INVALID);
        assertThat(trouble.fields()).containsEntry("summary", "You must specify a summary of the issue.");
        assertThat(trouble).hasMessageContaining("summary: You must specify");
    }

    @Test
    void anIssueThatIsNotThereIsMissing() {
        assertThat(trouble(() -> door.get(ISSUE + "/ACME-1")).kind()).isEqualTo(Kind.MISSING);
    }

    @Test
    void aProxysNotFoundPageIsNoMissingIssue() {
        jira.fail("GET", ISSUE + "/.*", false, FakeJira.answering(404, "text/html", "<html>no such site</html>"));
        var trouble = trouble(() -> door.get(ISSUE + "/ACME-1"));
        assertThat(trouble.kind()).isEqualTo(Kind.LATER);
        assertThat(trouble).hasMessageContaining("context path");
    }

    @ParameterizedTest
    @CsvSource({"500,UNCLEAR", "502,UNCLEAR", "504,UNCLEAR", "503,LATER", "429,LATER", "409,LATER", "302,LATER"})
    void aWriteIsUnclearWhenJiraMayHaveDoneIt(int status, Kind kind) {
        jira.fail("POST", ISSUE, false, FakeJira.answering(status, "text/html", "<html></html>"));
        assertThat(trouble(() -> door.post(ISSUE, creation("a"))).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 302})
    void aReadIsJustMadeLater(int status) {
        jira.fail("GET", MYSELF, false, FakeJira.answering(status, "text/html", "<html></html>"));
        assertThat(trouble(() -> door.get(MYSELF)).kind()).isEqualTo(Kind.LATER);
    }

    @Test
    void aLostAnswerIsUnclearAndNotRepeatedByItself() {
        jira.loseAnswer("POST", ISSUE);
        assertThat(trouble(() -> door.post(ISSUE, creation("once"))).kind()).isEqualTo(Kind.UNCLEAR);
        assertThat(jira.issues).hasSize(1);
    }

    @Test
    void aSlowAnswerToAWriteIsUnclear() {
        jira.fail("POST", ISSUE, false, DoorTest::sayNothing);
        assertThat(trouble(() -> door.post(ISSUE, creation("a"))).kind()).isEqualTo(Kind.UNCLEAR);
    }

    @Test
    void aCallThatNeverLeftIsCertainlyNotDone() {
        jira.close();
        var trouble = trouble(() -> door.post(ISSUE, creation("a")));
        assertThat(trouble.kind()).isEqualTo(Kind.LATER);
        assertThat(trouble).hasMessageContaining("the connection is refused");
    }

    @Test
    void aLoginPageInsteadOfJsonIsNoAnswer() {
        jira.fail("GET", MYSELF, false, FakeJira.answering(200, "text/html", "<html>Log in</html>"));
        assertThat(trouble(() -> door.get(MYSELF))).hasMessageContaining("login page");
    }

    @Test
    void aRedirectIsNotFollowed() {
        var elsewhere = FakeJira.answering(302, "text/html", "", "Location", jira.url() + MYSELF);
        jira.fail("GET", MYSELF, false, elsewhere);
        assertThat(trouble(() -> door.get(MYSELF))).hasMessageContaining("sends us elsewhere");
        assertThat(jira.calls).hasSize(1);
    }

    @Test
    void aWrongPasswordIsNotTriedAgainBeforeLong() {
        var page = FakeJira.answering(
                401, "text/html", "<html>401</html>", "X-Seraph-LoginReason", "AUTHENTICATED_FAILED");
        jira.fail("GET", MYSELF, false, page);
        assertThat(trouble(() -> door.get(MYSELF)).kind()).isEqualTo(Kind.LOGIN);
        clock.turn(Duration.ofMinutes(29));
        assertThat(trouble(() -> door.get(MYSELF)).kind()).isEqualTo(Kind.LOGIN);
        assertThat(jira.calls).hasSize(1);
        door.openAgain();
        assertThat(door.get(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void aCaptchaIsNamedAsSuch() {
        var page =
                FakeJira.answering(403, "text/html", "Basic Authentication Failure - Reason : AUTHENTICATION_DENIED");
        jira.fail("GET", MYSELF, false, page);
        var trouble = trouble(() -> door.get(MYSELF));
        assertThat(trouble.kind()).isEqualTo(Kind.LOGIN);
        assertThat(trouble).hasMessageContaining("CAPTCHA");
    }

    @Test
    void aRefusalWithStatus401ToSomebodyLoggedInIsNoLoginTrouble() {
        var body = "{\"errorMessages\":[\"You do not have permission to delete issues in this project.\"]}";
        jira.fail("DELETE", ".*", false, FakeJira.answering(401, "application/json", body, "X-AUSERNAME", "sync"));
        assertThat(trouble(() -> door.delete(ISSUE + "/1")).kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(door.get(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void aLapsedTokenIsNoticedOnAnyAnswer() {
        jira.tokenLapsed = true;
        var trouble = trouble(() -> door.get("/rest/api/2/search?jql=x"));
        assertThat(trouble.kind()).isEqualTo(Kind.LOGIN);
        assertThat(trouble).hasMessageContaining("'anonymous' instead of 'sync'");
    }

    @Test
    void whenJiraAsksForPatienceEverybodyWaits() {
        jira.fail("GET", MYSELF, false, FakeJira.answering(429, "text/html", "", "Retry-After", "30"));
        assertThat(trouble(() -> door.get(MYSELF)).retryAfter()).isEqualTo(Duration.ofSeconds(30));
        clock.turn(Duration.ofSeconds(20));
        var trouble = trouble(() -> door.get(ISSUE + "/1"));
        assertThat(trouble.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(jira.calls).hasSize(1);
        clock.turn(Duration.ofSeconds(11));
        assertThat(door.get(MYSELF).status()).isEqualTo(200);
    }

    @Test
    void patienceMayBeAskedForAsADateAndIsCapped() {
        jira.fail(
                "GET",
                MYSELF,
                false,
                FakeJira.answering(503, "text/html", "", "Retry-After", "Sun, 01 Mar 2026 10:01:30 GMT"));
        assertThat(trouble(() -> door.get(MYSELF)).retryAfter()).isEqualTo(Duration.ofSeconds(60));
        clock.turn(Duration.ofMinutes(2));
        jira.fail("GET", MYSELF, false, FakeJira.answering(429, "text/html", "", "Retry-After", "86400"));
        assertThat(trouble(() -> door.get(MYSELF)).retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void askedAgainAndAgainTheDoorStaysShutLonger() {
        for (var seconds : new int[] {1, 2, 4, 8}) {
            jira.fail("GET", MYSELF, false, FakeJira.answering(429, "text/html", "", "Retry-After", "0"));
            assertThat(trouble(() -> door.get(MYSELF)).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
            clock.turn(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void duringATryNothingIsWritten() {
        assertThatThrownBy(() -> door.withoutWriting(() -> door.post(ISSUE, creation("a"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(door.<Integer>withoutWriting(() -> door.get(MYSELF).status()))
                .isEqualTo(200);
        assertThat(jira.issues).isEmpty();
        door.post(ISSUE, creation("afterwards"));
        assertThat(jira.issues).hasSize(1);
    }

    @Test
    void filesGoAndComeUnchanged(@TempDir Path folder) throws Exception {
        var bean = jira.issue("ACME", "a");
        var file = folder.resolve("in");
        Files.write(file, new byte[3_000_000]);
        var made = door.upload(
                ISSUE + "/" + bean.path("id").asText() + "/attachments", file, "Straße & Co.bin", "text/plain");
        assertThat(made.body().at("/0/filename").asText()).isEqualTo("Straße & Co.bin");
        var back = folder.resolve("out");
        door.download("/secure/attachment/" + made.body().at("/0/id").asText() + "/x", back);
        assertThat(back).hasSameBinaryContentAs(file);
    }

    private static ObjectNode creation(String summary) {
        var body = JsonNodeFactory.instance.objectNode();
        var fields = body.putObject("fields").put("summary", summary);
        fields.putObject("project").put("key", "ACME");
        fields.putObject("issuetype").put("name", "Task");
        return body;
    }

    private static void sayNothing(HttpExchange exchange) {
        // The exchange stays open until the server is stopped.
    }

    private static JiraTrouble trouble(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(JiraTrouble.class, call);
    }
}
