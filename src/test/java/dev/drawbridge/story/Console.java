package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Somebody in front of the console of a company, with a browser that notes what goes wrong in it. */
final class Console implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    final Page page;
    private final Company at;
    private final BrowserContext context;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private Console(Browser browser, Company at) {
        this.at = at;
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page = context.newPage();
        page.setDefaultTimeout(10_000);
        page.onPageError(wrong::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) wrong.add(message.text());
        });
        page.onRequest(request -> {
            if (!URI.create(request.url())
                    .getAuthority()
                    .equals(URI.create(at.url()).getAuthority())) wrong.add("asked somebody else: " + request.url());
        });
    }

    static Console loggedIn(Browser browser, Company at, String user, String password) {
        var console = new Console(browser, at);
        console.page.navigate(at.url() + "/login");
        console.page.getByLabel("User").fill(user);
        console.page.getByLabel("Password").fill(password);
        console.button("Log in").click();
        console.page.waitForURL(url -> !url.contains("/login"));
        return console;
    }

    Console open(String path) {
        page.navigate(at.url() + path);
        return this;
    }

    Locator button(String name) {
        return button(null, name);
    }

    Locator button(@Nullable Locator where, String name) {
        return where == null
                ? page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                : where.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator tab(String name) {
        return page.getByRole(
                AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator region(String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Pictures for people who look at them: wide and narrow, light and dark. */
    void pictures(String name) {
        for (var width : new int[] {1280, 390})
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                page.setViewportSize(width, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SCREENSHOTS.resolve("%s-%d-%s.png".formatted(name, width, scheme))));
            }
        page.setViewportSize(1280, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** Nothing broke, no rule for contents was broken, and nobody but the node was asked. */
    void requireNothingWrong() {
        assertThat(wrong).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
