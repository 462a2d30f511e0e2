package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Hub works with Acme, which it dials and is dialled by, and with Cecil, which nobody can reach. The two do not know each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class HubAndSpokeStoryIT {
    private Company acme;
    private Company hub;
    private Company cecil;
    private Bridge left;
    private Bridge right;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        hub = Company.reachable("Hub", "HUB", folder).start();
        cecil = Company.behindFirewall("Cecil", "CEC", folder).start();
        left = new Bridge(acme, hub, Company.connectBothWays(hub, acme, "SCRIPT", "left"));
        right = new Bridge(hub, cecil, Company.connect(hub, cecil, "BASIC", "right"));
    }

    @AfterAll
    void stop() {
        for (var company : new Company[] {acme, hub, cecil}) if (company != null) company.close();
    }

    /** One issue in all three: its keys at Acme, at Hub and at Cecil. */
    private record Everywhere(String acme, String hub, String cecil) {}

    private Everywhere share(String summary) {
        var key = acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
        var middle = left.share(acme, key);
        return new Everywhere(key, middle, right.share(hub, middle));
    }

    @Test
    void aCommentOfOneEndArrivesAtTheOtherOnceUnderItsAuthorsName() {
        var issue = share("Talk");
        var id = acme.jira.comment("ada", issue.acme(), "Helo");
        Bridge.soon("at Cecil's", () -> cecil.jira.commentBodies(issue.cecil()).size() == 1);
        assertThat(cecil.jira.commentBodies(issue.cecil())).containsExactly("*Ada Lovelace* (Acme) commented:\nHelo");

        acme.jira.editComment("ada", issue.acme(), id, "Hello");
        Bridge.soon(
                "the correction",
                () -> cecil.jira.commentBodies(issue.cecil()).contains("*Ada Lovelace* (Acme) commented:\nHello"));
        var answer = cecil.jira.comment("grace", issue.cecil(), "Good day");
        Bridge.soon("the answer", () -> acme.jira.commentBodies(issue.acme()).size() == 2);
        quiet();
        assertThat(acme.jira.commentBodies(issue.acme()))
                .containsExactly("Hello", "*Grace Hopper* (Cecil) commented:\nGood day");
        assertThat(hub.jira.commentBodies(issue.hub()))
                .containsExactly(
                        "*Ada Lovelace* (Acme) commented:\nHello", "*Grace Hopper* (Cecil) commented:\nGood day");
        assertThat(cecil.jira.commentBodies(issue.cecil()))
                .containsExactly("*Ada Lovelace* (Acme) commented:\nHello", "Good day");

        cecil.jira.deleteComment("grace", issue.cecil(), answer);
        Bridge.soon("the deletion", () -> acme.jira.commentBodies(issue.acme()).size() == 1);
        assertThat(hub.jira.commentBodies(issue.hub())).hasSize(1);
    }

    /** The control of the author's name: what was said at the hub itself bears the hub's name at both ends. */
    @Test
    void aCommentOfTheHubGoesBothWays() {
        var issue = share("From the middle");
        hub.jira.comment("grace", issue.hub(), "Both of you");
        Bridge.soon("at Acme's", () -> acme.jira.commentBodies(issue.acme()).size() == 1);
        Bridge.soon("at Cecil's", () -> cecil.jira.commentBodies(issue.cecil()).size() == 1);

        assertThat(acme.jira.commentBodies(issue.acme()))
                .containsExactly("*Grace Hopper* (Hub) commented:\nBoth of you");
        assertThat(cecil.jira.commentBodies(issue.cecil()))
                .containsExactly("*Grace Hopper* (Hub) commented:\nBoth of you");
    }

    @Test
    void anEditTakesOneEventOnEachConnectionAndNothingEchoes() {
        var issue = share("First");
        acme.jira.attach("ada", issue.acme(), "plan.txt", "the plan".getBytes(StandardCharsets.UTF_8));
        Bridge.soon("the file", () -> cecil.jira.attachmentNames(issue.cecil()).contains("plan.txt"));
        assertThat(cecil.jira.attachmentBytes(issue.cecil(), "plan.txt"))
                .asString()
                .isEqualTo("the plan");
        quiet();
        var before = Told.of(left, right);

        acme.jira.edit("ada", issue.acme(), Map.of("summary", "Second"));
        Bridge.soon(
                "at Cecil's", () -> Bridge.text(cecil, issue.cecil(), "summary").equals("Second"));
        quiet();
        assertThat(Told.of(left, right).since(before)).isEqualTo(Map.of("left of Acme", 1L, "right of Hub", 1L));

        var between = Told.of(left, right);
        cecil.jira.edit("grace", issue.cecil(), Map.of("summary", "Third"));
        Bridge.soon(
                "at Acme's", () -> Bridge.text(acme, issue.acme(), "summary").equals("Third"));
        quiet();
        assertThat(Told.of(left, right).since(between)).isEqualTo(Map.of("right of Cecil", 1L, "left of Hub", 1L));
        assertThat(Bridge.text(hub, issue.hub(), "summary")).isEqualTo("Third");
        assertThat(hub.jira.attachmentNames(issue.hub())).containsExactly("plan.txt");
        assertThat(acme.jira.attachmentNames(issue.acme())).containsExactly("plan.txt");
    }

    @Test
    void theHubShowsOneIssueInTwoConnections() {
        var issue = share("Twice");

        assertThat(hub.get("/api/v1/issues/" + issue.hub()).path("connections").findValuesAsText("connection"))
                .containsExactlyInAnyOrder("left", "right");
        assertThat(left.twin(hub, issue.hub())).isEqualTo(issue.acme());
        assertThat(right.twin(hub, issue.hub())).isEqualTo(issue.cecil());
    }

    @Test
    void oneConnectionMayRestWhileTheOtherGoesOn() {
        var issue = share("Resting");
        hub.post("/api/v1/connections/right/deactivate", Map.of());
        acme.jira.edit("ada", issue.acme(), Map.of("summary", "Meanwhile"));
        Bridge.soon("at the hub", () -> Bridge.text(hub, issue.hub(), "summary").equals("Meanwhile"));
        Bridge.soon("it waits", () -> right.connection(hub).path("outbox").asInt() > 0);
        assertThat(Bridge.text(cecil, issue.cecil(), "summary")).isEqualTo("Resting");

        hub.post("/api/v1/connections/right/activate", Map.of());
        Bridge.soon(
                "at Cecil's", () -> Bridge.text(cecil, issue.cecil(), "summary").equals("Meanwhile"));
    }

    private void quiet() {
        left.quiet("all");
        right.quiet("all");
    }
}
