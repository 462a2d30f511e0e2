package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may use Acme's node, how they come in, what they may do, and what is written down of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class PeopleOfTheConsoleStoryIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String API = "/api/v1";
    private static final String BRIDGE = API + "/connections/bridge";
    private static final String PASSWORD = "correct horse";

    private final TurnedClock clock = new TurnedClock();
    private Path folder;
    private Company acme;
    private Company beta;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        this.folder = folder;
        acme = Company.reachable("Acme", "ACM", folder).living(clock).start();
        beta = Company.behindFirewall("Beta", "BET", folder).living(clock).start();
        Company.connect(acme, beta, "SCRIPT");
        user("vera", "VIEWER");
        user("olga", "OPERATOR");
        user("anna", "ADMINISTRATOR");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aBrowserIsLedToTheLogInAndBack() {
        var visitor = new Visitor();

        var turned = visitor.page(acme, "/index.html?x=1");
        assertThat(turned.statusCode()).isEqualTo(302);
        assertThat(location(turned)).endsWith("/login?next=%2Findex.html%3Fx%3D1");
        assertThat(visitor.page(acme, "/login").body()).contains("Log in").doesNotContain("First-start");

        var wrong = visitor.logIn(acme, "vera", "not hers");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("no user with this name and password").doesNotContain("not hers");
        assertThat(visitor.page(acme, "/").statusCode()).isEqualTo(302);

        var right = visitor.logIn(acme, "vera", PASSWORD, "/index.html?x=1");
        assertThat(right.statusCode()).isEqualTo(302);
        assertThat(location(right)).endsWith("/index.html?x=1");
        assertThat(visitor.page(acme, "/").statusCode()).isEqualTo(200);
        assertThat(location(new Visitor().logIn(acme, "vera", PASSWORD, "//evil.example")))
                .doesNotContain("evil");
    }

    @Test
    void theCookieOfASessionIsOursAloneAndNewWithTheLogIn() {
        var visitor = new Visitor();
        var csrf = visitor.formToken(acme);
        assertThat(cookie(visitor, "DRAWBRIDGE-\\d+"))
                .as("no session for who only looks")
                .isEmpty();
        var form = Map.of("user", "vera", "password", PASSWORD, "_csrf", csrf);

        var answer = visitor.form(acme, "/login", form);

        assertThat(answer.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.matches("DRAWBRIDGE-\\d+=.*"))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
        var thiefs = cookie(visitor, "DRAWBRIDGE-\\d+");
        var victim = new Visitor();
        var token = victim.formToken(acme);
        victim.cookies.getCookieStore().getCookies().forEach(cookie -> assertThat(cookie.isHttpOnly())
                .isTrue());
        victim.plant(acme, thiefs);
        victim.form(acme, "/login", Map.of("user", "olga", "password", PASSWORD, "_csrf", token));
        assertThat(victim.call(acme, "GET", API + "/users/me", null, "").body()).contains("olga");
        assertThat(visitor.call(acme, "GET", API + "/users/me", null, "").statusCode())
                .as("nobody shares a session that was put into the browser")
                .isEqualTo(401);
        assertThat(new Visitor()
                        .form(acme, "/login", Map.of("user", "vera", "password", PASSWORD))
                        .statusCode())
                .as("nobody logs a visitor in from elsewhere")
                .isEqualTo(403);
    }

    @Test
    void aChangeInASessionNeedsTheTokenOfAPage() {
        var olga = in("olga");

        var without = olga.call(acme, "POST", BRIDGE + "/activate", null, "");
        var wrong = olga.call(acme, "POST", BRIDGE + "/activate", null, "nonsense");
        var with = olga.call(acme, "POST", BRIDGE + "/activate", null);

        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(Visitor.json(without).path("detail").asText()).contains("X-XSRF-TOKEN");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(with.statusCode()).as(with.body()).isEqualTo(200);
        assertThat(basic("olga", PASSWORD, "POST", BRIDGE + "/activate").statusCode())
                .as("a script has no page")
                .isEqualTo(200);
        assertThat(basic("olga", PASSWORD, "POST", BRIDGE + "/activate", "Origin", "https://evil.example")
                        .statusCode())
                .as("a page of somebody else's, through a browser that knows the password")
                .isEqualTo(403);
    }

    @Test
    void whoLogsOutIsOut() {
        var olga = in("olga");

        assertThat(olga.form(acme, "/logout", Map.of()).statusCode()).isEqualTo(403);
        var csrf = Visitor.json(olga.call(acme, "GET", API + "/users/me", null, ""))
                .path("csrf")
                .path("token")
                .asText();
        var stolen = cookie(olga, "DRAWBRIDGE-\\d+");
        var out = olga.form(acme, "/logout", Map.of("_csrf", csrf));

        assertThat(location(out)).endsWith("/login?out");
        assertThat(olga.page(acme, "/login?out").body()).contains("You are logged out");
        var old = HttpRequest.newBuilder(URI.create(acme.url() + API + "/node")).header("Cookie", stolen);
        assertThat(new Visitor().send(old).statusCode()).isEqualTo(401);
    }

    @Test
    void oneBrowserMayBeLoggedInToTwoNodesOfOneMachine() {
        var visitor = new Visitor();
        visitor.logIn(acme, "admin", "admin");
        visitor.logIn(beta, "admin", "admin");

        assertThat(visitor.call(acme, "GET", API + "/node", null, "").statusCode())
                .isEqualTo(200);
        assertThat(visitor.call(beta, "GET", API + "/node", null, "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyCallIsRefusedToWhoMayNot() {
        var levels = List.of("VIEWER", "OPERATOR", "ADMINISTRATOR");
        var least = Map.of("vera", "VIEWER", "olga", "OPERATOR");
        var seen = new ArrayList<String>();

        for (var call : calls())
            for (var user : least.keySet()) {
                var answer = basic(user, PASSWORD, call.getKey(), call.getValue());
                if (answer.statusCode() != 403) continue;
                var detail = Visitor.json(answer).path("detail").asText();
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(call.toString())
                        .startsWith("application/problem+json");
                assertThat(detail).as(call.toString()).containsPattern("wants an (operator|administrator); '" + user);
                assertThat(detail.contains("wants an operator"))
                        .as("refused to %s: %s", user, detail)
                        .isIn(levels.indexOf(least.get(user)) < 1, false);
                seen.add(user + " " + call.getKey());
            }

        assertThat(seen.stream().filter(call -> call.startsWith("vera")).count())
                .as("changes and contents, to a viewer")
                .isGreaterThan(25);
        assertThat(seen.stream().filter(call -> call.startsWith("olga")).count())
                .as("what is an administrator's, to an operator")
                .isGreaterThan(12);
        assertThat(seen).as("and no call that only looks at the own things").doesNotContain("vera GET /api/v1/node");
        assertThat(basic("vera", PASSWORD, "GET", API + "/connections").statusCode())
                .isEqualTo(200);
        assertThat(basic("olga", PASSWORD, "GET", BRIDGE + "/rules/incoming").statusCode())
                .isEqualTo(200);
    }

    @Test
    void onlyAdministratorsEditRules() {
        var rule = basic("anna", PASSWORD, "GET", BRIDGE + "/rules/outgoing");
        var tag = rule.headers().firstValue("ETag").orElseThrow();
        var edited = rule.body() + "\n// by Anna\n";

        assertThat(save("olga", tag, edited).statusCode()).isEqualTo(403);
        assertThat(save("anna", tag, edited).statusCode()).isEqualTo(204);

        var entry = audit("who=anna&connection=bridge").get(0);
        assertThat(entry.path("what").asText()).isEqualTo("changes a rule");
        assertThat(entry.path("how").asText()).isEqualTo("password");
        assertThat(entry.path("object").asText()).contains("rule outgoing", tag.replace("\"", ""));
        assertThat(entry.path("difference").asText()).contains("+// by Anna").contains("@@");
    }

    @Test
    void aViewerSeesThatSomethingIsWrongButNotWhatItHolds() throws IOException {
        var rule = beta.text(BRIDGE + "/rules/incoming");
        basicAt(
                beta,
                "admin",
                "admin",
                "POST",
                API + "/users",
                Map.of("name", "vera", "password", PASSWORD, "level", "VIEWER"));
        beta.rule("bridge", "incoming", "throw new RuntimeException('No idea of ' + replica.summary)\n");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Salaries", Map.of());
        acme.post(BRIDGE + "/sync", Map.of("issue", key));
        await().atMost(SOON).until(() -> beta.get(API + "/errors").toString().contains("Salaries"));

        var errors = basicAt(beta, "vera", PASSWORD, "GET", API + "/errors", null);
        var issue = basicAt(beta, "vera", PASSWORD, "GET", API + "/issues/" + key, null);

        assertThat(errors.body())
                .contains("bridge/incoming.groovy")
                .contains("RULE")
                .doesNotContain("Salaries");
        assertThat(Visitor.json(issue).path("connections").path(0).path("state").asText())
                .isEqualTo("ERROR");
        assertThat(issue.body()).doesNotContain("Salaries");
        assertThat(beta.get(API + "/issues/" + key).toString())
                .as("to an administrator")
                .contains("Salaries");
        beta.rule("bridge", "incoming", rule);
    }

    @Test
    void aTokenDoesWhatItsScopeSaysAndNothingElse() {
        var sync = token("olga", "for Automation", "sync");
        var read = token("vera", "for a wall", "read");
        var monitor = token("vera", "for Prometheus", "monitor");
        var admin = token("anna", "for Anna", "admin");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "By a token", Map.of());

        assertThat(bearer(sync, "POST", BRIDGE + "/sync", Map.of("issue", key)).statusCode())
                .isEqualTo(202);
        assertThat(bearer(sync, "GET", API + "/issues/" + key, null).statusCode())
                .isEqualTo(200);
        assertWants(bearer(sync, "GET", API + "/connections", null), "read or monitor or admin");
        assertWants(bearer(sync, "POST", BRIDGE + "/deactivate", null), "admin");
        assertThat(bearer(read, "GET", API + "/events", null).statusCode()).isEqualTo(200);
        assertWants(bearer(read, "POST", BRIDGE + "/sync", Map.of("issue", key)), "sync or admin");
        assertThat(bearer(monitor, "GET", API + "/connections", null).statusCode())
                .isEqualTo(200);
        assertThat(bearer(monitor, "GET", "/actuator/prometheus", null).statusCode())
                .isEqualTo(200);
        assertWants(bearer(monitor, "GET", API + "/events", null), "read or admin");
        assertWants(bearer(monitor, "GET", "/actuator/hawtio/index.html", null), "admin");
        assertThat(bearer(admin, "GET", API + "/users", null).statusCode()).isEqualTo(200);
        assertThat(audit("who=olga").get(0).path("how").asText()).isEqualTo("token 'for Automation'");
    }

    @Test
    void nobodyHandsOutMoreThanTheyMay() {
        assertThat(call("vera", "POST", API + "/tokens", Map.of("name", "x", "scopes", List.of("sync")))
                        .statusCode())
                .isEqualTo(422);
        assertThat(call("olga", "POST", API + "/tokens", Map.of("name", "x", "scopes", List.of("read", "admin")))
                        .body())
                .contains("belongs to an administrator; you are an operator");
        assertThat(call("olga", "POST", API + "/tokens", Map.of("name", "x", "scopes", List.of("write")))
                        .body())
                .contains("'write'");
    }

    @Test
    void aTokenIsToldOnceAndIsGoodUntilItIsRevokedOrPastItsTime() {
        var limited = Visitor.json(call(
                "olga",
                "POST",
                API + "/tokens",
                Map.of(
                        "name",
                        "limited",
                        "scopes",
                        List.of("read"),
                        "expiresAt",
                        clock.instant().plus(Duration.ofDays(1)).toString())));
        var secret = limited.path("token").asText();
        assertThat(bearer(secret, "GET", API + "/events", null).statusCode()).isEqualTo(200);
        var others = token("olga", "revoked", "read");
        var list = basic("olga", PASSWORD, "GET", API + "/tokens");
        var listed = find(Visitor.json(list), "name", "limited");

        assertThat(list.body()).doesNotContain(secret);
        assertThat(listed.path("owner").asText()).isEqualTo("olga");
        assertThat(listed.path("lastUsed").isNull()).isFalse();
        assertThat(basic("vera", PASSWORD, "GET", API + "/tokens").body())
                .as("other people's tokens")
                .doesNotContain("limited");
        assertThat(basic(
                                "vera",
                                PASSWORD,
                                "DELETE",
                                API + "/tokens/" + listed.path("id").asText())
                        .statusCode())
                .isEqualTo(404);
        assertThat(basic("anna", PASSWORD, "GET", API + "/tokens").body()).contains("limited");

        var id = find(Visitor.json(list), "name", "revoked").path("id").asText();
        assertThat(basic("anna", PASSWORD, "DELETE", API + "/tokens/" + id).statusCode())
                .isEqualTo(204);
        assertThat(bearer(others, "GET", API + "/events", null).statusCode()).isEqualTo(401);
        clock.turn(Duration.ofDays(2));
        var past = bearer(secret, "GET", API + "/events", null);
        assertThat(past.statusCode()).isEqualTo(401);
        assertThat(past.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndSoAreTheirTokens() {
        var id = user("dora", "OPERATOR");
        var dora = in("dora");
        var token = token("dora", "hers", "read");
        assertThat(dora.call(acme, "GET", BRIDGE + "/rules/incoming", null, "").statusCode())
                .isEqualTo(200);

        patch(id, Map.of("level", "VIEWER"));
        assertThat(dora.call(acme, "GET", BRIDGE + "/rules/incoming", null, "").statusCode())
                .as("less than before, in the same session")
                .isEqualTo(403);
        patch(id, Map.of("disabled", true));
        assertThat(dora.call(acme, "GET", API + "/node", null, "").statusCode()).isEqualTo(401);
        assertThat(bearer(token, "GET", API + "/events", null).statusCode()).isEqualTo(401);
        assertThat(basic("dora", PASSWORD, "GET", API + "/node").statusCode()).isEqualTo(401);
        patch(id, Map.of("disabled", false));
        assertThat(dora.call(acme, "GET", API + "/node", null, "").statusCode())
                .as("a session that was ended stays ended")
                .isEqualTo(401);
        assertThat(bearer(token, "GET", API + "/events", null).statusCode()).isEqualTo(200);

        assertThat(basic("admin", "admin", "DELETE", API + "/users/" + id).statusCode())
                .isEqualTo(204);
        assertThat(bearer(token, "GET", API + "/events", null).statusCode()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() {
        user("pia", "VIEWER");
        var here = in("pia");
        var elsewhere = in("pia");

        var wrong =
                here.call(acme, "POST", API + "/users/me/password", Map.of("old", "guess", "new", "battery staple"));
        var poor = here.call(acme, "POST", API + "/users/me/password", Map.of("old", PASSWORD, "new", "short"));
        var right =
                here.call(acme, "POST", API + "/users/me/password", Map.of("old", PASSWORD, "new", "battery staple"));

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(Visitor.json(poor).path("detail").asText()).contains("at least 10");
        assertThat(right.statusCode()).as(right.body()).isEqualTo(204);
        assertThat(here.call(acme, "GET", API + "/node", null, "").statusCode()).isEqualTo(200);
        assertThat(elsewhere.call(acme, "GET", API + "/node", null, "").statusCode())
                .isEqualTo(401);
        assertThat(basic("pia", PASSWORD, "GET", API + "/node").statusCode()).isEqualTo(401);
        assertThat(basic("pia", "battery staple", "GET", API + "/node").statusCode())
                .isEqualTo(200);
        assertThat(call("admin", "admin", "POST", API + "/users/me/password", Map.of("old", "admin", "new", "x"))
                        .body())
                .contains("drawbridge.admin.password");
    }

    @Test
    void guessingGetsSlowAndLocksNobodyElseOut() {
        user("gina", "VIEWER");
        for (var guess = 0; guess < 5; guess++)
            assertThat(from("203.0.113.7", "gina", "guess " + guess).statusCode())
                    .isEqualTo(401);

        var refused = from("203.0.113.7", "gina", PASSWORD);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Visitor.json(refused).path("detail").asText()).contains("try again in 1 seconds");
        var visitor = new Visitor();
        var form = Map.of("user", "gina", "password", PASSWORD, "_csrf", visitor.formToken(acme));
        var page = visitor.form(acme, "/login", form, "X-Forwarded-For", "203.0.113.7");
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(page.body()).contains("Too many log-ins have failed");

        assertThat(from("203.0.113.8", "gina", PASSWORD).statusCode())
                .as("from elsewhere")
                .isEqualTo(200);
        assertThat(from("203.0.113.7", "vera", PASSWORD).statusCode())
                .as("somebody else from there")
                .isEqualTo(200);
        clock.turn(Duration.ofSeconds(2));
        assertThat(from("203.0.113.7", "gina", PASSWORD).statusCode()).isEqualTo(200);
        assertThat(audit("who=gina"))
                .filteredOn(entry -> entry.path("what").asText().equals("fails to log in"))
                .hasSize(5)
                .allMatch(entry -> entry.path("object").asText().equals("from 203.0.113.7"));
    }

    @Test
    void theAuditTellsFromAndToAndNoSecret() {
        acme.patch(BRIDGE, Map.of("description", "Before"));
        acme.patch(BRIDGE, Map.of("description", "After", "shareErrors", "full"));
        acme.patch(BRIDGE, Map.of("shareErrors", "some"));
        var id = user("sara", "VIEWER");
        patch(id, Map.of("level", "OPERATOR", "password", "an entirely new one"));
        basic("somebody's password", "guess", "GET", API + "/node");
        var secret = token("sara", "an entirely new one", "told once", "read");

        var changes = audit("connection=bridge&who=admin");
        assertThat(changes.get(0).path("what").asText()).isEqualTo("changes a connection");
        assertThat(changes.get(0).path("how").asText()).isEqualTo("settings");
        assertThat(changes.get(0).path("difference").asText())
                .as("what was refused is not told")
                .contains("description: Before → After")
                .contains("→ full");
        var people = audit("who=admin").stream()
                .filter(entry -> entry.path("object").asText().equals("user sara"))
                .toList();
        assertThat(people.get(0).path("difference").asText())
                .isEqualTo("level: VIEWER → OPERATOR\npassword: (changed)");
        assertThat(audit("who=sara").get(0).path("difference").asText()).contains("scopes: none → [read]");
        assertThat(audit("limit=1000").toString())
                .contains("somebody")
                .doesNotContain("an entirely new one")
                .doesNotContain("somebody's password")
                .doesNotContain(PASSWORD)
                .doesNotContain(secret);
        assertThat(basic("olga", PASSWORD, "GET", API + "/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void theAuditIsReadPageByPage() {
        for (var note : List.of("1", "2", "3")) acme.patch(BRIDGE, Map.of("description", "Page " + note));

        var whole = audit("connection=bridge&limit=1000");
        var read = new ArrayList<String>();
        var cursor = "";
        do {
            var page = acme.get(API + "/audit?connection=bridge&limit=2" + cursor);
            page.path("items").forEach(entry -> read.add(entry.path("id").asText()));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());

        assertThat(read)
                .isEqualTo(
                        whole.stream().map(entry -> entry.path("id").asText()).toList());
        assertThat(acme.get(API + "/audit?from=" + clock.instant().plus(Duration.ofDays(1)))
                        .path("items"))
                .isEmpty();
    }

    @Test
    void pagesMayLoadNothingFromElsewhere() {
        var visitor = in("vera");

        for (var path : List.of("/", "/login", API + "/node")) {
            var headers = visitor.page(acme, path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
        }
        assertThat(acme.answer("GET", "/actuator/hawtio/index.html", null)
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .doesNotContain("default-src 'self'; object-src");
        assertThat(visitor.page(acme, "/login").statusCode())
                .as("who is in is led on")
                .isEqualTo(302);
    }

    @Test
    void jmxIsAnOperatorsAndItsOperationsAreWrittenDown() {
        var stop = Map.of(
                "type",
                "exec",
                "mbean",
                "dev.drawbridge:name=\"bridge\",node=\"Acme\",type=Connection",
                "operation",
                "deactivate");

        assertThat(call("vera", "POST", "/actuator/jolokia", stop).statusCode()).isEqualTo(403);
        assertThat(call("olga", "POST", "/actuator/jolokia", Map.of("type", "version"))
                        .body())
                .contains("\"status\":200");
        assertThat(audit("who=olga"))
                .noneMatch(entry -> entry.path("what").asText().contains("JMX"));
        assertThat(call("olga", "POST", "/actuator/jolokia", stop).body()).contains("\"status\":200");
        var entry = audit("who=olga").get(0);
        assertThat(entry.path("what").asText()).isEqualTo("calls an operation in JMX");
        assertThat(entry.path("object").asText()).contains("deactivate of dev.drawbridge:", "bridge");
        assertThat(basic("olga", PASSWORD, "POST", BRIDGE + "/activate").statusCode())
                .isEqualTo(200);
        for (var path : List.of("/actuator/jolokia/", "/actuator/hawtio/jolokia/"))
            assertThat(basic("olga", PASSWORD, "POST", path, "Origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
        assertThat(acme.answer(
                                "POST",
                                "/actuator/hawtio/jolokia/",
                                "{\"type\":\"version\"}",
                                "Content-Type",
                                "text/plain")
                        .statusCode())
                .as("what a page of another site can send unasked")
                .isEqualTo(415);
    }

    @Test
    void theFirstAdministratorComesWithTheTokenOfTheLog(CapturedOutput log) throws IOException {
        var time = new TurnedClock();
        var gamma = Company.behindFirewall("Gamma", "GAM", folder)
                .without("drawbridge.admin.password")
                .living(time)
                .start();
        try {
            var late = firstToken(log);
            assertThat(new Visitor().page(gamma, "/login").body()).contains("First-start token");
            assertThat(basicAt(gamma, "admin", late, "GET", API + "/node", null).statusCode())
                    .as("the token is no password")
                    .isEqualTo(401);
            assertThat(first(gamma, "guess", "root").statusCode()).isEqualTo(422);
            time.turn(Duration.ofMinutes(61));
            assertThat(first(gamma, late, "root").body()).contains("past its hour");

            gamma.stop();
            gamma.start();
            var token = firstToken(log);
            assertThat(token).isNotEqualTo(late);
            assertThat(location(first(gamma, token, "root"))).endsWith("/login?made");
            assertThat(first(gamma, token, "second").body()).contains("There is an administrator already");
            assertThat(basicAt(gamma, "root", PASSWORD, "GET", API + "/audit", null)
                            .body())
                    .contains("makes the first administrator");
            var id = Visitor.json(basicAt(gamma, "root", PASSWORD, "GET", API + "/users", null))
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            assertThat(basicAt(gamma, "root", PASSWORD, "DELETE", API + "/users/" + id, null)
                            .body())
                    .contains("the last administrator");

            var before = log.getAll().length();
            gamma.stop();
            gamma.start();
            assertThat(log.getAll().substring(before)).doesNotContain("first administrator");
            assertThat(basicAt(gamma, "root", PASSWORD, "GET", API + "/users", null)
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            gamma.close();
        }
    }

    private static HttpResponse<String> first(Company at, String token, String user) {
        return new Visitor()
                .form(
                        at,
                        "/login/first",
                        Map.of("token", token, "user", user, "password", PASSWORD, "again", PASSWORD));
    }

    private static String firstToken(CapturedOutput log) {
        var found = Pattern.compile("with the token (\\S+)").matcher(log.getAll());
        var token = "";
        while (found.find()) token = found.group(1);
        assertThat(token).isNotEmpty();
        return token;
    }

    /** All calls of the API but those under {@code me}, as the node serves them. */
    private List<Map.Entry<String, String>> calls() {
        return acme
                .node()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(info -> info.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> info.getPatternValues().stream()
                                .filter(pattern -> pattern.startsWith(API))
                                .map(pattern -> Map.entry(
                                        HttpMethod.valueOf(method.name()).name(),
                                        pattern.replaceAll("\\{[^}]+}", "00000000-0000-0000-0000-000000000000")))))
                .toList();
    }

    private String user(String name, String level) {
        return acme.post(API + "/users", Map.of("name", name, "password", PASSWORD, "level", level))
                .path("id")
                .asText();
    }

    private void patch(String user, Map<String, ?> change) {
        var answer = call("admin", "admin", "PATCH", API + "/users/" + user, change);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private Visitor in(String user) {
        var visitor = new Visitor();
        assertThat(visitor.logIn(acme, user, PASSWORD).statusCode()).isEqualTo(302);
        return visitor;
    }

    private String token(String user, String name, String scope) {
        return token(user, PASSWORD, name, scope);
    }

    private String token(String user, String password, String name, String scope) {
        var made = call(user, password, "POST", API + "/tokens", Map.of("name", name, "scopes", List.of(scope)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Visitor.json(made).path("token").asText();
    }

    private List<JsonNode> audit(String query) {
        var entries = new ArrayList<JsonNode>();
        acme.get(API + "/audit?" + query).path("items").forEach(entries::add);
        return entries;
    }

    private static JsonNode find(JsonNode list, String field, String value) {
        for (var item : list.path("items")) if (item.path(field).asText().equals(value)) return item;
        throw new AssertionError("No " + value + " in " + list);
    }

    private static void assertWants(HttpResponse<String> answer, String scopes) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(Visitor.json(answer).path("detail").asText()).contains("the scope " + scopes + ";");
    }

    private HttpResponse<String> save(String user, String tag, String rule) {
        return new Visitor()
                .send(request(acme, user, PASSWORD, BRIDGE + "/rules/outgoing")
                        .header("Content-Type", "text/x-groovy")
                        .header("If-Match", tag)
                        .PUT(HttpRequest.BodyPublishers.ofString(rule)));
    }

    private HttpResponse<String> from(String address, String user, String password) {
        return new Visitor().send(request(acme, user, password, API + "/node").header("X-Forwarded-For", address));
    }

    private HttpResponse<String> basic(String user, String password, String method, String path, String... headers) {
        var request = request(acme, user, password, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) request.headers(headers);
        return new Visitor().send(request);
    }

    private HttpResponse<String> call(String user, String method, String path, Map<String, ?> body) {
        return call(user, PASSWORD, method, path, body);
    }

    private HttpResponse<String> call(String user, String password, String method, String path, Map<String, ?> body) {
        return basicAt(acme, user, password, method, path, body);
    }

    private static HttpResponse<String> basicAt(
            Company at, String user, String password, String method, String path, @Nullable Map<String, ?> body) {
        return new Visitor()
                .send(request(at, user, password, path)
                        .header("Content-Type", "application/json")
                        .method(method, publisher(body)));
    }

    private HttpResponse<String> bearer(String token, String method, String path, @Nullable Map<String, ?> body) {
        return new Visitor()
                .send(HttpRequest.newBuilder(URI.create(acme.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, publisher(body)));
    }

    private static HttpRequest.BodyPublisher publisher(@Nullable Map<String, ?> body) {
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString());
    }

    private static HttpRequest.Builder request(Company at, String user, String password, String path) {
        var login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(at.url() + path)).header("Authorization", "Basic " + login);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none: " + answer.statusCode() + " " + answer.body());
    }

    /** Name and value, as they are sent. */
    private static String cookie(Visitor visitor, String name) {
        return visitor.cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().matches(name))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .findFirst()
                .orElse("");
    }
}
