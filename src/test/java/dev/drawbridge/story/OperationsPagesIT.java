package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.drawbridge.Chromium;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The daily work of Beta's and Acme's operators, in a real browser: errors, what is held, queues, issues and triggers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OperationsPagesIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final List<String> complaints = new ArrayList<>();
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private Chromium chromium;
    private BrowserContext admin;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
        bridge.add(
                beta,
                "incoming",
                """
                if (replica.summary?.startsWith("Needs ")) {
                    def needed = replica.summary.tokenize(" ,")[1]
                    if (!nodeHelper.getPriority(needed))
                        throw new IllegalStateException("There is no priority '${needed}' here.")
                }
                """);
        chromium = Chromium.start();
        setDefaultAssertionTimeout(20_000);
        admin = context(new Browser.NewContextOptions().setViewportSize(1280, 900));
        logIn(admin, acme, "admin", "admin");
        logIn(admin, beta, "admin", "admin");
    }

    @AfterAll
    void stop() {
        if (chromium != null) chromium.close();
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @AfterEach
    void nothingWasRefusedByTheBrowser() {
        admin.pages().forEach(Page::close);
        assertThat(complaints).isEmpty();
    }

    @Test
    void anErrorSaysWhatAndWhereAndIsOverAfterTheRuleIsMended() throws IOException {
        var before = beta.text("/api/v1/connections/bridge/rules/incoming");
        bridge.add(
                beta,
                "incoming",
                "if (replica.summary == 'Broken <b>') throw new IllegalStateException('The gate is stuck.')");
        var key = issue("Broken <b>");
        sync(key);
        soon("the error", () -> bridge.state(beta, key).equals("ERROR"));

        var page = open(beta, "/errors");
        link(page, "bridge/incoming.groovy", "The gate is stuck").click();

        for (var label : List.of("Impact", "Connection", "Error Type", "Error Detail Message", "Error Stack Trace"))
            assertThat(page.getByText(label, new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
        assertThat(page.locator("dl.facts")).containsText("Issue");
        assertThat(page.locator("pre.source .here")).containsText("The gate is stuck.");
        assertThat(page.locator("#live")).containsText("nothing waits behind it");
        acme.jira.edit("ada", key, Map.of("description", "Once more"));
        shoot(page, "error");
        var files = bundle(page);
        assertThat(files.keySet())
                .contains(
                        "error.json", "timeline.json", "health.json", "versions.json", "rules/bridge/incoming.groovy");
        assertThat(files.get("error.json")).contains("The gate is stuck.");
        assertThat(files.get("rules/bridge/incoming.groovy")).contains("The gate is stuck.");
        assertThat(files.get("versions.json")).contains("\"java\"").contains("drawbridge");
        assertThat(String.join("\n", files.values()))
                .doesNotContain("admin:admin", "\"secret\"", "signingKey", "PRIVATE KEY", "Once more");

        beta.rule("bridge", "incoming", before);

        assertThat(page.locator("#live")).containsText("This error is over");
        soon("applied", () -> bridge.state(beta, bridge.twin(acme, key)).startsWith("SYNCHRONIZED"));
    }

    /** No mouse: only Tab, Enter and what the browser says is in focus. */
    @Test
    void anErrorIsFoundAndTriedAgainByKeyboardAlone() {
        var one = issue("Needs Urgent, one");
        var other = issue("Needs Urgent, two");
        sync(one);
        sync(other);
        soon(
                "both held back",
                () -> bridge.state(beta, one).equals("ERROR")
                        && bridge.state(beta, other).equals("ERROR"));
        var page = open(beta, "/errors");
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("2 of this cause");
        shoot(page, "errors");

        tabTo(page, "There is no priority");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/errors/[0-9a-f-]{36}"));
        tabTo(page, "Retry");
        page.keyboard().press("Enter");
        assertThat(page.locator("#said")).hasText("It is tried again.");
        assertThat(page.locator("#live")).containsText("2 attempts");
        assertThat(bridge.state(beta, one)).as("nothing was mended yet").isNotEqualTo("SYNCHRONIZED");

        beta.jira.administration().priority("Urgent");
        tabTo(page, "Retry all like this");
        page.keyboard().press("Enter");
        soon("both made", () -> List.of(one, other).stream()
                .allMatch(key -> bridge.state(acme, key).equals("SYNCHRONIZED")));
        assertThat(page.locator("#live")).containsText("This error is over");
        tabTo(page, "All errors");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("Errors").setExact(true)))
                .isVisible();
    }

    @Test
    void whatTheOtherSideCouldNotApplyIsListedHereAsTheirs() throws IOException {
        var before = beta.text("/api/v1/connections/bridge/rules/incoming");
        bridge.add(
                beta, "incoming", "if (replica.summary == 'Only theirs') throw new IllegalStateException('Theirs.')");
        var key = issue("Only theirs");
        sync(key);
        soon("told", () -> bridge.state(acme, key).equals("REMOTE_ERROR"));

        var page = open(acme, "/errors");
        assertThat(page.locator("tr", new Page.LocatorOptions().setHasText(key)))
                .containsText("on the other side");
        var error = errors(acme).stream()
                .filter(one -> one.path("issue").asText().equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(error.path("side").asText()).isEqualTo("REMOTE");
        var refused = acme.answer("POST", "/api/v1/errors/" + error.path("id").asText() + "/retry", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("on the other side");

        beta.rule("bridge", "incoming", before);
        soon("over", () -> errors(acme).stream()
                .noneMatch(one -> one.path("issue").asText().equals(key)));
    }

    @Test
    void aWarningNamesTheLineThatWantedIt() throws IOException {
        var before = beta.text("/api/v1/connections/bridge/rules/incoming");
        bridge.add(beta, "incoming", "if (replica.summary == 'Odd') issue.labels = ['two words']");
        var line =
                beta.text("/api/v1/connections/bridge/rules/incoming").lines().toList();
        var key = issue("Odd");
        var twin = bridge.share(acme, key);

        soon("the warning", () -> !bridge.warning(beta, twin, "labels").isMissingNode());
        var warning = errors(beta).stream()
                .filter(one -> one.path("issue").asText().equals(twin))
                .findFirst()
                .orElseThrow();

        assertThat(warning.path("at").path("file").asText()).isEqualTo("bridge/incoming.groovy");
        assertThat(line.get(warning.path("at").path("line").asInt() - 1)).contains("two words");
        var page = open(beta, "/errors?impact=Warning");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(twin))
                .first()
                .click();
        assertThat(page.locator("pre.source .here")).containsText("two words");
        assertThat(bridge.view(beta, twin).path("why").asText())
                .isEqualTo("Not applied here: labels; the rest is in sync.");
        beta.rule("bridge", "incoming", before);
    }

    @Test
    void whatIsHeldGoesOnWhenItIsApproved() {
        var ours = issue("Proposed");
        var theirs = beta.jira.createIssue("ada", "BET", "Task", "Proposed to", Map.of());
        acme.post("/api/v1/connections/bridge/connect", Map.of("local", ours, "remote", theirs));
        soon("held", () -> !beta.get("/api/v1/held").path("items").isEmpty());
        assertThat(bridge.state(acme, ours)).isEqualTo("CONNECTING");

        var page = open(beta, "/errors");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Held (1)"))
                .click();
        var row = page.locator("tbody tr", new Page.LocatorOptions().setHasText(theirs));
        assertThat(row).containsText("Connect issues");
        shoot(page, "held");
        row.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Approve").setExact(true))
                .click();

        assertThat(page.locator("#live")).containsText("Nothing is held");
        soon("connected", () -> bridge.state(acme, ours).equals("SYNCHRONIZED"));
    }

    @Test
    void aTriggerIsMadeCheckedAndDoneInBulkWithProgress() {
        for (var number = 1; number <= 3; number++)
            acme.jira.createIssue("ada", "ACM", "Task", "Of many " + number, Map.of("labels", List.of("many")));
        var page = open(acme, "/triggers");
        button(page, "Create Trigger").click();
        page.getByLabel("Entity type").selectOption("Issue");
        var jql = page.getByLabel("If", new Page.GetByLabelOptions().setExact(true));
        jql.pressSequentially("labels = many AND nonsense");
        assertThat(page.locator("[data-problem-of=jql]")).isVisible();
        assertThat(page.locator("#matching")).hasText("");
        jql.fill("labels = many");
        assertThat(page.locator("#matching")).hasText("3 issues match now.");
        assertThat(page.locator("[data-problem-of=jql]")).isHidden();
        page.getByLabel("Then sync with the connection").selectOption("bridge");
        page.getByLabel("Notes").fill("All <i>marked</i> ones");
        page.getByLabel("Activate trigger").uncheck();
        shoot(page, "trigger");
        button(page, "Create").click();

        var row = page.locator("tbody tr", new Page.LocatorOptions().setHasText("labels = many"));
        assertThat(row).containsText("Inactive");
        assertThat(row).containsText("All <i>marked</i> ones");
        assertThat(row.locator("td.figure")).hasText("3");
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Enable"))
                .click();
        assertThat(row).containsText("Active");
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Disable"))
                .click();
        assertThat(row).containsText("Inactive");
        shoot(page, "triggers");

        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Bulk Exalate"))
                .click();
        assertThat(page.locator("#preview dl")).containsText("3");
        assertThat(page.locator("#preview dl")).containsText("Withheld");
        assertThat(acme.get("/api/v1/jobs").toString()).as("only looked at").doesNotContain("labels = many");
        shoot(page, "bulk-preview");
        button(page, "Start").click();
        assertThat(page.locator("#live")).containsText("3 of 3 done, 0 failed");
        assertThat(page.locator("#live")).containsText("Done");
        shoot(page, "bulk");
        soon(
                "all three there",
                () -> beta.jira.issues("BET").stream()
                                .filter(key -> Bridge.text(beta, key, "summary").startsWith("Of many"))
                                .count()
                        == 3);

        page.navigate(acme.url() + "/triggers");
        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Bulk Unexalate"))
                .click();
        button(page, "Start").click();
        assertThat(page.locator("#ask-text")).containsText("3 issues");
        button(page, "End the sync").click();
        assertThat(page.locator("#live")).containsText("3 of 3 done, 0 failed");
        page.navigate(acme.url() + "/triggers");
        row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit"))
                .click();
        page.getByLabel("Notes").fill("Changed");
        button(page, "Save").click();
        assertThat(row).containsText("Changed");
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(page.locator("#ask-text")).containsText("labels = many");
        page.locator("#ask-yes").click();
        assertThat(page.locator("#live")).containsText("No trigger yet");
    }

    @Test
    void anIssueIsExalatedComparedEndedAndConnectedFromItsPage() {
        var key = issue("On its page");
        var page = open(acme, "/issues");
        page.getByLabel("Local or remote key").fill(key.toLowerCase(java.util.Locale.ROOT));
        button(page, "Search").click();
        assertThat(page.locator("#live")).containsText(key + " is not under sync");
        button(page, "Exalate").click();
        assertThat(page.locator("#live")).containsText("Synchronized");
        var twin = bridge.twin(acme, key);
        page.navigate(acme.url() + "/issues?key=" + twin);
        assertThat(page.locator("#live").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(twin)))
                .hasAttribute("href", beta.jira.url() + "/browse/" + twin);
        assertThat(page.locator("#live")).containsText("Under sync");
        assertThat(page.locator("#live")).not().containsText("Why is it not in sync?");
        shoot(page, "issue");

        page.navigate(acme.url() + "/issues?key=" + key);
        button(page, "Exalate").click();
        assertThat(page.locator("#said")).containsText("looked at");
        button(page, "Verify").click();
        assertThat(page.locator("#live")).containsText("Compared: 1, equal: 1");

        button(page, "Unexalate").click();
        assertThat(page.locator("#ask-text")).containsText(key);
        page.locator("#ask-yes").click();
        assertThat(page.locator("#live")).containsText("Not under sync");
        assertThat(page.locator(".why")).containsText("Ended here on request.");

        page.navigate(acme.url() + "/issues?key=" + key);
        page.getByLabel("Remote issue", new Page.GetByLabelOptions().setExact(true))
                .fill(twin);
        page.getByLabel("Match those that are the same on both sides", new Page.GetByLabelOptions().setExact(false))
                .check();
        shoot(page, "connect");
        button(page, "Connect").click();
        assertThat(page.locator("#said")).containsText("asked");
        assertThat(page.locator("#live")).containsText("Connecting");
        soon("held", () -> !beta.get("/api/v1/held").path("items").isEmpty());
        var question = beta.get("/api/v1/held").path("items").path(0).path("id").asText();
        beta.post("/api/v1/held/" + question + "/approve", Map.of());
        assertThat(page.locator("#live")).containsText("Synchronized");
    }

    @Test
    void anIssueIsTriedAgainFromItsPage() {
        beta.jira.offScreen("BET", "description");
        var key = issue("Off screen");
        var twin = bridge.share(acme, key);
        acme.jira.edit("ada", key, Map.of("description", "Not on the screen"));
        soon("the warning", () -> bridge.state(beta, twin).equals("SYNCHRONIZED_EXCEPT"));
        var page = open(beta, "/issues?key=" + twin);
        assertThat(page.locator(".why")).containsText("description");
        beta.jira.administration().onScreen("BET", "description");

        button(page, "Retry").click();

        soon("applied", () -> Bridge.text(beta, twin, "description").contains("Not on the screen"));
        assertThat(page.locator("#live")).not().containsText("Why is it not in sync?");
    }

    @Test
    void theQueueShowsEventsAndFilesAndWhatIsInThem() throws IOException {
        var key = issue("In the queue");
        acme.jira.attach("ada", key, "plan.txt", "A plan".getBytes(StandardCharsets.UTF_8));
        var twin = bridge.share(acme, key);
        beta.post("/api/v1/connections/bridge/deactivate", Map.of());
        try {
            acme.jira.edit("ada", key, Map.of("summary", "In the queue still"));
            soon("waits", () -> !acme.get("/api/v1/events?state=OPEN&direction=OUT&local=" + key)
                    .path("items")
                    .isEmpty());
            var page = open(acme, "/queue?local=" + key.toLowerCase(java.util.Locale.ROOT));
            for (var column :
                    List.of("ID", "Event Number", "Status", "Connection", "Sync type", "Twin trace ID", "Age"))
                assertThat(page.getByRole(
                                AriaRole.COLUMNHEADER,
                                new Page.GetByRoleOptions().setName(column).setExact(true)))
                        .isVisible();
            assertThat(page.locator("tbody tr")).hasCount(1);
            shoot(page, "queue");
            page.locator("tbody th a").click();
            assertThat(page.locator("pre").first()).containsText("\"summary\" : \"In the queue still\"");
            shoot(page, "event");
            page.navigate(acme.url() + "/queue?local=" + key);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Outgoing attachments"))
                    .click();
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("6 bytes");
            assertThat(page.locator("tbody tr")).containsText(key);
        } finally {
            beta.post("/api/v1/connections/bridge/activate", Map.of());
        }
        soon("arrived", () -> Bridge.text(beta, twin, "summary").equals("In the queue still"));
        var page = open(beta, "/queue?tab=incoming&state=ALL&local=" + twin);
        page.locator("tbody th a").first().click();
        assertThat(page.getByText("It is dealt with")).isVisible();
        page.navigate(beta.url() + "/queue?tab=incoming-attachments&local=" + twin);
        assertThat(page.locator("tbody tr")).containsText("Stored");
    }

    @Test
    void thePlanOfWhatWaitsIsWorkedOutAndWritesNothing() {
        var key = issue("Needs Planning");
        sync(key);
        soon("held back", () -> bridge.state(beta, key).equals("ERROR"));
        var page = open(beta, "/queue?tab=incoming");
        page.locator("tbody tr", new Page.LocatorOptions().setHasText("Blocked"))
                .first()
                .locator("th a")
                .click();
        button(page, "Work out the plan").click();
        assertThat(page.locator("p.problem:visible")).containsText("There is no priority 'Planning' here.");

        beta.jira.administration().priority("Planning");
        var made = beta.jira.issues("BET").size();
        page.reload();
        assertThat(page.getByLabel("Plan").locator("tbody")).containsText("Needs Planning");
        shoot(page, "plan");
        assertThat(beta.jira.issues("BET")).as("only planned").hasSize(made);

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open the error"))
                .click();
        button(page, "Skip").click();
        page.locator("#ask-yes").click();
        assertThat(page.locator("#live")).containsText("This error is over");
        soon("gone on", () -> !bridge.state(beta, key).equals("ERROR"));
    }

    @Test
    void aViewerSeesStatesButNeitherContentsNorButtons() throws IOException {
        acme.post("/api/v1/users", Map.of("name", "vera", "password", "correct horse", "level", "VIEWER"));
        var key = issue("Nothing for viewers");
        bridge.share(acme, key);
        var vera = context(new Browser.NewContextOptions());
        try {
            logIn(vera, acme, "vera", "correct horse");
            var page = vera.newPage();
            page.navigate(acme.url() + "/issues?key=" + key);
            assertThat(page.locator("#live")).containsText("Synchronized");
            assertThat(button(page, "Exalate")).hasCount(0);
            page.navigate(acme.url() + "/queue?state=ALL&local=" + key);
            assertThat(page.locator("tbody th a")).hasCount(0);
            var event = acme.get("/api/v1/events?local=" + key)
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            assertThat(page.navigate(acme.url() + "/queue/" + event).status()).isEqualTo(403);
            assertThat(page.navigate(acme.url() + "/triggers/create").status()).isEqualTo(403);
            assertThat(page.content()).doesNotContain("Nothing for viewers");
        } finally {
            vera.close();
        }
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }

    private void sync(String key) {
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
    }

    private static List<JsonNode> errors(Company company) {
        var items = new ArrayList<JsonNode>();
        company.get("/api/v1/errors").path("items").forEach(items::add);
        return items;
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        var context = chromium.browser().newContext(options);
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) complaints.add(message.text());
        });
        context.onWebError(error -> complaints.add(error.error()));
        return context;
    }

    private static void logIn(BrowserContext context, Company company, String user, String password) {
        var page = context.newPage();
        page.navigate(company.url() + "/login");
        page.getByLabel("User").fill(user);
        page.getByLabel("Password").fill(password);
        button(page, "Log in").click();
        page.waitForURL(url -> !url.contains("/login"));
        page.close();
    }

    private Page open(Company company, String path) {
        var page = admin.newPage();
        page.navigate(company.url() + path);
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String inRow, String name) {
        return page.locator("tbody tr", new Page.LocatorOptions().setHasText(inRow))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile(".*" + name + ".*")));
    }

    /** Goes on by Tab until what is in focus begins with these words. */
    private static void tabTo(Page page, String words) {
        for (var step = 0; step < 80; step++) {
            page.keyboard().press("Tab");
            var focus = String.valueOf(
                    page.evaluate(
                            "document.activeElement.matches('a, button')"
                                    + " ? (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim() : ''"));
            if (focus.contains(words) && (words.length() > 10 || focus.equals(words))) return;
        }
        throw new AssertionError("No way by keyboard to '" + words + "'");
    }

    private static Map<String, String> bundle(Page page) throws IOException {
        var file = page.waitForDownload(
                () -> button(page, "Download support bundle").click());
        var files = new HashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file.path())))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        }
        return files;
    }

    /** Pictures for people, of both widths and both colours. */
    private static void shoot(Page page, String name) {
        for (var width : List.of(1280, 390))
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("%s-%d-%s.png".formatted(name, width, scheme))));
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as(name + " is not wider than the window")
                        .isLessThanOrEqualTo(width);
            }
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
