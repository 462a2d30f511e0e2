package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.drawbridge.Chromium;
import dev.drawbridge.monitoring.DailyFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Acme's administrator in a browser: how it goes, and work on many issues at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class WorkPagesIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final List<String> complaints = new ArrayList<>();
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        chromium = Chromium.start();
        setDefaultAssertionTimeout(30_000);
        page = loggedIn(acme, 1280, ColorScheme.LIGHT);
        anEmptyNodeLeadsToTheFirstIssue();
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (chromium != null) chromium.close();
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @AfterEach
    void theBrowserHadNothingToComplainAbout() {
        assertThat(complaints).isEmpty();
    }

    private void anEmptyNodeLeadsToTheFirstIssue() {
        page.navigate(acme.url() + "/");
        for (var step : List.of("Connection", "Rules", "First issue", "Triggers"))
            assertThat(heading(step)).isVisible();
        picture("dashboard-empty");
        link("Initiate connection").click();
        assertThat(heading("Initiate connection")).isVisible();
        page.navigate(acme.url() + "/bulk-connect");
        assertThat(page.getByText("There is no connection whose issues could be connected."))
                .isVisible();
    }

    @Test
    void theDashboardShowsHowItGoes() {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Shown", Map.of());
        bridge.share(acme, ours);
        bridge.quiet(ours);
        acme.node().getBean(DailyFigures.class).note();

        page.navigate(acme.url() + "/");

        var card = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("bridge"));
        assertThat(card).containsText(Pattern.compile("Today: [1-9]\\d* sent"));
        assertThat(card).containsText("none waits");
        assertThat(card.locator("time").first()).hasAttribute("title", Pattern.compile("\\d{4}-.* UTC"));
        assertThat(page.locator(".number"))
                .hasText(bridge.connection(acme).path("underSync").asText());
        assertThat(image("Issues under sync by day")).isVisible();
        assertThat(image("Throughput of bridge by day")).isVisible();
        assertThat(heading("First issue")).isHidden();
        for (var by : List.of("Week", "Month", "Quarter")) {
            link(by).click();
            assertThat(image("Issues under sync by " + by.toLowerCase(java.util.Locale.ROOT)))
                    .isVisible();
            assertThat(page.locator("svg rect").first()).isAttached();
        }
        page.getByText("The figures").click();
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("Q");
        picture("dashboard-full");
    }

    @Test
    void theDashboardTellsOfTrouble() throws IOException {
        var trouble = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT", "trouble"));
        beta.stop();
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Waits", Map.of());
        acme.post("/api/v1/connections/trouble/sync", Map.of("issue", ours));
        Bridge.soon("queued", () -> trouble.connection(acme).path("outbox").asInt() == 1);

        page.navigate(acme.url() + "/");

        var card = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("trouble"));
        assertThat(card).containsText("Queued out / in1 / 0");
        assertThat(card.locator("dt", new Locator.LocatorOptions().setHasText("Oldest waiting event"))
                        .locator("+ dd"))
                .containsText("ago");
        beta.start();
        bridge.quiet(ours);
    }

    @Test
    void manyAreConnectedFromAFileAndWrongRowsAreTold() {
        var ours = new ArrayList<String>();
        var file = new StringBuilder("localKey,remoteKey\n");
        for (var number = 1; number <= 12; number++) {
            ours.add(acme.jira.createIssue("ada", "ACM", "Task", "Many " + number, Map.of()));
            file.append(ours.get(number - 1))
                    .append(',')
                    .append(beta.jira.createIssue("ada", "BET", "Task", "Many " + number, Map.of()))
                    .append('\n');
        }
        file.append("nonsense,BET-1\nACM-99999,BET-99999\n").append(ours.get(0)).append(",BET-5000\n");
        page.navigate(acme.url() + "/bulk-connect");
        var connect = button("Connect");
        assertThat(connect).isDisabled();
        upload("empty.csv", "");
        assertThat(page.getByText("The file holds no pair of issues.")).isVisible();
        assertThat(connect).isDisabled();
        select("Connection", "bridge");

        upload("pairs.csv", file.toString());

        assertThat(page.getByText("12 pairs can be connected.")).isVisible();
        var problems = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Problems"));
        assertThat(problems.getByRole(AriaRole.ROW)).hasCount(4);
        assertThat(problems).containsText("The local key 'nonsense' is no issue key.");
        assertThat(problems).containsText("ACM-99999");
        assertThat(problems).containsText("stands in line 2 already");
        picture("bulk-connect");
        assertThat(bridge.state(acme, ours.get(3))).as("nothing done yet").isEqualTo("NOT_UNDER_SYNC");
        page.getByLabel("Are paired where they are the same").check();
        assertThat(page.getByText("12 pairs can be connected.")).isVisible();

        connect.click();

        assertThat(heading("Bulk Connect: connection bridge")).isVisible();
        assertThat(page.getByText("Done", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.locator("#content")).containsText("15 of 15; 3 could not be");
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("'nonsense'");
        assertThat(page.locator(".card dd").first()).hasText("admin");
        assertThat(button("Cancel")).isHidden();
        picture("job");
        page.navigate(acme.url() + "/bulk-connect");
        page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("15 of 15")))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(page.locator("#content")).containsText("15 of 15");
        Bridge.soon("asked", () -> beta.get("/api/v1/held").path("items").size() == 1);
        beta.post(
                "/api/v1/held/"
                        + beta.get("/api/v1/held")
                                .path("items")
                                .get(0)
                                .path("id")
                                .asText() + "/approve",
                Map.of());
        ours.forEach(key -> Bridge.soon(key, () -> bridge.state(acme, key).equals("SYNCHRONIZED")));
    }

    @Test
    void aJobThatWaitsIsCancelled() throws Exception {
        var off = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT", "off"));
        var routes = acme.node().getBean(CamelContext.class).getRouteController();
        routes.stopRoute("jobs");
        var first = acme.jira.createIssue("ada", "ACM", "Task", "Off", Map.of());
        var file = first + ",BET-1\n";
        page.navigate(acme.url() + "/bulk-connect?connection=off");
        upload("pairs.csv", file);
        assertThat(page.getByText("1 pair can be connected.")).isVisible();
        button("Connect").click();
        assertThat(heading("Bulk Connect: connection off")).isVisible();

        button("Cancel").click();
        button("Cancel the job").click();

        assertThat(page.getByText("Cancelled", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        routes.startRoute("jobs");
        assertThat(off.state(acme, first)).isEqualTo("NOT_UNDER_SYNC");
    }

    @Test
    void whatIsCleanedUpIsConnectedAgainFromTheMapping() throws IOException {
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Cleaned", Map.of());
        var theirs = bridge.share(acme, ours);
        bridge.quiet(ours);
        page.navigate(acme.url() + "/clean-up");
        button("Cleanup by Issue").click();
        assertThat(page.getByText("Say which issue.")).isVisible();
        page.getByLabel("Issue key").fill("ACM-99999");
        button("Cleanup by Issue").click();
        assertThat(page.getByText("there is nothing to clean up")).isVisible();
        page.getByLabel("Issue key").fill(ours);
        button("Cleanup by Issue").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText(Pattern.compile("1 twin and [1-9]\\d* messages are removed here"));
        button("Cancel").click();
        assertThat(dialog).isHidden();
        assertThat(bridge.state(acme, ours)).as("nothing done yet").isEqualTo("SYNCHRONIZED");

        button("Cleanup by Issue").click();
        picture("clean-up");
        var mapping = downloaded(link("Download the mapping of bridge"));
        assertThat(mapping).isEqualTo("localKey,remoteKey\n%s,%s\n".formatted(ours, theirs));
        button("Clean up").click();

        assertThat(heading("Clean-up: issue " + ours)).isVisible();
        assertThat(page.getByText("Done", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(downloaded(link("Download the mapping of bridge"))).isEqualTo(mapping);
        assertThat(bridge.state(acme, ours)).isEqualTo("NOT_UNDER_SYNC");
        Bridge.soon("told there", () -> bridge.state(beta, theirs).equals("NOT_UNDER_SYNC"));

        page.navigate(acme.url() + "/bulk-connect?connection=bridge");
        upload("mapping.csv", mapping);
        assertThat(page.getByText("1 pair can be connected.")).isVisible();
        button("Connect").click();
        assertThat(page.locator("#content")).containsText("1 of 1");
        Bridge.soon("asked", () -> beta.get("/api/v1/held").path("items").size() == 1);
        beta.post(
                "/api/v1/held/"
                        + beta.get("/api/v1/held")
                                .path("items")
                                .get(0)
                                .path("id")
                                .asText() + "/approve",
                Map.of());
        Bridge.soon("again", () -> bridge.state(acme, ours).equals("SYNCHRONIZED"));
    }

    private Page loggedIn(Company there, int width, ColorScheme scheme) {
        var window = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))
                .newPage();
        window.onConsoleMessage(message -> {
            if (message.type().equals("error")
                    && !message.text().contains("status of 422")
                    && !message.location().contains("/favicon.ico"))
                complaints.add(message.location() + " " + message.text());
        });
        window.onPageError(complaints::add);
        window.navigate(there.url() + "/login");
        window.getByLabel("User").fill("admin");
        window.getByLabel("Password").fill("admin");
        window.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in"))
                .click();
        return window;
    }

    private void upload(String name, String text) {
        page.getByLabel("CSV file")
                .setInputFiles(new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    private void select(String label, String value) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).selectOption(value);
    }

    private String downloaded(Locator link) throws IOException {
        return Files.readString(page.waitForDownload(link::click).path());
    }

    private Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    private Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator image(String name) {
        return page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(name));
    }

    /** As it looks, wide and narrow, by day and by night; nothing is wider than the window. */
    private void picture(String name) {
        var size = page.viewportSize();
        for (var width : List.of(1280, 390))
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits into %d", name, width)
                        .isTrue();
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("%s-%d-%s.png".formatted(name, width, scheme))));
            }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(size.width, size.height);
    }
}
