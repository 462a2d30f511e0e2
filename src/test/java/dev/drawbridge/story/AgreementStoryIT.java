package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.Chromium;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What two companies agreed on with the invitation, they agree on anew: who wins conflicts, and by which keys they know each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AgreementStoryIT {
    private static final String BRIDGE = "/api/v1/connections/bridge";

    private final TurnedClock clock = new TurnedClock();
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).living(clock).start();
        beta = Company.behindFirewall("Beta", "BET", folder).living(clock).start();
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
    }

    @AfterEach
    void acmeWins() {
        for (var company : List.of(acme, beta)) bridge.patch(company, Map.of("winner", "Acme"));
        soon("Acme wins", () -> winner(acme).equals("Acme") && winner(beta).equals("Acme"));
        soon(
                "nothing is proposed",
                () -> proposal(acme).isNull() && proposal(beta).isNull());
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void anotherWinnerIsInForceWhenBothSidesWantIt() {
        var key = issue("Contested");
        var twin = bridge.share(acme, key);

        var proposed = acme.patch(BRIDGE, Map.of("winner", "Beta"));
        assertThat(proposed.path("winner").asText()).isEqualTo("Acme");
        assertThat(proposed.path("winnerProposal").path("winner").asText()).isEqualTo("Beta");
        assertThat(proposed.path("winnerProposal").path("side").asText()).isEqualTo("LOCAL");
        soon("Beta hears of it", () -> proposal(beta).path("side").asText().equals("REMOTE"));
        assertThat(winner(beta)).isEqualTo("Acme");
        contested(key, twin, "first", "Acme");

        bridge.patch(beta, Map.of("winner", "Beta"));
        soon("both know", () -> winner(acme).equals("Beta") && winner(beta).equals("Beta"));
        assertThat(proposal(acme).isNull()).isTrue();
        assertThat(proposal(beta).isNull()).isTrue();
        contested(key, twin, "second", "Beta");
    }

    @Test
    void aProposalIsTakenBack() {
        bridge.patch(acme, Map.of("winner", "Beta"));
        soon("Beta hears of it", () -> !proposal(beta).isNull());

        bridge.patch(acme, Map.of("winner", "Acme"));
        soon("Beta hears of that, too", () -> proposal(beta).isNull());
        assertThat(winner(beta)).isEqualTo("Acme");
    }

    @Test
    void editsThatCrossWhileTheWinnerChangesEndEqual() {
        var keys = List.of(issue("One"), issue("Two"), issue("Three"));
        var twins = keys.stream().map(key -> bridge.share(acme, key)).toList();
        for (var round = 0; round < 4; round++) {
            var now = round;
            keys.parallelStream().forEach(key -> {
                acme.jira.edit("ada", key, Map.of("summary", key + " by Acme " + now));
                beta.jira.edit("grace", twins.get(keys.indexOf(key)), Map.of("summary", key + " by Beta " + now));
            });
            var other = winner(acme).equals("Acme") ? "Beta" : "Acme";
            List.of(acme, beta).parallelStream().forEach(side -> bridge.patch(side, Map.of("winner", other)));
            soon(
                    "the other one wins",
                    () -> winner(acme).equals(other) && winner(beta).equals(other));
            for (var key : keys) {
                var twin = twins.get(keys.indexOf(key));
                soon(key + " is one", () -> text(acme, key, "summary").equals(text(beta, twin, "summary")));
            }
        }
        for (var key : keys) {
            bridge.mark(acme, key, "after all");
            bridge.quiet(key);
            var twin = twins.get(keys.indexOf(key));
            soon(key + " rests", () -> text(acme, key, "summary").equals(text(beta, twin, "summary")));
        }
    }

    @Test
    void nobodyIsMadeToAgree() {
        var claim = JsonNodeFactory.instance.objectNode().put("paused", false);
        claim.putObject("agreement").put("term", term(beta) + 1).put("proposes", true);
        new Forger(acme, "bridge").sends(Kind.CONFIG, UUID.randomUUID(), event -> event.details(claim));
        var key = issue("After the claim");
        var twin = bridge.share(acme, key);
        bridge.mark(beta, twin, "heard");

        assertThat(winner(beta)).isEqualTo("Acme");
    }

    @Test
    void onlyOneOfTheTwoCanWin() {
        var refused = acme.answer("PATCH", BRIDGE, "{\"winner\":\"Gamma\"}", "Content-Type", "application/json");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("'Acme' or 'Beta', not 'Gamma'");
    }

    @Test
    void eitherSideChangesItsKeysAndTheSyncGoesOn() {
        var key = issue("Signed anew");
        var twin = bridge.share(acme, key);
        for (var side : List.of(beta, acme)) {
            var before = fingerprint(side);
            var other = bridge.far(side);
            assertThat(fingerprint(other)).isEqualTo(before);

            side.post(BRIDGE + "/keys", Map.of());
            soon("in use", () -> !changing(side) && !fingerprint(side).equals(before));
            soon("on both sides", () -> fingerprint(other).equals(fingerprint(side)));

            bridge.mark(acme, key, "there under the keys of " + side.name);
            bridge.mark(beta, twin, "and back under the keys of " + side.name);
        }

        clock.turn(Duration.ofDays(8));
        bridge.mark(acme, key, "there without the former ones");
        bridge.mark(beta, twin, "and back without the former ones");
        for (var side : List.of(acme, beta)) assertThat(good(side)).hasSize(1);
    }

    @Test
    void newKeysWaitForAPartnerWhoIsAway() {
        var before = fingerprint(acme);
        beta.stop();
        try {
            assertThat(acme.post(BRIDGE + "/keys", Map.of())
                            .path("keys")
                            .path("changing")
                            .asBoolean())
                    .isTrue();
            var again = acme.answer("POST", BRIDGE + "/keys", null);
            assertThat(again.statusCode()).isEqualTo(409);
            assertThat(again.body()).contains("the partner has not taken them yet");
            assertThat(fingerprint(acme)).isEqualTo(before);
            acme.stop();
            acme.start();
            assertThat(changing(acme)).isTrue();
        } finally {
            beta.start();
        }

        soon("in use", () -> !changing(acme) && fingerprint(acme).equals(fingerprint(beta)));
        assertThat(fingerprint(acme)).isNotEqualTo(before);
        assertThat(good(beta))
                .as("what the former key signs is taken for a week")
                .hasSize(2);
        bridge.share(acme, issue("Under the new keys"));
    }

    @Test
    void aPersonDoesBothOnThePageOfTheConnection() {
        try (var chromium = Chromium.start();
                var window = Window.of(chromium.browser(), beta)) {
            bridge.patch(acme, Map.of("winner", "Beta"));
            soon("Beta hears of it", () -> !proposal(beta).isNull());
            window.go("/connections/bridge?tab=advanced");
            assertThat(window.page.getByText("The other side proposes Beta: choose it to agree."))
                    .isVisible();
            window.field("Winner of conflicts").selectOption("Beta");
            window.button("Save").click();
            soon("agreed", () -> winner(acme).equals("Beta") && winner(beta).equals("Beta"));

            var before = fingerprint(beta);
            window.go("/connections/bridge?tab=advanced");
            window.button("Change the keys").click();
            window.page
                    .getByRole(com.microsoft.playwright.options.AriaRole.DIALOG)
                    .getByText("Change the keys")
                    .last()
                    .click();
            soon("other keys", () -> !changing(beta) && !fingerprint(beta).equals(before));
            window.go("/connections/bridge?tab=advanced");
            assertThat(window.page.locator("section[aria-labelledby=keys] code"))
                    .hasText(fingerprint(beta));
        }
    }

    /** Both edit while neither hears of the other. */
    private void contested(String key, String twin, String word, String winner) {
        bridge.quiet(key);
        beta.post(BRIDGE + "/deactivate", Map.of());
        soon(
                "Acme waits",
                () -> bridge.connection(acme).path("condition").asText().equals("DEACTIVATED_THERE"));
        acme.jira.edit("ada", key, Map.of("summary", word + " by Acme"));
        beta.jira.edit("grace", twin, Map.of("summary", word + " by Beta"));
        for (var side : List.of(acme, beta))
            soon("queued", () -> bridge.connection(side).path("outbox").asInt() > 0);
        beta.post(BRIDGE + "/activate", Map.of());
        soon(
                winner + " wins",
                () -> text(acme, key, "summary").equals(word + " by " + winner)
                        && text(beta, twin, "summary").equals(word + " by " + winner));
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }

    private String winner(Company side) {
        return bridge.connection(side).path("winner").asText();
    }

    private JsonNode proposal(Company side) {
        return bridge.connection(side).path("winnerProposal");
    }

    private String fingerprint(Company side) {
        return bridge.connection(side).path("fingerprint").asText();
    }

    private boolean changing(Company side) {
        return bridge.connection(side).path("keys").path("changing").asBoolean();
    }

    private int term(Company side) {
        return side.node()
                .getBean(Connections.class)
                .named("bridge")
                .orElseThrow()
                .agreement()
                .term();
    }

    /** The partner's keys that are taken at this moment. */
    private Map<String, String> good(Company side) {
        return side.node()
                .getBean(Connections.class)
                .named("bridge")
                .orElseThrow()
                .peerSigningKeys(clock.instant());
    }
}
