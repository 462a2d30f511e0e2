package dev.drawbridge.story;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.drawbridge.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two administrators who have only read how it is done elsewhere connect their companies in the consoles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class SeedWalkStoryIT {
    private static final String SCRIPT = "<script>window.broken=1</script>";

    private Company acme;
    private Company beta;
    private Chromium chromium;
    private Browser browser;
    private Window ours;
    private Window theirs;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        chromium = Chromium.start();
        browser = chromium.browser();
        ours = Window.of(browser, acme);
        theirs = Window.of(browser, beta);
    }

    @AfterEach
    void nothingWrongWasDone() {
        ours.didNothingWrong();
        theirs.didNothingWrong();
        acme.jira.faults().clear();
    }

    @AfterAll
    void stop() {
        if (chromium != null) chromium.close();
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void fromTheFirstClickToAnIssueThatIsInBothJiras() throws IOException, InterruptedException {
        ours.menu("Connections");
        ours.button("Initiate connection").click();
        assertThat(ours.heading("Initiate connection")).isVisible();
        ours.isFitForAll();
        ours.picture("initiate-connection");
        ours.field("I don't have a URL").check();
        assertThat(ours.field("Destination instance URL")).isDisabled();
        assertThat(radio(ours, "Script")).isChecked();
        assertThat(radio(ours, "Visual")).isDisabled();
        assertThat(ours.page.locator("#visual-means")).containsText("not built yet");
        ours.button("Next").click();

        ours.field("Local instance short name").fill("Acme");
        ours.field("Remote instance short name").fill("Beta");
        assertThat(ours.field("Connection name")).hasValue("Acme to Beta");
        ours.field("Description").fill("What the two companies build together");
        ours.isFitForAll();
        ours.button("Next").click();

        assertThat(ours.heading("Select a project for the incoming sync")).isVisible();
        ours.field("Select Project").selectOption("ACM");
        ours.button("Initiate").click();

        assertThat(ours.field("Invitation code")).hasValue(Pattern.compile("DB1\\..{100,}"));
        assertThat(ours.page.locator("#code-destination")).hasText("unknown");
        ours.button("Copy invitation code").click();
        assertThat(ours.page.locator("#said")).hasText("Copied");
        ours.isFitForAll();
        ours.picture("invitation");
        var code = ours.field("Invitation code").inputValue();
        ours.button("Done").click();
        var row = row(ours, "Acme to Beta");
        assertThat(row).containsText("Pending");
        assertThat(row).containsText("unknown");

        theirs.menu("Connections");
        theirs.button("Accept invitation").click();
        theirs.field("Invitation code").fill(code);
        theirs.button("Next").click();
        assertThat(theirs.page.locator("[data-fact=inviter]")).hasText("Acme");
        assertThat(theirs.page.locator("[data-fact=invitee]")).hasText("Beta");
        assertThat(theirs.page.locator("[data-fact=mode]")).hasText("SCRIPT");
        assertThat(theirs.page.locator("[data-fact=reachable]")).containsText("It answers.");
        theirs.field("Select Project").selectOption("BET");
        theirs.isFitForAll();
        theirs.picture("accept-invitation");
        theirs.button("Confirm").click();
        assertThat(theirs.heading("Congratulations")).isVisible();
        assertThat(theirs.page.locator("#accepted-fingerprint"))
                .hasText(acme.get("/api/v1/connections/Acme%20to%20Beta")
                        .path("fingerprint")
                        .asText());
        assertThat(row).containsText("Active"); // by itself

        firstIssue();
        theirs.menu("Connections");
        assertThat(row(theirs, "Acme to Beta")).containsText("Active");
        theirs.isFitForAll();
        theirs.picture("connections");
    }

    private void firstIssue() {
        var bridge = new Bridge(acme, beta, "Acme to Beta");
        var key = acme.jira.createIssue("ada", "ACM", "Task", "The first one", Map.of());
        var twin = bridge.share(acme, key);
        acme.jira.edit("ada", key, Map.of("summary", "Edited by Acme"));
        soon("seen in Beta", () -> text(beta, twin, "summary").equals("Edited by Acme"));
        beta.jira.edit("ada", twin, Map.of("summary", "Edited by Beta"));
        soon("seen in Acme", () -> text(acme, key, "summary").equals("Edited by Beta"));
    }

    @Test
    void eachMistakeIsSaidBesideItsFieldAndNothingTypedIsLost() {
        ours.go("/connections/initiate");
        ours.button("Next").click();
        assertThat(ours.problemOf("destinationUrl")).containsText("say that you don't have one");
        ours.field("Destination instance URL").fill("http://127.0.0.1:1/");
        ours.button("Next").click();
        assertThat(ours.problemOf("destinationUrl")).containsText(Pattern.compile("port|answer|reach"));
        ours.field("Destination instance URL").fill(acme.jira.url());
        ours.button("Next").click();
        assertThat(ours.heading("Connection information")).isVisible(); // a local connection
        ours.button("Previous").click();
        ours.field("I don't have a URL").check();
        assertThat(ours.field("Destination instance URL")).hasValue("");
        radio(ours, "Basic").check();
        ours.button("Next").click();

        ours.button("Next").click();
        assertThat(ours.problemOf("localShortName")).containsText("needed");
        assertThat(ours.problemOf("connection")).containsText("needed");
        for (var wrong : List.of(SCRIPT, "Ac me", "x".repeat(30), "\u202Eemca", "Ä")) {
            ours.field("Local instance short name").fill(wrong);
            ours.field("Remote instance short name").fill("Theirs");
            ours.field("Connection name").fill("Named");
            ours.button("Next").click();
            assertThat(ours.problemOf("localShortName")).containsText("Use 1 to 20 letters");
        }
        ours.field("Local instance short name").fill("Ours");
        ours.field("Connection name").fill("lib");
        ours.button("Next").click();
        ours.button("Initiate").click();
        assertThat(ours.problemOf("incomingProject")).containsText("Select the project");
        ours.field("Select Project").selectOption("ACM");
        ours.button("Initiate").click();
        assertThat(ours.problemOf("connection")).containsText("a name that Drawbridge uses itself");
        assertThat(ours.field("Local instance short name")).hasValue("Ours");

        ours.field("Connection name").fill("Named once");
        ours.button("Next").click();
        assertThat(ours.field("Select Project")).hasValue("ACM");
        ours.button("Previous").click();
        ours.button("Previous").click();
        assertThat(radio(ours, "Basic")).isChecked();
        assertThat(ours.field("I don't have a URL")).isChecked();
        ours.button("Next").click();
        ours.button("Next").click();
        ours.button("Initiate").click();
        assertThat(ours.field("Invitation code")).hasValue(Pattern.compile("DB1\\..+"));

        ours.go("/connections/initiate");
        ours.field("I don't have a URL").check();
        ours.button("Next").click();
        ours.field("Local instance short name").fill("Ours");
        ours.field("Remote instance short name").fill("Theirs");
        ours.field("Connection name").fill("NAMED ONCE");
        ours.button("Next").click();
        ours.field("Select Project").selectOption("ACM");
        ours.button("Initiate").click();
        assertThat(ours.problemOf("connection")).containsText("There is a connection named 'NAMED ONCE' already");
    }

    @Test
    void aCodeThatCannotBeIsRefusedWithItsReason() {
        var code = acme.post(
                        "/api/v1/invitations",
                        Map.of(
                                "connection", "Refused",
                                "localShortName", "A",
                                "remoteShortName", "B",
                                "mode", "SCRIPT",
                                "incomingProject", "ACM"))
                .path("code")
                .asText();
        theirs.go("/connections/accept");
        theirs.button("Next").click();
        assertThat(theirs.problemOf("code")).containsText("Paste the code");
        theirs.field("Invitation code").fill(SCRIPT);
        theirs.button("Next").click();
        assertThat(theirs.alert()).containsText(Pattern.compile("code"));
        theirs.field("Invitation code").fill(code.substring(0, code.length() - 20));
        theirs.button("Next").click();
        assertThat(theirs.alert()).containsText(Pattern.compile("cut|whole"));
        assertThat(theirs.heading("Who invites")).isHidden();

        ours.go("/connections/accept");
        ours.field("Invitation code").fill(code);
        ours.button("Next").click();
        assertThat(ours.alert()).containsText(Pattern.compile("own|this node"));
    }

    /** The page opens all the same, says what is missing, and takes up where it was. */
    @Test
    void aJiraThatIsDownIsSaidOnThePageThatNeedsIt() {
        acme.jira.faults().failNext(1000, "GET .*", 503, "");
        ours.go("/connections/initiate");
        ours.field("I don't have a URL").check();
        ours.button("Next").click();
        ours.field("Local instance short name").fill("Ours");
        ours.field("Remote instance short name").fill("Theirs");
        ours.button("Next").click();
        assertThat(ours.page.getByText("The projects cannot be listed").first()).isVisible();
        acme.jira.faults().clear();
        Bridge.soon("listed again", () -> {
            ours.page.reload();
            return ours.page.locator("#incomingProject option[value=ACM]").count() == 1;
        });
        assertThat(ours.page.getByText("The projects cannot be listed")).hasCount(0);
    }

    /** Somebody else, or the time, has ended the session: what was typed is kept, and goes on after another log-in. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aSessionThatIsLostInTheMiddleOfTheWizardLosesNothing() {
        ours.go("/connections/initiate");
        ours.field("I don't have a URL").check();
        ours.button("Next").click();
        ours.field("Local instance short name").fill("Kept");
        ours.field("Remote instance short name").fill("Safe");
        ours.button("Next").click();
        ours.field("Select Project").selectOption("ACM");
        ours.page.context().clearCookies();
        ours.button("Initiate").click();
        assertThat(ours.alert()).containsText("You are logged out");

        var other = ours.page.context().newPage();
        other.navigate(acme.url() + "/login");
        other.getByLabel("User").fill("admin");
        other.getByLabel("Password").fill("admin");
        other.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in"))
                .click();
        assertThat(other.getByRole(AriaRole.MAIN).first()).isVisible();
        other.close();
        ours.button("Initiate").click();
        assertThat(ours.field("Invitation code")).hasValue(Pattern.compile("DB1\\..+"));
        assertThat(acme.get("/api/v1/connections").toString()).contains("Kept to Safe");
    }

    /** On a telephone, and without a mouse. */
    @Test
    void theWizardIsUsedOnATelephoneAndByKeyboard() throws IOException, InterruptedException {
        try (var phone = Window.of(browser, acme, new Browser.NewContextOptions().setViewportSize(390, 800))) {
            phone.go("/connections/initiate");
            phone.isFitForAll();
            phone.picture("initiate-connection-390");
            phone.field("I don't have a URL").focus();
            phone.page.keyboard().press("Space");
            assertThat(phone.field("I don't have a URL")).isChecked();
            phone.button("Next").focus();
            phone.page.keyboard().press("Enter");
            phone.field("Local instance short name").focus();
            phone.page.keyboard().type("Thumb");
            phone.page.keyboard().press("Tab");
            phone.page.keyboard().type("Key");
            phone.page.keyboard().press("Enter");
            assertThat(phone.heading("Select a project for the incoming sync")).isVisible();
            phone.go("/connections");
            phone.isFitForAll();
            phone.picture("connections-390");
            phone.didNothingWrong();
        }
    }

    private static Locator radio(Window window, String name) {
        return window.page.getByRole(
                AriaRole.RADIO, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Window window, String connection) {
        return window.page
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions()
                        .setHas(window.page.getByRole(
                                AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(connection))));
    }
}
