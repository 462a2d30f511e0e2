package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.field;
import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens when nobody configured anything. Acme's issues go over two connections at once: {@code closed} as it is made,
 * and {@code open}, in which Acme shares what is withheld by default and Beta takes markup as it is: what does not arrive
 * over the one arrives over the other, so that each test could fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DefaultsStoryIT {
    private Company acme;
    private Company beta;
    private Bridge closed;
    private Bridge open;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        var webhook = Ports.free();
        acme = Company.reachable("Acme", "ACM", folder)
                .with("drawbridge.jira.webhook.port", String.valueOf(webhook))
                .with("drawbridge.jira.webhook.address", "127.0.0.1")
                .start();
        acme.jira
                .administration()
                .webhook("http://127.0.0.1:" + webhook + "/", null, "jira:issue_deleted", "jira:issue_updated");
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        acme.jira.addProject("SUP", "Support", "service_desk");
        acme.jira.addProject("ACX", "Second project", "software");
        acme.jira.addProject("FAR", "Elsewhere", "software");
        beta.jira.addProject("OPN", "Open project", "service_desk");
        acme.jira.administration().securityLevel("ACM", "Board", "ada", "drawbridge");
        Company.connect(acme, beta, "SCRIPT", "closed", List.of("ACM", "SUP", "ACX"), List.of("BET"));
        Company.connect(acme, beta, "SCRIPT", "open", List.of("ACM", "SUP"), List.of("OPN"));
        closed = new Bridge(acme, beta, "closed");
        open = new Bridge(acme, beta, "open");
        open.patch(acme, Map.of("shareRestricted", true, "shareSecured", true));
        open.patch(beta, Map.of("markup", "as-is"));
        for (var bridge : List.of(closed, open)) {
            // A rule that would give away what it can get hold of.
            acme.rule(
                    bridge.name(),
                    "outgoing",
                    rule(acme, bridge, "outgoing")
                            + """

                            replica.environment = issue.comments*.body.join(' / ')
                            replica.components = issue.components
                            replica.fixVersions = issue.fixVersions
                            """);
            beta.rule(
                    bridge.name(),
                    "incoming",
                    rule(beta, bridge, "incoming")
                            + """

                            issue.environment = replica.environment
                            issue.components = replica.components
                            issue.fixVersions = replica.fixVersions
                            """);
        }
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void anAcceptedInvitationIsActiveAtOnceAndShowsTheSameFingerprintToBoth() {
        assertThat(closed.connection(acme).path("state").asText()).isEqualTo("ACTIVE");
        assertThat(closed.connection(beta).path("state").asText()).isEqualTo("ACTIVE");
        assertThat(closed.connection(acme).path("fingerprint").asText())
                .isNotEmpty()
                .isEqualTo(closed.connection(beta).path("fingerprint").asText())
                .isNotEqualTo(open.connection(acme).path("fingerprint").asText());
        assertThat(closed.connection(acme).path("winner").asText()).isEqualTo("Acme");
        assertThat(closed.connection(beta).path("winner").asText()).isEqualTo("Acme");
    }

    @Test
    void whenBothChangeOneFieldTheInvitersSideWinsFieldByFieldAndTheOtherValueIsKept() {
        for (var company : List.of(acme, beta))
            for (var part : List.of("Web", "Mobile", "Desk")) {
                company.jira.administration().component(company.project, part);
                company.jira.administration().version(company.project, part);
            }
        var key = issue(
                "ACM",
                "Base",
                Map.of(
                        "labels", List.of("base", "old"),
                        "components", named("Web"),
                        "fixVersions", named("Web")));
        var twin = closed.share(acme, key);

        // Both sides queue what they have before anything crosses.
        acme.post("/api/v1/connections/closed/deactivate", Map.of());
        acme.jira.edit(
                "ada",
                key,
                Map.of(
                        "summary", "Acme's",
                        "labels", List.of("base", "ours"),
                        "components", named("Web", "Mobile"),
                        "fixVersions", named("Mobile")));
        beta.jira.edit(
                "grace",
                twin,
                Map.of(
                        "summary", "Beta's",
                        "description", "Only Beta wrote this",
                        "labels", List.of("base", "old", "theirs"),
                        "components", named("Web", "Desk"),
                        "fixVersions", named("Web", "Desk")));
        soon("Beta has queued", () -> closed.connection(beta).path("outbox").asInt() > 0);
        soon("Acme has queued", () -> closed.connection(acme).path("outbox").asInt() > 0);
        acme.post("/api/v1/connections/closed/activate", Map.of());

        soon("Acme's value in Beta", () -> text(beta, twin, "summary").equals("Acme's"));
        soon("Beta's other field in Acme", () -> text(acme, key, "description").startsWith("Only Beta"));
        closed.mark(acme, key, "after the conflict");
        closed.mark(beta, twin, "after it too");
        closed.quiet(key);
        assertThat(text(acme, key, "summary")).isEqualTo("Acme's");
        assertThat(text(beta, twin, "summary")).isEqualTo("Acme's");
        for (var side : List.of(field(acme, key, "labels"), field(beta, twin, "labels")))
            assertThat(texts(side)).containsExactlyInAnyOrder("base", "ours", "theirs");
        // Beta's outgoing rule says nothing of components and versions: those come from Acme only.
        assertThat(names(field(beta, twin, "components"))).containsExactlyInAnyOrder("Web", "Mobile", "Desk");
        assertThat(names(field(beta, twin, "fixVersions"))).containsExactlyInAnyOrder("Mobile", "Desk");
        assertThat(closed.timeline(beta, twin)).contains("conflict");
        assertThat(lost(beta, twin)).containsExactly("summary LOCAL Beta's");
    }

    @Test
    void aCommentBelongsToTheSideThatMadeIt() {
        var key = issue("ACM", "Ownership", Map.of());
        var id = acme.jira.comment("ada", key, "First words");
        acme.jira.comment("ada", key, "Second words");
        var twin = closed.share(acme, key);
        soon("both copies", () -> beta.jira.commentBodies(twin).size() == 2);

        beta.jira.editComment("grace", twin, commentId(beta, twin, "First words"), "Beta has changed its copy");
        beta.jira.deleteComment("grace", twin, commentId(beta, twin, "Second words"));
        closed.mark(beta, twin, "after Beta's edit");

        assertThat(acme.jira.commentBodies(key)).contains("First words", "Second words");
        assertThat(beta.jira.commentBodies(twin)).contains("Beta has changed its copy");

        acme.jira.editComment("ada", key, id, "Owner's words");
        acme.jira.editComment("ada", key, commentId(acme, key, "Second words"), "Second words, edited");
        closed.mark(acme, key, "after the owner's edit");

        assertThat(String.join("|", beta.jira.commentBodies(twin)))
                .contains("Owner's words")
                .doesNotContain("Beta has changed its copy")
                .doesNotContain("Second words");

        acme.jira.deleteComment("ada", key, id);
        soon("the owner's deletion", () -> beta.jira.commentBodies(twin).stream()
                .noneMatch(body -> body.contains("Owner's words")));
    }

    @Test
    void anAttachmentBelongsToTheSideThatMadeIt() {
        var key = issue("ACM", "Files", Map.of());
        acme.jira.attach("ada", key, "kept.txt", new byte[] {1});
        acme.jira.attach("ada", key, "gone.txt", new byte[] {2});
        var twin = closed.share(acme, key);
        soon("both files", () -> beta.jira.attachmentNames(twin).size() == 2);

        beta.jira.deleteAttachment("grace", twin, "kept.txt");
        closed.mark(beta, twin, "after Beta's deletion");
        assertThat(acme.jira.attachmentNames(key)).containsExactlyInAnyOrder("kept.txt", "gone.txt");

        acme.jira.deleteAttachment("ada", key, "gone.txt");
        soon("the owner's deletion", () -> beta.jira.attachmentNames(twin).isEmpty());
        closed.mark(acme, key, "after the owner's deletion");
        assertThat(beta.jira.attachmentNames(twin)).isEmpty();
    }

    @Test
    void aReceivedCommentNamesItsAuthorWithoutAnAddress() {
        acme.jira.addUser("mail", "mail@acme.example", "mail@acme.example", "mail");
        var key = issue("ACM", "Header", Map.of());
        acme.jira.comment("ada", key, "Good morning");
        acme.jira.comment("mail", key, "From somebody called by an address");
        var twin = closed.share(acme, key);

        soon("both comments", () -> beta.jira.commentBodies(twin).size() == 2);
        assertThat(beta.jira.commentBodies(twin))
                .contains("*Ada Lovelace* (Acme) commented:\nGood morning")
                .contains("*mail* (Acme) commented:\nFrom somebody called by an address");
        assertThat(authors(beta, twin)).containsOnly("drawbridge");
    }

    @Test
    void restrictedCommentsAndFilesThatOnlyTheyNameStayAtHome() {
        var key = issue("ACM", "Secrets", Map.of());
        acme.jira.attach("ada", key, "plan", new byte[] {1});
        acme.jira.attach("ada", key, "plan-public.pdf", new byte[] {2});
        acme.jira.comment("ada", key, "See [^plan-public.pdf]");
        acme.jira.restrictedComment("ada", key, "Hidden [^plan] and [^plan-public.pdf]", "Developers");

        var shown = open.share(acme, key);
        var twin = closed.share(acme, key);
        soon("the restricted one over the open connection", () -> said(beta, shown)
                .contains("Hidden"));
        soon("its file too", () -> beta.jira.attachmentNames(shown).contains("plan"));
        soon("the public file", () -> beta.jira.attachmentNames(twin).contains("plan-public.pdf"));
        closed.mark(acme, key, "after the restricted one");

        assertThat(said(beta, twin)).contains("See [^plan-public.pdf]").doesNotContain("Hidden");
        assertThat(text(beta, twin, "environment"))
                .contains("after the restricted one")
                .doesNotContain("Hidden");
        assertThat(beta.jira.attachmentNames(twin)).containsExactly("plan-public.pdf");
        assertThat(visibility(beta, shown, "Hidden")).isEqualTo("Developers");
    }

    @Test
    void internalCommentsOfAServiceProjectStayAtHome() {
        var key = issue("SUP", "Customer", Map.of());
        acme.jira.comment("ada", key, "To the customer");
        acme.jira.internalComment("ada", key, "Among ourselves");

        var shown = open.share(acme, key);
        var twin = closed.share(acme, key);
        soon("the internal one over the open connection", () -> said(beta, shown)
                .contains("Among ourselves"));
        closed.mark(acme, key, "after the internal one");

        assertThat(said(beta, twin)).contains("To the customer").doesNotContain("Among ourselves");
        assertThat(text(beta, twin, "environment")).doesNotContain("Among ourselves");
    }

    @Test
    void aCommentThatBecomesRestrictedIsDeletedThere() {
        var key = issue("ACM", "Second thoughts", Map.of());
        var id = acme.jira.comment("ada", key, "Too much said");
        var shown = open.share(acme, key);
        var twin = closed.share(acme, key);
        soon("the copy", () -> said(beta, twin).contains("Too much said"));

        acme.jira.restrictComment("ada", key, id, "Developers");

        soon("no copy any more", () -> !said(beta, twin).contains("Too much said"));
        soon("no open copy", () -> visibility(beta, shown, "Too much said").equals("Developers"));
        soon("not in other texts", () -> !text(beta, twin, "environment").contains("Too much said"));
        assertThat(acme.jira.commentBodies(key)).contains("Too much said");
    }

    @Test
    void aSecuredIssueTellsNothingUntilItsLevelIsTakenAway() {
        var key = issue("ACM", "Public so far", Map.of());
        var shown = open.share(acme, key);
        var twin = closed.share(acme, key);

        acme.jira.secure("ada", key, "Board");
        acme.jira.edit("ada", key, Map.of("summary", "We buy Beta"));
        acme.jira.comment("ada", key, "For 10 million");
        soon(
                "over the open connection",
                () -> text(beta, shown, "summary").equals("We buy Beta")
                        && said(beta, shown).contains("million"));
        beta.jira.comment("grace", twin, "Any news?");
        soon("Beta is heard", () -> said(acme, key).contains("Any news?"));

        assertThat(text(beta, twin, "summary")).isEqualTo("Public so far");
        assertThat(said(beta, twin)).doesNotContain("million");

        acme.jira.secure("ada", key, null);
        soon("told when it may be", () -> text(beta, twin, "summary").equals("We buy Beta"));
    }

    @Test
    void markupFromThePartnerIsHarmlessUnlessItIsTakenAsItIs() {
        var text =
                "{html}<b>x</b>{html} !http://evil.example/p.png! [go|javascript:alert(1)] [ok|https://acme.example]";
        var key = issue("ACM", "Markup", Map.of("description", text));

        var shown = open.share(acme, key);
        var twin = closed.share(acme, key);

        assertThat(text(beta, shown, "description")).isEqualTo(text);
        assertThat(text(beta, twin, "description"))
                .isEqualTo("\\{html}<b>x</b>\\{html} [http://evil.example/p.png] go [ok|https://acme.example]");
    }

    @Test
    void anIssueDeletedThereStaysHere() {
        var key = issue("ACM", "Mistake", Map.of());
        var twin = closed.share(acme, key);

        acme.jira.deleteIssue("ada", key);

        soon("told", () -> closed.state(beta, twin).equals("REMOTE_REMOVED"));
        assertThat(closed.view(beta, twin).path("why").asText()).startsWith("Remote issue removed");
        assertThat(text(beta, twin, "summary")).isEqualTo("Mistake");
    }

    @Test
    void anIssueMovedInsideTheProjectsGoesOnAndOutsideTheySyncNoMore() {
        var key = issue("ACM", "Wanderer", Map.of());
        var twin = closed.share(acme, key);

        var inside = acme.jira.move("ada", key, "ACX");
        acme.jira.edit("ada", inside, Map.of("summary", "Moved"));
        soon("goes on", () -> text(beta, twin, "summary").equals("Moved"));
        soon("under its new key", () -> closed.twin(beta, twin).equals(inside));
        beta.jira.edit("grace", twin, Map.of("description", "Found it"));
        soon("both ways", () -> text(acme, inside, "description").equals("Found it"));

        var outside = acme.jira.move("ada", inside, "FAR");
        acme.jira.edit("ada", outside, Map.of("summary", "None of Beta's business"));
        soon("out of scope", () -> closed.state(acme, outside).equals("MOVED_OUT_OF_SCOPE"));
        soon("ended there", () -> closed.state(beta, twin).equals("NOT_UNDER_SYNC"));
        assertThat(closed.view(acme, outside).path("why").asText()).contains("FAR");
        assertThat(text(beta, twin, "summary")).isEqualTo("Moved");
    }

    @Test
    void whatWasUnsyncedStaysAsItIsAndNoTriggerBringsItBack() {
        acme.post("/api/v1/triggers", Map.of("connection", "closed", "jql", "labels = shared", "active", true));
        var key = issue("ACM", "By a trigger", Map.of("labels", List.of("shared")));
        soon("brought by the trigger", () -> closed.state(acme, key).equals("SYNCHRONIZED"));
        var twin = closed.twin(acme, key);

        beta.post("/api/v1/connections/closed/unsync", Map.of("issue", twin));
        soon(
                "ended on both sides",
                () -> closed.state(acme, key).equals("NOT_UNDER_SYNC")
                        && closed.state(beta, twin).equals("NOT_UNDER_SYNC"));
        acme.jira.edit("ada", key, Map.of("summary", "Changed afterwards"));
        // The next one that the trigger finds shows that the first had its turn.
        var next = issue("ACM", "By the same trigger", Map.of("labels", List.of("shared")));
        soon("the trigger works", () -> closed.state(acme, next).equals("SYNCHRONIZED"));

        assertThat(closed.state(acme, key)).isEqualTo("NOT_UNDER_SYNC");
        assertThat(text(beta, twin, "summary")).isEqualTo("By a trigger");
        assertThat(closed.share(acme, key))
                .as("only a person's word starts it again")
                .isNotEqualTo(twin);
    }

    private String issue(String project, String summary, Map<String, ?> fields) {
        return acme.jira.createIssue("ada", project, "Task", summary, new HashMap<>(fields));
    }

    private String rule(Company company, Bridge bridge, String direction) {
        return company.text("/api/v1/connections/" + bridge.name() + "/rules/" + direction);
    }

    private List<String> lost(Company company, String key) {
        var lost = new ArrayList<String>();
        closed.view(company, key)
                .path("lost")
                .forEach(value -> lost.add(
                        value.path("field").asText() + " " + value.path("side").asText() + " "
                                + value.path("value").asText()));
        return lost;
    }

    private static String said(Company company, String key) {
        return String.join("|", company.jira.commentBodies(key));
    }

    private static @Nullable JsonNode comment(Company company, String key, String words) {
        for (var comment : field(company, key, "comment").path("comments"))
            if (comment.path("body").asText().contains(words)) return comment;
        return null;
    }

    private static String commentId(Company company, String key, String words) {
        var comment = comment(company, key, words);
        return comment == null ? "" : comment.path("id").asText();
    }

    private static String visibility(Company company, String key, String words) {
        var comment = comment(company, key, words);
        return comment == null ? "" : comment.path("visibility").path("value").asText();
    }

    private static List<String> authors(Company company, String key) {
        var authors = new ArrayList<String>();
        field(company, key, "comment")
                .path("comments")
                .forEach(comment ->
                        authors.add(comment.path("author").path("name").asText()));
        return authors;
    }

    private static List<Map<String, String>> named(String... names) {
        return List.of(names).stream().map(name -> Map.of("name", name)).toList();
    }

    private static List<String> names(JsonNode list) {
        var names = new ArrayList<String>();
        list.forEach(element -> names.add(element.path("name").asText()));
        return names;
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
