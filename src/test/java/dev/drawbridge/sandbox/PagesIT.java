package dev.drawbridge.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.sun.net.httpserver.HttpServer;
import dev.drawbridge.Chromium;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the simulated Jira, as people use them: in a real browser (Debian's chromium). */
@SuppressWarnings("NullAway.Init")
class PagesIT {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final String SCRIPT =
            "<script>window.broken = true</script><img src=x onerror='window.broken=true'>";
    private static final Queue<JsonNode> told = new ConcurrentLinkedQueue<>();
    private static final Set<String> asked = new ConcurrentSkipListSet<>();

    private static SandboxJira jira;
    private static HttpServer receiver;
    private static Chromium chromium;
    private static Browser browser;
    private static BrowserContext ada;
    private static Page window;
    private static BrowserContext grace;

    @BeforeAll
    static void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            told.add(Json.MAPPER.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        jira = SandboxJira.start("Acme", "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser("ada", "Ada Lovelace", "ada@acme.example", "ada");
        jira.addUser("grace", "Grace Hopper", "grace@acme.example", "grace");
        jira.addUser("alan", "Alan Turing", "alan@acme.example", "let me in");
        jira.addProject("ACM", "Acme project", "software");
        jira.administration().administrator("ada");
        jira.administration().component("ACM", "Gate");
        jira.administration().component("ACM", "Moat");
        jira.administration().version("ACM", "1.0");
        jira.administration()
                .webhook(
                        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
                        null,
                        "jira:issue_created",
                        "jira:issue_updated",
                        "jira:issue_deleted");
        chromium = Chromium.start();
        browser = chromium.browser();
        setDefaultAssertionTimeout(30_000);
        ada = context(new Browser.NewContextOptions());
        window = logIn(ada, jira, "ada", "ada");
        grace = context(new Browser.NewContextOptions());
        logIn(grace, jira, "grace", "grace");
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (jira != null) {
            jira.close();
        }
        if (receiver != null) {
            receiver.stop(0);
        }
    }

    @AfterEach
    void theOtherWindowsAreClosed() {
        ada.pages().stream().filter(page -> page != window).forEach(Page::close);
        grace.pages().forEach(Page::close);
    }

    private static BrowserContext context(Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.onRequest(request -> asked.add(URI.create(request.url()).getAuthority()));
        return context;
    }

    private static Page logIn(BrowserContext context, SandboxJira there, String user, String password) {
        var page = context.newPage();
        page.navigate(there.url());
        page.getByLabel("Username").fill(user);
        page.getByLabel("Password").fill(password);
        button(page, "Log in").click();
        return page;
    }

    private static Browser.NewContextOptions asGrace() {
        return new Browser.NewContextOptions().setStorageState(grace.storageState());
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Ada's window, which every test uses again: a new one takes longer than a new page. */
    private static Page browse(String key) {
        window.navigate(jira.url() + "/browse/" + key);
        return window;
    }

    private static Page browse(BrowserContext context, String key) {
        var page = context.newPage();
        page.navigate(jira.url() + "/browse/" + key);
        return page;
    }

    private static Locator comment(Locator part) {
        return part.getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Comment"));
    }

    private static String issue(String summary, Map<String, ?> fields) {
        return jira.createIssue("grace", "ACM", "Task", summary, fields);
    }

    @Test
    void whoFollowsALinkToAnIssueLogsInByKeyboardAndIsThere() {
        var key = issue("The gate squeaks", Map.of());
        try (var context = context(new Browser.NewContextOptions())) {
            var page = context.newPage();
            page.navigate(jira.url() + "/browse/" + key);
            assertThat(page.getByLabel("Username")).isFocused();
            page.keyboard().type("grace");
            page.keyboard().press("Tab");
            assertThat(page.getByLabel("Password")).isFocused();
            page.keyboard().type("grace");
            page.keyboard().press("Enter");

            assertThat(page).hasURL(jira.url() + "/browse/" + key);
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText("The gate squeaks");
            assertThat(page.getByRole(AriaRole.BANNER)).containsText("Acme");
            assertThat(page.getByRole(AriaRole.BANNER)).containsText("simulated Jira");

            button(page, "Log out").click();
            page.navigate(jira.url() + "/browse/" + key);
            assertThat(page.getByLabel("Username")).isVisible();
        }
    }

    @Test
    void anIssueIsCreatedEditedCommentedAttachedToAndFinished() {
        var page = browse("ACM");
        link(page, "Create issue").click();
        page.getByLabel("Issue Type").selectOption("Bug");
        page.getByLabel("Summary").fill("The bridge is stuck");
        page.getByLabel("Description").fill("It *always* rains.\nSince Monday.");
        page.getByLabel("Labels").fill("bridge rain");
        page.getByLabel("Gate").check();
        page.getByLabel("Assignee").selectOption("Grace Hopper");
        page.getByLabel("Due Date").fill("2030-03-01");
        button(page, "Create").click();
        assertThat(page.locator("#summary")).containsText("The bridge is stuck");
        var key = page.url().substring(page.url().lastIndexOf('/') + 1);

        link(page, "Edit").click();
        page.getByLabel("Summary").fill("The bridge is half open");
        page.getByLabel("Priority").selectOption("High");
        page.getByLabel("Gate").uncheck();
        page.getByLabel("Moat").check();
        page.getByLabel("Labels").fill("bridge");
        button(page, "Save").click();
        page.getByLabel("Add a comment").fill("I oiled the chains.");
        button(page, "Comment").click();
        assertThat(page.locator("#comments")).containsText("I oiled the chains.");
        page.getByLabel("Add files")
                .setInputFiles(new FilePayload(
                        "Grüße & more.txt", "text/plain", "half open".getBytes(StandardCharsets.UTF_8)));
        button(page, "Attach").click();
        assertThat(link(page, "Grüße & more.txt")).isVisible();
        page.getByText("Done …").click();
        page.getByLabel("Resolution").selectOption("Won't Do");
        button(page, "Done").click();
        assertThat(page.locator("#summary .lozenge")).hasText("Done");

        var fields = jira.issue(key).path("fields");
        assertThat(fields.path("summary").asText()).isEqualTo("The bridge is half open");
        assertThat(fields.path("description").asText()).isEqualTo("It *always* rains.\r\nSince Monday.");
        assertThat(fields.at("/issuetype/name").asText()).isEqualTo("Bug");
        assertThat(fields.at("/priority/name").asText()).isEqualTo("High");
        assertThat(fields.at("/assignee/name").asText()).isEqualTo("grace");
        assertThat(fields.at("/reporter/name").asText()).isEqualTo("ada");
        assertThat(fields.path("duedate").asText()).isEqualTo("2030-03-01");
        assertThat(fields.path("labels")).extracting(JsonNode::asText).containsExactly("bridge");
        assertThat(fields.path("components"))
                .extracting(one -> one.path("name").asText())
                .containsExactly("Moat");
        assertThat(fields.at("/status/name").asText()).isEqualTo("Done");
        assertThat(fields.at("/resolution/name").asText()).isEqualTo("Won't Do");
        assertThat(jira.commentBodies(key)).containsExactly("I oiled the chains.");
        assertThat(jira.attachmentBytes(key, "Grüße & more.txt"))
                .isEqualTo("half open".getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator("#history")).containsText("The bridge is stuck");
        assertThat(page.locator("#history")).containsText("Won't Do");
        var download = page.waitForDownload(link(page, "Grüße & more.txt")::click);
        assertThat(download.suggestedFilename()).isEqualTo("Grüße & more.txt");

        button(page, "Delete attachment Grüße & more.txt").click();
        assertThat(page.locator("#files")).hasText("None.");
        page.getByText("Delete …").click();
        button(page, "Delete " + key).click();
        assertThat(page).hasURL(jira.url() + "/browse/ACM");
        assertThat(jira.issues("ACM")).doesNotContain(key);
        assertThat(told.stream().filter(event -> event.at("/issue/key").asText().equals(key)))
                .extracting(event -> event.path("issue_event_type_name").asText())
                .contains("issue_created", "issue_updated", "issue_commented", "issue_resolved");
    }

    @Test
    void ownCommentsAreEditedAndDeletedAndRestrictedOnesSaySo() {
        var key = issue("Paint the gate", Map.of());
        jira.comment("ada", key, "Green, I think.");
        jira.restrictedComment("ada", key, "It costs a fortune.", "Administrators");
        var page = browse(key);

        var first = page.locator("#comments > li").first();
        first.getByText("Edit").click();
        comment(first).fill("Blue, I think.");
        first.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save comment"))
                .click();

        assertThat(page.locator("#comments > li").first()).containsText("Blue, I think.");
        assertThat(page.locator("#comments > li").last()).containsText("Only Administrators");
        var hers = browse(grace, key);
        assertThat(hers.locator("#comments")).containsText("Blue, I think.");
        assertThat(hers.locator("body")).not().containsText("fortune");
        assertThat(hers.locator("#comments form")).hasCount(0);
        button(page, "Delete comment of Ada Lovelace").first().click();
        assertThat(page.locator("#comments > li")).hasCount(1);
        assertThat(jira.commentBodies(key)).containsExactly("It costs a fortune.");
    }

    @Test
    void aRefusedFormSaysWhyInJirasWordsAndKeepsWhatWasTyped() {
        var key = issue("Short", Map.of("description", "Old words"));
        var page = browse(key);
        link(page, "Edit").click();
        var tooLong = "much too long ".repeat(30);
        page.getByLabel("Summary").fill(tooLong);
        page.getByLabel("Description").fill("New words");
        page.getByLabel("Moat").check();
        button(page, "Save").click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Summary must be less than 255 characters.");
        assertThat(page.getByLabel("Summary")).hasValue(tooLong);
        assertThat(page.getByLabel("Summary")).hasAttribute("aria-invalid", "true");
        assertThat(page.getByLabel("Description")).hasValue("New words");
        assertThat(page.getByLabel("Moat")).isChecked();
        assertThat(jira.issue(key).at("/fields/description").asText()).isEqualTo("Old words");

        page.getByLabel("Summary").fill("Shorter");
        button(page, "Save").click();
        assertThat(page.locator("#summary")).containsText("Shorter");
        assertThat(page.locator("#description")).hasText("New words");
        assertThat(page.locator("#facts")).containsText("Moat");
    }

    @Test
    void aCommentThatMayNotBeMadeIsRefusedAndKept() {
        var key = issue("Closed to the public", Map.of());
        var page = browse(key);
        page.getByLabel("Add a comment").fill("Let me say this");
        page.getByLabel("Viewable by").selectOption("Developers");
        jira.administration().role("ACM", "Developers", "grace");
        try {
            button(page, "Comment").click();
            assertThat(page.getByRole(AriaRole.ALERT))
                    .hasText("You are currently not a member of the project role: Developers.");
            assertThat(page.getByLabel("Add a comment")).hasValue("Let me say this");
            assertThat(jira.commentBodies(key)).isEmpty();
        } finally {
            jira.administration().role("ACM", "Developers", "ada", "grace");
        }
    }

    @Test
    void aRefusedEditOfACommentIsKeptWhileOthersGoOn() {
        var key = issue("Count the planks", Map.of());
        var own = jira.comment("ada", key, "Eleven");
        var tooLong = "Twelve. ".repeat(4100);
        var page = browse(key);
        var mine = page.locator("#comment-" + own);
        mine.getByText("Edit").click();
        comment(mine).fill(tooLong);
        mine.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save comment"))
                .click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The entered text is too long.");

        jira.editComment("ada", key, own, "Ten");
        jira.comment("grace", key, "Count again.");

        assertThat(page.locator("#comments")).containsText("Count again.");
        assertThat(comment(mine)).hasValue(tooLong);
        assertThat(jira.commentBodies(key)).containsExactly("Ten", "Count again.");
    }

    @Test
    void aTransitionThatIsNoLongerOfferedIsRefusedInJirasWords() {
        jira.addProject("OLD", "Old gate", "software");
        var steps = new LinkedHashMap<String, List<Transition>>();
        steps.put(
                "Open",
                List.of(new Transition("Skip", "Closed"), new Transition("Close", "Closed").demanding("resolution")));
        steps.put("Closed", List.of(new Transition("Reopen", "Open")));
        jira.workflow("OLD", steps);
        var key = jira.createIssue("grace", "OLD", "Task", "Close the gate", Map.of());
        var page = browse(key);
        page.getByText("Close …").click();
        button(page, "Close").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Resolution is required.");

        page.getByLabel("Resolution").selectOption("Duplicate");
        jira.transition("grace", key, "Closed");
        button(page, "Close").click();

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("not valid for the current state of this issue");
        assertThat(button(page, "Reopen")).isVisible();
        assertThat(jira.issue(key).at("/fields/resolution/name").asText()).isEqualTo("Done");
    }

    @Test
    void markupThatSomebodySendsIsShownAsText() {
        var key = issue(SCRIPT, Map.of("description", SCRIPT, "labels", List.of("<b>label</b>")));
        jira.comment("grace", key, SCRIPT + " *bold*");
        jira.attach("grace", key, "<img src=x onerror=alert(1)>.txt", new byte[] {1});
        var page = browse(key);

        assertThat(page.locator("#summary")).containsText(SCRIPT);
        assertThat(page.locator("#description")).hasText(SCRIPT);
        assertThat(page.locator("#comments .text")).hasText(SCRIPT + " bold");
        assertThat(page.locator("#comments .text b")).hasText("bold");
        assertThat(page.locator("#facts")).containsText("<b>label</b>");
        assertThat(page.locator("#files")).containsText("<img src=x onerror=alert(1)>.txt");
        assertThat(page.evaluate("() => window.broken === undefined")).isEqualTo(true);
        assertThat(page.locator("main script, main img")).hasCount(0);
    }

    /** Should markup ever slip through, the browser is told not to run it: shown by putting some into a page. */
    @Test
    void theBrowserRunsNoScriptButTheOneOfThisJira() {
        var page = browse("ACM");
        page.evaluate(
                "() => { const made = document.createElement('script'); made.textContent = 'window.broken = true';"
                        + " document.body.append(made); }");
        assertThat(page.evaluate("() => window.broken === undefined")).isEqualTo(true);

        try (var careless = context(asGrace().setBypassCSP(true))) {
            var there = browse(careless, "ACM");
            there.evaluate("() => { const made = document.createElement('script'); made.textContent ="
                    + " 'window.broken = true'; document.body.append(made); }");
            assertThat(there.evaluate("() => window.broken === true"))
                    .as("without the policy it would run")
                    .isEqualTo(true);
        }
    }

    @Test
    void whatOthersDoAppearsWithoutAReloadAndWhatIsBeingTypedStays() {
        var key = issue("Lower the bridge", Map.of());
        var own = jira.comment("ada", key, "First words");
        var page = browse(key);
        page.getByLabel("Add a comment").fill("I was about to say");
        var mine = page.locator("#comment-" + own);
        mine.getByText("Edit").click();
        comment(mine).fill("Second words");
        try (var still = context(asGrace().setJavaScriptEnabled(false))) {
            var unmoved = browse(still, key);

            jira.comment("grace", key, "It is down.");
            jira.transition("grace", key, "In Progress");
            jira.edit("grace", key, Map.of("summary", "Raise the bridge"));
            jira.attach("grace", key, "bridge.txt", new byte[] {1});
            jira.editComment("ada", key, own, "Words from another window");

            assertThat(page.locator("#comments")).containsText("It is down.");
            assertThat(page.locator("#summary")).containsText("Raise the bridge");
            assertThat(page.locator("#summary .lozenge")).hasText("In Progress");
            assertThat(page.locator("#files")).containsText("bridge.txt");
            assertThat(page.locator("#history")).containsText("Raise the bridge");
            assertThat(page.locator("#news")).containsText("Somebody changed the part that you are in");
            assertThat(page.getByLabel("Add a comment")).hasValue("I was about to say");
            assertThat(comment(mine)).hasValue("Second words");
            assertThat(mine.locator(".text")).hasText("First words");
            assertThat(unmoved.locator("#comments"))
                    .not()
                    .containsText("It is down."); // nothing but the script brings it

            comment(mine).fill("First words");
            page.getByLabel("Add a comment").focus();
            assertThat(mine.locator(".text")).hasText("Words from another window");
            assertThat(page.locator("#news")).isEmpty();
        }
    }

    @Test
    void aNewIssueAppearsInTheListsWithoutAReload() {
        var page = browse("ACM");
        var search = ada.newPage();
        search.navigate(jira.url() + "/secure/Dashboard.jspa");
        search.getByLabel("JQL").fill("labels = \"from beyond\" OR labels = beyond");
        button(search, "Search").click();
        assertThat(search.locator("#lines")).containsText("There are no issues here yet.");

        var key = issue("Brand new", Map.of("labels", List.of("beyond")));

        assertThat(page.locator("#lines").getByText(key)).isVisible();
        assertThat(search.locator("#lines tr")).hasCount(1);
        assertThat(search.locator("#lines")).containsText("Brand new");
        search.getByLabel("JQL").fill("labels is");
        button(search, "Search").click();
        assertThat(search.getByRole(AriaRole.ALERT)).containsText("Error in the JQL Query");
    }

    @Test
    void savingSendsOnlyWhatWasChangedHere() {
        var key = issue("Wind", Map.of("description", "Line one\nLine two"));
        var page = browse(key);
        link(page, "Edit").click();
        page.getByLabel("Summary").fill("Wind and rain");
        jira.edit("grace", key, Map.of("priority", Map.of("name", "Lowest"), "labels", List.of("storm")));
        button(page, "Save").click();

        assertThat(page.locator("#summary")).containsText("Wind and rain");
        var fields = jira.issue(key).path("fields");
        assertThat(fields.at("/priority/name").asText()).isEqualTo("Lowest");
        assertThat(fields.path("labels")).extracting(JsonNode::asText).containsExactly("storm");
        assertThat(fields.path("description").asText()).isEqualTo("Line one\nLine two");
    }

    @Test
    void aFormWithoutTheTokenOfItsSessionDoesNothing() {
        var key = issue("Steady", Map.of());
        jira.comment("ada", key, "Stays");
        jira.attach("ada", key, "stays.txt", new byte[] {1});
        var page = browse(key);
        @SuppressWarnings("unchecked")
        var actions = (List<String>) page.locator("form[method=post]")
                .evaluateAll("forms => [...new Set(forms.map(form => form.getAttribute('action')))]");
        assertThat(actions).hasSize(8);

        for (var action : actions) {
            for (var token : List.of("", "0123456789abcdef")) {
                var answer =
                        post(action, FormData.create().set("atl_token", token).set("comment", "Forged"));
                assertThat(answer.status()).as(action).isEqualTo(403);
                assertThat(answer.text()).contains("XSRF Security Token Missing");
            }
        }
        assertThat(jira.commentBodies(key)).containsExactly("Stays");
        assertThat(jira.attachmentNames(key)).containsExactly("stays.txt");
        assertThat(page.reload().status()).isEqualTo(200);

        var right = page.locator("input[name=atl_token]").first().getAttribute("value");
        var comment = actions.stream()
                .filter(one -> one.contains("AddComment"))
                .findFirst()
                .orElseThrow();
        assertThat(post(comment, FormData.create().set("atl_token", right).set("comment", "Meant"))
                        .status())
                .as("with the token it is done")
                .isEqualTo(303);
        assertThat(jira.commentBodies(key)).containsExactly("Stays", "Meant");
    }

    private APIResponse post(String action, FormData form) {
        var address = URI.create(jira.url()).resolve(action).toString();
        return ada.request().post(address, RequestOptions.create().setForm(form).setMaxRedirects(0));
    }

    @Test
    void afterThreeWrongPasswordsAPersonHasToTypeAWordBeforeProgramsComeInAgain() {
        try (var context = context(new Browser.NewContextOptions())) {
            var page = logIn(context, jira, "alan", "wrong");
            for (int more = 0; more < 2; more++) {
                assertThat(page.getByRole(AriaRole.ALERT))
                        .hasText("Sorry, your username and password are incorrect - please try again.");
                assertThat(page.getByLabel("Username")).hasValue("alan");
                page.getByLabel("Password").fill("wrong");
                button(page, "Log in").click();
            }
            page.getByLabel("Password").fill("let me in");
            button(page, "Log in").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("CAPTCHA");

            var question = page.getByLabel(Pattern.compile("Type the word"));
            page.getByLabel("Password").fill("let me in");
            question.fill("moat");
            button(page, "Log in").click();

            assertThat(page.getByRole(AriaRole.BANNER)).containsText("Alan Turing");
        }
    }

    @Test
    void twoJirasOnOneHostKeepTheirSessionsApart() {
        try (var other = SandboxJira.start("Beta", "9.12.4", "/jira", 0, Clock.systemUTC())) {
            other.addUser("grace", "Grace in Beta", "grace@beta.example", "grace");
            var there = logIn(ada, other, "grace", "grace");
            assertThat(there.getByRole(AriaRole.BANNER)).containsText("Grace in Beta");

            assertThat(browse("ACM").getByRole(AriaRole.BANNER)).containsText("Ada Lovelace");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT"})
    void everyPageFitsAndEachInputHasALabel(int width, ColorScheme scheme) {
        var key = issue(
                "A summary that goes on for long, and has AWordThatIsSoLongThatItWouldPushThePageOutOfTheWindowOfAPhone",
                Map.of("description", "W".repeat(200), "labels", List.of("L".repeat(120)), "environment", "Tablet"));
        jira.comment("grace", key, "*Grace Hopper* (BETA) commented:\n\n" + "C".repeat(200));
        jira.restrictedComment("ada", key, "For a few.", "Administrators");
        jira.attach("grace", key, "F".repeat(120) + ".pdf", new byte[3000]);
        jira.transition("grace", key, "In Progress");
        var paths = Map.of(
                "login", "login.jsp",
                "projects", "secure/Dashboard.jspa",
                "issues", "browse/ACM",
                "issue", "browse/" + key,
                "form", "secure/EditIssue.jspa?id=" + key);
        var options = new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setStorageState(ada.storageState());
        try (var context = context(options)) {
            var page = context.newPage();
            // The dark colours are the same on every page.
            var some = scheme == ColorScheme.DARK ? Set.of("issue") : paths.keySet();
            some.forEach(name -> {
                page.navigate(jira.url() + "/" + paths.get(name));
                fits(page, name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
            });
        }
    }

    private static void fits(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve("sandbox-" + name + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
                .as("%s scrolls sideways", name)
                .isEqualTo(0);
        assertThat(page.evaluate("() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
                        + ".filter(one => one.labels.length === 0 && !one.closest('fieldset')).map(one => one.name)"))
                .as("inputs of %s without a label", name)
                .isEqualTo(List.of());
    }

    @AfterAll
    static void nothingButThisHostWasAsked() {
        assertThat(asked).isNotEmpty().allMatch(authority -> authority.startsWith("127.0.0.1:"));
    }
}
