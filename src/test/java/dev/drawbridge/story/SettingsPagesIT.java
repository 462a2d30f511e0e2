package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.drawbridge.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/** General Settings, users, tokens and the audit of Acme's node, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SettingsPagesIT {
    private static final String PASSWORD = "correct horse";

    private Company acme;
    private Company beta;
    private Chromium chromium;
    private Console console;

    @BeforeAll
    void begin(@TempDir Path folder) throws IOException {
        setDefaultAssertionTimeout(10_000);
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        Company.connect(acme, beta, "SCRIPT");
        chromium = Chromium.start();
    }

    @BeforeEach
    void logIn() {
        console = Console.loggedIn(chromium.browser(), acme, "admin", "admin");
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
    void theSettingsTellTheNodeItsJiraAndWhatIsShipped() {
        acme.jira.administration().withdraw("drawbridge", "ACM", "CREATE_ATTACHMENTS");
        console.open("/settings");
        var node = console.page.locator("dl.facts").first();
        assertThat(node).containsText("Acme");
        assertThat(node).containsText("common, private, public");
        assertThat(node).containsText(acme.jira.url());
        assertThat(node).containsText("300ms");
        var jira = console.page.locator("#jira-now");
        assertThat(jira).containsText("10.3.24");
        assertThat(jira).containsText("Jira runs at UTC");
        assertThat(jira).containsText("CREATE_ATTACHMENTS");
        console.page.getByText("parts are shipped with Drawbridge").click();
        assertThat(console.region("Licences")).containsText("org.webjars.npm:codemirror");
        assertThat(console.region("Licences")
                        .getByRole(AriaRole.ROW)
                        .filter(new Locator.FilterOptions().setHasText("camel-core-engine"))
                        .first())
                .containsText("Apache-2.0");
    }

    @Test
    void aUserIsMadeLogsInAsViewerAndSeesNeitherContentsNorButtons() {
        console.open("/settings");
        console.page.getByText("Make a user").click();
        var form = console.page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Make a user"));
        form.getByLabel("Name").fill("vera");
        form.getByLabel("Password").fill("x");
        console.button(form, "Make the user").click();
        assertThat(console.page
                        .getByRole(AriaRole.ALERT)
                        .filter(new Locator.FilterOptions().setHasText("haracters"))
                        .or(form.locator("[data-problem-of=password]"))
                        .first())
                .isVisible();
        form.getByLabel("Password").fill(PASSWORD);
        console.button(form, "Make the user").click();
        assertThat(console.region("Users")).containsText("vera");
        console.pictures("settings");

        try (var vera = Console.loggedIn(chromium.browser(), acme, "vera", PASSWORD)) {
            vera.open("/connections/bridge");
            assertThat(vera.page.locator("dl.facts")).containsText("Active");
            assertThat(vera.button("Test connection")).hasCount(0);
            assertThat(vera.button("Sync an issue")).hasCount(0);
            vera.open("/connections/bridge?tab=rules");
            assertThat(vera.page.getByText("Rules are shown to operators")).isVisible();
            assertThat(vera.page.locator("textarea")).hasCount(0);
            vera.open("/connections/bridge?tab=advanced");
            assertThat(vera.button("Save")).hasCount(0);
            assertThat(vera.page.getByLabel("Retention")).isDisabled();
            vera.open("/settings");
            assertThat(vera.page.getByText("Permission level")).hasCount(0);
            assertThat(vera.page.locator("#tokens")).hasCount(0);
            assertThat(vera.page.navigate(acme.url() + "/audit").status()).isEqualTo(403);
            assertThat(vera.page.navigate(acme.url() + "/rules").status()).isEqualTo(403);
            vera.requireNothingWrong();
        }

        console.page.locator("select[name=level]").first().selectOption("OPERATOR");
        console.button("Change the level of vera").click();
        assertThat(console.page.locator("select[name=level]").first()).hasValue("OPERATOR");
        try (var vera = Console.loggedIn(chromium.browser(), acme, "vera", PASSWORD)) {
            vera.open("/connections/bridge?tab=rules");
            assertThat(vera.region("Outgoing sync").locator(".CodeMirror")).containsText("replica");
            assertThat(vera.button("Publish")).hasCount(0);

            vera.open("/me");
            vera.page.getByLabel("Present password").fill("wrong");
            vera.page.getByLabel("New password").fill(PASSWORD + " battery");
            vera.button("Change password").click();
            assertThat(vera.page.getByText("this is not your password")).isVisible();
            vera.page.getByLabel("Present password").fill(PASSWORD);
            vera.button("Change password").click();
            assertThat(vera.page.locator("#said")).containsText("Your password is changed");
            vera.pictures("me");
            vera.requireNothingWrong();
        }
        Console.loggedIn(chromium.browser(), acme, "vera", PASSWORD + " battery")
                .close();

        console.page.getByLabel("Actions for vera").click();
        console.button("Disable").click();
        console.button("Disable").last().click();
        assertThat(console.region("Users")).containsText("Disabled");
        assertThat(new Visitor().logIn(acme, "vera", PASSWORD + " battery").statusCode())
                .isEqualTo(401);

        console.open("/audit?who=admin");
        assertThat(console.region("Audit")).containsText("makes a user");
        assertThat(console.region("Audit")).containsText("user vera");
        console.pictures("audit");
        console.open("/audit?who=nobody");
        assertThat(console.page.getByText("nothing that these filters find")).isVisible();
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
        console.open("/me");
        console.page
                .getByText("Make a token", new Page.GetByTextOptions().setExact(true))
                .click();
        var form = console.page.getByRole(AriaRole.FORM, new Page.GetByRoleOptions().setName("Make a token"));
        form.getByLabel("Name").fill("nightly");
        form.getByLabel(Pattern.compile("monitor")).check();
        console.button(form, "Make the token").click();
        var secret = console.page.getByLabel("API token", new Page.GetByLabelOptions().setExact(true));
        assertThat(secret).isVisible();
        var token = secret.inputValue();
        assertThat(token).isNotBlank();
        assertThat(console.region("Tokens")).containsText("nightly");
        console.pictures("token");

        assertThat(status("/api/v1/node", token)).isEqualTo(200);
        assertThat(status("/api/v1/users", token)).isEqualTo(403);
        console.page.reload();
        assertThat(console.page.content()).doesNotContain(token);
        console.button("Revoke nightly").click();
        console.button("Revoke").click();
        assertThat(console.page.locator("#said")).containsText("revoked");
        assertThat(status("/api/v1/node", token)).isEqualTo(401);
    }

    @Test
    void theNodeIsRenamedAndItsMailsAreTriedInTheConsole() {
        var mails = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", "smtp"));
        console.open("/settings");
        console.page.getByText("Change name and pause").click();
        var node = form("Change the node");
        node.getByLabel("Name").fill("Acme of the south");
        node.getByLabel("Search for changes every").fill("soon");
        console.button(node, "Save").click();
        assertThat(node.locator("[data-problem-of=pollEvery]")).containsText("A duration such as 5s");
        assertThat(node.getByLabel("Name")).hasValue("Acme of the south");
        node.getByLabel("Search for changes every").fill("300ms");
        console.button(node, "Save").click();
        assertThat(console.page.locator("header .node")).hasText("Acme of the south");

        summary("Mail").click();
        var mail = form("Mail");
        mail.getByLabel("Mail server").fill("127.0.0.1");
        mail.getByLabel("Port", exactly()).fill("70000");
        mail.getByLabel(Pattern.compile("STARTTLS")).uncheck();
        mail.getByLabel("From", exactly()).fill("drawbridge@acme.example");
        mail.getByLabel("To", exactly()).fill("operations@acme.example, night@acme.example");
        console.button(mail, "Save mail").click();
        assertThat(mail.locator("#problem-of-mail-port")).containsText("between 1 and 65535");
        assertThat(mail.getByLabel("From", exactly())).hasValue("drawbridge@acme.example");
        mail.getByLabel("Port", exactly())
                .fill(String.valueOf(mails.getSmtp().getServerSetup().getPort()));
        console.button(mail, "Save mail").click();
        assertThat(console.region("Notifications")).containsText("to operations@acme.example, night@acme.example");

        console.button("Send a test notification").click();
        assertThat(console.page.locator("#test-outcome")).containsText("The mail server has not taken it");
        mails.start();
        try {
            console.button("Send a test notification").click();
            assertThat(console.page.locator("#test-outcome")).containsText("The mail server has taken it.");
            assertThat(mails.getReceivedMessages()).hasSize(2);
            console.pictures("notifications");
        } finally {
            mails.stop();
        }

        summary("Mail").click();
        console.button("Send no mails").click();
        console.button("Send no mails").last().click();
        assertThat(console.region("Notifications")).containsText("to nobody");
        assertThat(console.button("Send a test notification")).hasCount(0);
    }

    private Locator form(String name) {
        return console.page.getByRole(
                AriaRole.FORM, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator summary(String name) {
        return console.page
                .locator("summary")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")));
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    @Test
    void theAuditIsPagedByKey() {
        for (var made = 0; made < 120; made++)
            acme.patch("/api/v1/connections/bridge", Map.of("description", "Change " + made));
        console.open("/audit?connection=bridge");
        var first = console.page.locator("main tbody tr").first().innerText();
        assertThat(console.page.locator("main tbody tr")).hasCount(100);
        console.page
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older"))
                .click();
        assertThat(console.page.locator("main tbody tr").first()).not().hasText(first);
        assertThat(console.page).hasURL(Pattern.compile(".*cursor=.*"));
    }

    private int status(String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(acme.url() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
