package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.drawbridge.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page of a connection and its rules, in a real browser: Acme publishes by hand, at Beta a saved rule is used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RulesPagesIT {
    private static final String API = "/api/v1/connections/bridge";

    private Path folder;
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private Chromium chromium;
    private Console console;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        setDefaultAssertionTimeout(10_000);
        this.folder = folder;
        acme = Company.reachable("Acme", "ACM", folder)
                .with("drawbridge.rules.publish", "manual")
                .start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        Company.connect(acme, beta, "BASIC", "basic");
        chromium = Chromium.start();
    }

    @BeforeEach
    void logIn() {
        console = Console.loggedIn(chromium.browser(), beta, "admin", "admin");
    }

    @AfterEach
    void nothingWentWrong() {
        console.requireNothingWrong();
        console.close();
    }

    @AfterAll
    void stop() {
        if (chromium != null) chromium.close();
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aRuleIsEditedPublishedAndRolledBackAndAnErrorStandsAtItsLine() {
        console.open("/connections/bridge?tab=rules");
        var outgoing = console.region("Outgoing sync");
        var before = text(outgoing);
        var lines = before.split("\n", -1).length;

        append(outgoing, "\nreplica.broken = (");
        console.button(outgoing, "Publish").click();
        assertThat(outgoing.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .containsText(Pattern.compile("Line \\d+: "));
        assertThat(outgoing.locator(".wrong-line")).hasCount(1);
        assertThat(outgoing.locator(".wrong-sentence")).isVisible();
        assertThat(beta.text(API + "/rules/outgoing")).isEqualTo(before);

        set(outgoing, before + "\nreplica.myMark = \"by the console\"\n");
        assertThat(outgoing.locator(".wrong-line")).hasCount(0);
        console.button(outgoing, "Publish").click();
        assertThat(console.page.locator("#said")).containsText("Published: version");
        assertThat(beta.text(API + "/rules/outgoing")).contains("myMark");
        var versions = beta.get(API + "/rules/outgoing/versions").path("items");
        assertThat(versions.path(0).path("author").asText()).isEqualTo("admin");
        assertThat(versions.path(0).path("inUse").asBoolean()).isTrue();
        assertThat(versions.path(versions.size() - 1).path("author").isNull()).isTrue();

        outgoing.getByText("Versions", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(outgoing.locator("[data-versions] tbody tr").first()).containsText("In use");
        outgoing.locator("[data-versions] tbody tr")
                .first()
                .getByText("Show the difference")
                .click();
        assertThat(outgoing.locator("[data-difference] .added").last()).containsText("myMark");
        console.pictures("rules");
        outgoing.locator("[data-versions] tbody tr")
                .nth(1)
                .getByText("Roll back")
                .click();
        console.button("Roll back").click();
        assertThat(console.page.locator("#said")).containsText("Rolled back: version");
        assertThat(beta.text(API + "/rules/outgoing")).isEqualTo(before);
        assertThat(text(outgoing)).isEqualTo(before);
        assertThat(lines).isGreaterThan(1);
    }

    @Test
    void aFileThatChangedOnDiskMeanwhileIsNotOverwrittenAndBothTextsAreShown() throws IOException {
        console.open("/connections/bridge?tab=rules");
        var incoming = console.region("Incoming sync");
        var before = text(incoming);
        set(incoming, before + "\n// mine\n");
        var file = folder.resolve("Beta/sync-rules/bridge/incoming.groovy");
        Files.writeString(file, before + "\n// on disk\n");

        console.button(incoming, "Publish").click();
        assertThat(incoming.locator("[data-conflict]")).isVisible();
        assertThat(incoming.locator("[data-on-disk]")).containsText("// on disk");
        assertThat(text(incoming)).contains("// mine");
        assertThat(Files.readString(file)).contains("// on disk").doesNotContain("// mine");

        console.button(incoming, "Keep mine").click();
        console.button(incoming, "Publish").click();
        assertThat(console.page.locator("#said")).containsText("Published");
        assertThat(Files.readString(file)).contains("// mine");

        Files.writeString(file, before);
        assertThat(incoming.locator("[data-conflict]")).isVisible();
        console.button(incoming, "Take the text on disk").click();
        assertThat(text(incoming)).isEqualTo(before);
    }

    @Test
    void whatIsChangedOnDiskWaitsForPublishWhereThatIsWantedAlsoOverARestart() throws IOException {
        var file = folder.resolve("Acme/sync-rules/bridge/outgoing.groovy");
        var before = Files.readString(file);
        var state = acme.get(API + "/rules");
        assertThat(state.path("publish").asText()).isEqualTo("manual");
        var inUse = state.path("inUse").asText();
        Files.writeString(file, before + "\nreplica.unseen = 1\n");
        acme.stop();
        acme.start();
        var key = acme.jira.createIssue("ada", "ACM", "Task", "Before", Map.of());
        assertThat(acme.get(API + "/rules").path("inUse").asText()).isEqualTo(inUse);
        assertThat(acme.get(API + "/rules").path("changed").asBoolean()).isTrue();
        assertThat(tried(key)).doesNotContain("unseen");

        try (var atAcme = Console.loggedIn(chromium.browser(), acme, "admin", "admin")) {
            atAcme.open("/rules");
            assertThat(atAcme.region("Rules on disk")).containsText("Changed, not published");
            atAcme.pictures("all-rules");
            atAcme.open("/connections/bridge?tab=rules");
            assertThat(atAcme.page.locator("#rules-changed")).isVisible();
            atAcme.button(atAcme.region("Outgoing sync"), "Publish").click();
            assertThat(atAcme.page.locator("#said")).containsText("Published");
            assertThat(atAcme.page.locator("#rules-changed")).isHidden();
            atAcme.requireNothingWrong();
        }
        assertThat(tried(key)).contains("unseen");
        assertThat(acme.get(API + "/rules/outgoing/versions")
                        .path("items")
                        .path(0)
                        .path("author")
                        .isNull())
                .isTrue();
    }

    @Test
    void aTextIsTriedBeforeItIsSavedAndNothingIsWritten() {
        var key = beta.jira.createIssue("ada", "BET", "Task", "Try me", Map.of());
        console.open("/connections/bridge?tab=rules");
        var outgoing = console.region("Outgoing sync");
        append(outgoing, "\nreplica.tried = \"only\"\n");
        outgoing.getByText("Try it").click();
        outgoing.getByLabel("Issue to try on").fill(key);
        console.button(outgoing, "Try on an issue").click();
        assertThat(outgoing.locator("[data-tried]")).containsText("\"tried\": \"only\"");
        assertThat(beta.text(API + "/rules/outgoing")).doesNotContain("tried");
        assertThat(beta.state(key)).isEqualTo("NOT_UNDER_SYNC");

        var incoming = console.region("Incoming sync");
        incoming.getByText("Try it").click();
        incoming.getByLabel("Replica").fill("{\"summary\":\"From there\",\"type\":{\"name\":\"Task\"}}");
        console.button(incoming, "Try on an issue").click();
        assertThat(incoming.locator("[data-tried]")).containsText("From there");
        assertThat(incoming.locator("[data-tried]")).containsText("create issue");
        console.pictures("tried");
        incoming.getByLabel("Replica").fill("{no json");
        console.button(incoming, "Try on an issue").click();
        assertThat(incoming.locator("[data-problem-of=replica]")).containsText("no JSON");
        set(outgoing, text(outgoing).replace("\nreplica.tried = \"only\"\n", ""));
    }

    @Test
    void theKeyboardAloneIsEnoughAndHelpersFieldsAndBindingsAreCompleted() {
        console.open("/connections/bridge?tab=info");
        console.tab("Rules").focus();
        console.page.keyboard().press("Enter");
        console.page.waitForURL(Pattern.compile(".*tab=rules"));
        var outgoing = console.region("Outgoing sync");
        var before = text(outgoing);
        var input = outgoing.getByRole(com.microsoft.playwright.options.AriaRole.TEXTBOX)
                .first();
        assertThat(input).hasAccessibleName("Outgoing sync");
        tabUntil("document.activeElement.closest('[data-rule=outgoing] .CodeMirror') !== null");
        var keyboard = console.page.keyboard();
        keyboard.press("Control+End");
        keyboard.press("Enter");
        keyboard.type("nodeHel");
        keyboard.press("Control+Space");
        assertThat(console.page.locator(".CodeMirror-hint")).hasText(new String[] {"nodeHelper"});
        keyboard.press("Enter");
        keyboard.type(".getIssueT");
        assertThat(console.page.locator(".CodeMirror-hints")).isVisible();
        keyboard.press("Escape");
        keyboard.press("Escape");
        set(outgoing, before);
        keyboard.press("Control+End");
        keyboard.type("\n// typed by keyboard alone");
        keyboard.press("Tab");
        tabUntil("document.activeElement.matches('[data-rule=outgoing] [data-publish]')");
        keyboard.press("Enter");
        assertThat(console.page.locator("#said")).containsText("Published");
        assertThat(beta.text(API + "/rules/outgoing")).contains("typed by keyboard alone");

        var names = beta.get(API + "/rules/incoming/completion");
        assertThat(names.path("bindings").has("firstSync")).isTrue();
        assertThat(names.path("bindings").path("commentHelper").toString()).contains("mergeComments(");
        assertThat(names.path("issueKeys").toString()).contains("summary", "labels", "comments");
        assertThat(beta.get(API + "/rules/outgoing/completion").path("bindings").has("firstSync"))
                .isFalse();
    }

    @Test
    void byTheKeyboardAloneARuleIsWrittenWithMembersOfHelpersNamesOfThisJiraAndLocalVariables() throws IOException {
        Files.createDirectories(folder.resolve("Beta/sync-rules/bridge/lib"));
        Files.writeString(
                folder.resolve("Beta/sync-rules/bridge/lib/Mapping.groovy"),
                "class Mapping { static String theirs(String ours) { ours } }\n");
        soon(
                "the external script in use",
                () -> !beta.get(API + "/rules").path("changed").asBoolean());
        console.open("/connections/bridge?tab=rules");
        var outgoing = console.region("Outgoing sync");
        var before = text(outgoing);
        tabUntil("document.activeElement.closest('[data-rule=outgoing] .CodeMirror') !== null");
        var keyboard = console.page.keyboard();
        keyboard.press("Control+End");
        keyboard.press("Enter");

        complete("def urgent = nodeHelper.getPri", "getPriority(Object name): BasicHubPriority");
        complete("\"Highe", "Highest");
        complete(")\nurg", "urgent");
        complete(".na", "name: String");
        complete("\nreplica.myStatus = issue.status.name == \"In P", "In Progress");
        complete("\nissue.comments.each { it.bo", "body");
        complete(" }\nreplica.mapped = Mapping.th", "theirs(String ours): String");
        keyboard.type("issue.key)\n");
        assertThat(text(outgoing))
                .isEqualTo(
                        before + "\n"
                                + """
                        def urgent = nodeHelper.getPriority("Highest")
                        urgent.name
                        replica.myStatus = issue.status.name == "In Progress"
                        issue.comments.each { it.body }
                        replica.mapped = Mapping.theirs(issue.key)
                        """);
        keyboard.press("Tab");
        tabUntil("document.activeElement.matches('[data-rule=outgoing] [data-publish]')");
        keyboard.press("Enter");
        assertThat(console.page.locator("#said")).containsText("Published");
        set(outgoing, before);
        console.button(outgoing, "Publish").click();
        soon("the rule as before", () -> beta.text(API + "/rules/outgoing").equals(before));
    }

    /** Types, asks, and takes the one thing that is offered then. */
    private void complete(String typed, String offered) {
        console.page.keyboard().type(typed);
        console.page.keyboard().press("Control+Space");
        assertThat(console.page.locator(".CodeMirror-hint")).hasText(new String[] {offered});
        console.page.keyboard().press("Enter");
        assertThat(console.page.locator(".CodeMirror-hints")).hasCount(0);
    }

    @Test
    void rulesOfABasicConnectionAreShownButCannotBeEdited() {
        console.open("/connections/basic?tab=rules");
        assertThat(console.page.getByText("cannot be edited")).isVisible();
        assertThat(console.button("Publish")).hasCount(0);
        assertThat(text(console.region("Outgoing sync"))).contains("replica.");
        assertThat(beta.answer(
                                "PUT",
                                "/api/v1/connections/basic/rules/outgoing",
                                "return",
                                "Content-Type",
                                "text/x-groovy",
                                "If-Match",
                                etag("basic"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void theInfoTestsTheConnectionAndSyncsAnIssue() {
        var key = beta.jira.createIssue("ada", "BET", "Task", "From the page", Map.of());
        console.open("/connections/bridge");
        assertThat(console.page.locator("dl.facts").first()).containsText("Active");
        console.button("Test connection").click();
        assertThat(console.page.locator("#test")).containsText("answers");
        console.page
                .getByLabel("Issue", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                .fill(key);
        console.button("Sync an issue").click();
        assertThat(console.page.locator("#said")).containsText("being put under sync");
        soon(key + " under sync", () -> beta.state(key).startsWith("SYNCHRONIZED"));
        console.pictures("info");
        console.open("/connections/bridge?tab=statistics");
        assertThat(console.page.locator("#live")).containsText("issues under sync");
        console.open("/connections/bridge?tab=triggers");
        assertThat(console.page.getByText("No trigger yet")).isVisible();
    }

    @Test
    void aSettingThatIsSavedIsInForceAndOfTwoPeopleTheLaterIsTold() {
        var shared = acme.jira.createIssue("ada", "ACM", "Task", "Heads", Map.of());
        var twin = bridge.share(acme, shared);
        console.open("/connections/bridge?tab=advanced");
        console.page.getByLabel("Header of comments").fill("_{name} says:_");
        console.page.getByLabel("Retention").fill("3d");
        console.button("Save").click();
        assertThat(console.page.locator("#said")).containsText("Saved");
        var settings = beta.get(API).path("settings");
        assertThat(settings.path("commentHeader").asText()).isEqualTo("_{name} says:_");
        assertThat(settings.path("retention").toString()).contains("PT72H");
        acme.jira.comment("grace", shared, "Hear me");
        soon("the comment under the new header", () -> beta.jira.commentBodies(twin).stream()
                .anyMatch(body -> body.contains("_Grace Hopper says:_") && body.contains("Hear me")));

        beta.patch(API, Map.of("shareErrors", "none"));
        console.page.getByLabel("Retention").fill("5d");
        console.button("Save").click();
        assertThat(console.page.locator("#problem")).containsText("Somebody has changed the connection");
        assertThat(console.page.locator("#problem")).containsText("shareErrors \"none\"");
        assertThat(console.page.locator("#problem")).containsText("retention 3 days");
        assertThat(console.page.locator("#problem")).not().containsText("PT72H");
        assertThat(beta.get(API).path("settings").path("shareErrors").asText()).isEqualTo("none");
        assertThat(beta.get(API).path("settings").path("retention").toString()).contains("PT72H");
        console.pictures("advanced");
        console.page.reload();
        console.page.getByLabel("Retention").fill("soon");
        console.button("Save").click();
        assertThat(console.page.locator("[data-problem-of=retention]")).containsText("duration");
    }

    @Test
    void theTwinIsShownInJiraAsTheAdvancedSettingsSayAndAFieldThatCannotTakeItsKeyIsSaidBesideIt() {
        var field = beta.jira.administration().field("Key at Acme", "textfield");
        beta.jira.administration().field("Gravity", "select", "High");
        console.open("/connections/bridge?tab=advanced");
        var link = console.page.getByLabel("Issues show a remote link to their twin");
        var key = console.page.getByLabel("Remote key field");
        assertThat(link).not().isChecked();
        assertThat(key).hasValue("");

        link.check();
        key.fill("Key at Acme");
        console.button("Save").click();
        assertThat(console.page.locator("#said")).containsText("Saved");
        console.page.reload();
        assertThat(link).isChecked();
        assertThat(key).hasValue("Key at Acme");
        var issue = acme.jira.createIssue("ada", "ACM", "Task", "Shown there", Map.of());
        var twin = bridge.share(acme, issue);
        soon("the link", () -> beta.jira.remoteLinkTitles(twin).contains(issue));
        soon("the key", () -> Bridge.text(beta, twin, field).equals(issue));

        for (var wrong : Map.of("Kee at Acme", "There is no custom field", "Gravity", "takes no text")
                .entrySet()) {
            key.fill(wrong.getKey());
            console.button("Save").click();
            assertThat(console.page.locator("[data-problem-of=remoteKeyField]")).containsText(wrong.getValue());
            assertThat(beta.get(API).path("settings").path("remoteKeyField").asText())
                    .isEqualTo("Key at Acme");
        }
        link.uncheck();
        key.fill("");
        console.button("Save").click();
        assertThat(console.page.locator("#said")).containsText("Saved");
        assertThat(beta.get(API).path("settings").path("remoteLink").asBoolean())
                .isFalse();
        assertThat(beta.get(API).path("settings").path("remoteKeyField").isNull())
                .isTrue();
    }

    private String tried(String key) {
        return acme.post(API + "/try", Map.of("direction", "outgoing", "issue", key))
                .toString();
    }

    private String etag(String connection) {
        return beta.answer("GET", "/api/v1/connections/" + connection + "/rules/outgoing", null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private void tabUntil(String where) {
        for (var presses = 0; presses < 60; presses++) {
            if ((boolean) console.page.evaluate(where)) return;
            console.page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not lead there: " + where);
    }

    private static String text(Locator rule) {
        return (String) rule.locator(".CodeMirror").evaluate("editor => editor.CodeMirror.getValue()");
    }

    private static void set(Locator rule, String text) {
        rule.locator(".CodeMirror").evaluate("(editor, text) => editor.CodeMirror.setValue(text)", text);
    }

    private static void append(Locator rule, String text) {
        set(rule, text(rule) + text);
    }
}
