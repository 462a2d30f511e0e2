package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.drawbridge.NodePackages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** An administrator's browser window on the console of a node, which notes whatever a page does that it must not. */
final class Window implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    /** Colours and roles that a page keeps from people who need them, by the names of axe. */
    private static final String LOOK_WITH_AXE =
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .filter(found => ['serious', 'critical'].includes(found.impact))
                .map(found => found.id + ': ' + found.nodes.map(node => node.target.join(' ')).join(', '))""";

    final Page page;
    private final Company company;
    private final BrowserContext context;
    private final Set<String> hosts = new ConcurrentSkipListSet<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private Window(Browser browser, Company company, Browser.NewContextOptions options) {
        setDefaultAssertionTimeout(30_000);
        this.company = company;
        context = browser.newContext(options);
        context.onRequest(request -> hosts.add(URI.create(request.url()).getAuthority()));
        context.onConsoleMessage(message -> {
            // What the browser says of a refused call is not the page's.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource"))
                errors.add(message.text());
        });
        context.onWebError(error -> errors.add(error.error()));
        page = context.newPage();
    }

    /** Logs in as the administrator of the settings. */
    static Window of(Browser browser, Company company) {
        return of(browser, company, new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    static Window of(Browser browser, Company company, Browser.NewContextOptions options) {
        var window = new Window(browser, company, options);
        window.logIn("admin", "admin");
        return window;
    }

    void logIn(String user, String password) {
        page.navigate(company.url() + "/login?next=/connections");
        page.getByLabel("User").fill(user);
        page.getByLabel("Password").fill(password);
        button("Log in").click();
        assertThat(page.locator("main#content")).isVisible();
    }

    void go(String path) {
        page.navigate(company.url() + path);
    }

    /** By the menu, as people go. */
    void menu(String title) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(title))
                .click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator heading(String text) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
    }

    /** What a page says against what was typed, beside the field. */
    Locator problemOf(String field) {
        return page.locator("#problem-of-" + field);
    }

    Locator alert() {
        return page.locator("#problem");
    }

    /** Nobody is kept out of it, and it is no wider than the window. */
    void isFitForAll() throws IOException, InterruptedException {
        NodePackages.install();
        page.evaluate(Files.readString(Path.of("src/test/npm/node_modules/axe-core/axe.min.js")));
        assertThat((List<?>) page.evaluate(LOOK_WITH_AXE))
                .as("axe on %s", page.url())
                .isEmpty();
        assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no wider than the window: %s", page.url())
                .isTrue();
    }

    /** Pictures of the page, light and dark, for people to look at. */
    void picture(String name) {
        for (var look :
                Map.of("light", ColorScheme.LIGHT, "dark", ColorScheme.DARK).entrySet()) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.getValue()));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SCREENSHOTS.resolve("%s-%s.png".formatted(name, look.getKey())))
                    .setFullPage(true));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** It asked no other host, and no script failed or was refused by the policy. */
    void didNothingWrong() {
        assertThat(hosts).containsOnly(URI.create(company.url()).getAuthority());
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
