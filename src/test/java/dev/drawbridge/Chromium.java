package dev.drawbridge;

import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real browser without a screen: Debian's chromium. */
public record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
    public static Chromium start() {
        var program = program();
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of(
                                        "--disable-gpu",
                                        "--in-process-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync"))));
    }

    private static Path program() {
        for (var folder : System.getenv("PATH").split(File.pathSeparator)) {
            var program = Path.of(folder, "chromium");
            if (Files.isExecutable(program)) return program;
        }
        return fail("No chromium here, in which the pages are tried. Install it first, for instance: sudo apt-get"
                + " install chromium");
    }

    @Override
    public void close() {
        playwright.close();
    }
}
