package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** People who only know their own Jira see there what an issue is in sync with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SeenFromJiraStoryIT {
    private static final String CONNECTION = "/api/v1/connections/bridge";

    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String field;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        field = beta.jira.administration().field("Key at Acme", "textfield");
        beta.jira.administration().field("Severity", "select", "High");
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void bothIssuesShowTheirTwinUntilTheSyncEnds() throws IOException {
        bridge.add(acme, "outgoing", "replica.status = issue.status");
        show(acme, true, null);
        show(beta, true, "Key at Acme");
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Shown", Map.of());

        var theirs = bridge.share(acme, ours);

        soon("ours shows theirs", () -> acme.jira.remoteLinkTitles(ours).contains(theirs));
        soon("theirs shows ours", () -> beta.jira.remoteLinkTitles(theirs).contains(ours));
        soon("the key", () -> Bridge.text(beta, theirs, field).equals(ours));
        soon("the status", () -> beta.jira.remoteLinks(theirs).contains("Status: To Do"));
        acme.jira.transition("ada", ours, "Done");
        soon("another status", () -> beta.jira.remoteLinks(theirs).contains("Status: Done"));
        bridge.quiet(ours);
        assertThat(beta.jira.remoteLinkTitles(theirs)).containsExactly(ours);
        assertThat(acme.jira.remoteLinkTitles(ours)).containsExactly(theirs);
        assertThat(beta.jira.remoteLinks(theirs)).contains(acme.jira.url() + "/browse/" + ours);

        acme.post(CONNECTION + "/unsync", Map.of("issue", ours));

        soon("gone here", () -> acme.jira.remoteLinkTitles(ours).isEmpty());
        soon("gone there", () -> beta.jira.remoteLinkTitles(theirs).isEmpty());
    }

    @Test
    void whatIsSwitchedOnShowsOnAllAndOffOnNone() {
        show(acme, false, null);
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Later", Map.of());
        var theirs = bridge.share(acme, ours);
        bridge.quiet(ours);
        assertThat(acme.jira.remoteLinkTitles(ours)).as("not asked for").isEmpty();

        show(acme, true, null);
        soon("on", () -> acme.jira.remoteLinkTitles(ours).contains(theirs));
        show(acme, false, null);
        soon("off", () -> acme.jira.remoteLinkTitles(ours).isEmpty());
    }

    /** Nothing else waits for it. */
    @Test
    void whatCannotBeShownIsSaidAndHoldsNothingBack() {
        acme.jira.administration().withdraw("drawbridge", "ACM", "LINK_ISSUES");
        show(acme, true, null);
        var ours = acme.jira.createIssue("ada", "ACM", "Task", "Unlinked", Map.of());
        var theirs = bridge.share(acme, ours);
        soon(
                "said",
                () -> bridge.view(acme, ours).path("timeline").toString().contains("The remote link cannot be shown"));
        acme.jira.edit("ada", ours, Map.of("summary", "Goes on"));
        soon("goes on", () -> Bridge.text(beta, theirs, "summary").equals("Goes on"));

        acme.jira.administration().grant("drawbridge", "ACM", "LINK_ISSUES");
        acme.jira.edit("ada", ours, Map.of("summary", "Tried again"));
        soon("with the next change", () -> acme.jira.remoteLinkTitles(ours).contains(theirs));
    }

    @Test
    void anIssueForWhichJiraFailsHoldsNoOtherBack() {
        show(acme, false, null);
        var ill = acme.jira.createIssue("ada", "ACM", "Task", "Ill", Map.of());
        var well = acme.jira.createIssue("ada", "ACM", "Task", "Well", Map.of());
        bridge.share(acme, ill);
        var shown = bridge.share(acme, well);
        bridge.quiet("all");
        acme.jira
                .faults()
                .failNext(
                        1000,
                        "POST .*/issue/%d/remotelink"
                                .formatted(acme.jira.issue(ill).path("id").asLong()),
                        500,
                        "");

        show(acme, true, null);

        soon("the other's", () -> acme.jira.remoteLinkTitles(well).contains(shown));
        assertThat(acme.jira.remoteLinkTitles(ill)).isEmpty();
        acme.jira.faults().clear();
    }

    @Test
    void aFieldThatTakesNoKeyIsRefused() {
        assertThat(refusal("Nothing of that name")).contains("There is no custom field 'Nothing of that name'");
        assertThat(refusal("Severity")).contains("takes no text");
        assertThat(refusal(" ")).contains("remoteKeyField");
        assertThat(beta.get(CONNECTION).path("settings").path("remoteKeyField").asText(null))
                .isNotEqualTo("Severity");
    }

    private String refusal(String name) {
        var answer = beta.patch(CONNECTION, Map.of("remoteKeyField", name));
        assertThat(answer.path("status").asInt()).isEqualTo(422);
        return answer.toString();
    }

    private static void show(Company company, boolean link, @Nullable String key) {
        var wanted = new HashMap<String, @Nullable Object>();
        wanted.put("remoteLink", link);
        wanted.put("remoteKeyField", key);
        company.patch(CONNECTION, wanted);
    }
}
