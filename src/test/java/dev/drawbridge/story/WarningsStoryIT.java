package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.field;
import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.sandbox.Transition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Beta's Jira cannot take: the rest is applied, the part is a warning that says what, why and what to do, and it is
 * tried again when the issue or Jira's configuration changes, or when somebody asks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class WarningsStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String team;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .with("drawbridge.jira.metadata-every", "1s")
                .start();
        acme.jira.administration().priority("Urgent");
        team = acme.jira.administration().field("Team", "select", "Red", "Purple");
        var theirs = beta.jira.administration().field("Squad", "select", "Red");
        beta.jira.workflow("BET", workflow("In Progress"));
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
        acme.rule(
                "bridge",
                "outgoing",
                acme.text("/api/v1/connections/bridge/rules/outgoing")
                        + """

                        replica.environment = issue.environment
                        replica.due = issue.due
                        replica.components = issue.components
                        replica.team = issue.customFields?."%s"?.value?.value
                        """
                                .formatted(team.replace("customfield_", "")));
        beta.rule(
                "bridge",
                "incoming",
                beta.text("/api/v1/connections/bridge/rules/incoming")
                        + """

                        issue.priority = nodeHelper.getPriority(replica.priority?.name) ?: issue.priority
                        issue.environment = replica.environment
                        issue.due = replica.due
                        issue.components = replica.components
                        issue.setStatus(replica.status?.name)
                        if (replica.team) issue.customFields."%1$s" = [id: "%1$s", value: [value: replica.team]]
                        """
                                .formatted(theirs.replace("customfield_", "")));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void anUnknownPriorityIsAppliedOnceItExists() {
        var key = issue("Calm", Map.of());
        var twin = bridge.share(acme, key);
        var before = text(beta, twin, "priority");

        acme.jira.edit("ada", key, Map.of("summary", "Burning", "priority", Map.of("name", "Urgent")));
        soon("the rest is applied", () -> text(beta, twin, "summary").equals("Burning"));
        soon("the warning", () -> says(twin, "priority", "Urgent", "There is no such priority here."));
        assertThat(text(beta, twin, "priority")).isEqualTo(before);
        assertThat(bridge.state(beta, twin)).isEqualTo("SYNCHRONIZED_EXCEPT");
        soon("Acme is told", () -> bridge.state(acme, key).equals("SYNCHRONIZED_EXCEPT"));

        beta.jira.administration().priority("Urgent");

        soon("applied by itself", () -> text(beta, twin, "priority").equals("Urgent"));
        soon(
                "no warning any more",
                () -> bridge.state(beta, twin).equals("SYNCHRONIZED")
                        && bridge.state(acme, key).equals("SYNCHRONIZED"));
    }

    @Test
    void whatIsNotOnTheScreenIsAppliedWhenSomebodyAsksAfterMendingIt() {
        var key = issue("Screens", Map.of());
        var twin = bridge.share(acme, key);
        beta.jira.offScreen("BET", "environment", "duedate");

        acme.jira.edit(
                "ada", key, Map.of("summary", "On screen", "environment", "Off screen", "duedate", "2031-05-06"));
        soon("the rest is applied", () -> text(beta, twin, "summary").equals("On screen"));
        soon(
                "both warnings",
                () -> says(twin, "environment", "Off screen", "not on the appropriate screen")
                        && says(twin, "due", "2031-05-06", "not on the appropriate screen"));

        beta.jira.administration().onScreen("BET", "environment", "duedate");
        var retried = beta.post("/api/v1/errors/" + error(twin, "environment") + "/retry", Map.of());

        assertThat(retried.path("state").asText()).isEqualTo("WAITING");
        soon(
                "applied",
                () -> text(beta, twin, "environment").equals("Off screen")
                        && text(beta, twin, "duedate").equals("2031-05-06"));
        soon("no warning any more", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    @Test
    void aTransitionThatIsNotPossibleIsMadeWhenTheIssueChangesAndItIs() {
        var key = issue("Workflow", Map.of());
        var twin = bridge.share(acme, key);
        acme.jira.edit("ada", key, Map.of("summary", "Finished"));
        acme.jira.transition("ada", key, "Done");
        soon(
                "the warning",
                () -> says(twin, "status", "Done", "No transition leads to 'Done' now; from 'To Do' Jira offers:"));
        assertThat(text(beta, twin, "summary")).isEqualTo("Finished");
        assertThat(text(beta, twin, "status")).isEqualTo("To Do");

        beta.jira.workflow("BET", workflow("Done"));
        try {
            beta.jira.comment("grace", twin, "I have mended the workflow");
            soon("the transition", () -> text(beta, twin, "status").equals("Done"));
            soon("no warning any more", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
            assertThat(text(acme, key, "status")).isEqualTo("Done");
        } finally {
            beta.jira.workflow("BET", workflow("In Progress"));
        }
    }

    @Test
    void aCommentThatIsTooLongUnderItsHeaderIsMadeWhenItsOwnerShortensIt() {
        var key = issue("Long", Map.of());
        var twin = bridge.share(acme, key);
        var id = acme.jira.comment("ada", key, "x".repeat(32_760));
        acme.jira.comment("ada", key, "A short one");

        soon("the warning", () -> says(twin, "comments/" + id, "", "too long"));
        soon("the short one", () -> beta.jira.commentBodies(twin).size() == 1);
        assertThat(beta.jira.commentBodies(twin).get(0)).endsWith("A short one");

        acme.jira.editComment("ada", key, id, "Shortened");
        soon("made", () -> String.join("|", beta.jira.commentBodies(twin)).contains("Shortened"));
        soon("no warning any more", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    @Test
    void aFileThatIsTooLargeIsMadeWhenTheLimitIsRaised() {
        beta.jira.administration().uploadLimit(10);
        try {
            var key = issue("Files", Map.of());
            var large = acme.jira.attach("ada", key, "large.bin", new byte[20]);
            acme.jira.attach("ada", key, "small.bin", new byte[5]);
            var twin = bridge.share(acme, key);

            soon("the warning", () -> says(twin, "attachments/" + large, "large.bin", "20 bytes are more"));
            soon("the small one", () -> beta.jira.attachmentNames(twin).equals(List.of("small.bin")));

            beta.jira.administration().uploadLimit(1000);
            soon("the large one", () -> beta.jira.attachmentNames(twin).size() == 2);
            soon("no warning any more", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
            assertThat(beta.jira.attachmentBytes(twin, "large.bin")).hasSize(20);
        } finally {
            beta.jira.administration().uploadLimit(10_000_000);
        }
    }

    @Test
    void anIssueIsMadeWithoutTheOptionAndTheComponentThatAreNotThere() {
        acme.jira.administration().component("ACM", "Engine");
        var key = issue(
                "Options", Map.of(team, Map.of("value", "Purple"), "components", List.of(Map.of("name", "Engine"))));

        var twin = bridge.share(acme, key);

        assertThat(text(beta, twin, "summary")).isEqualTo("Options");
        soon(
                "both warnings",
                () -> says(twin, "components", "Engine", "not valid")
                        && bridge.view(beta, twin).path("warnings").size() == 2);
        assertThat(bridge.view(beta, twin).path("warnings").toString()).contains("customFields.", "Purple");

        beta.jira.administration().component("BET", "Engine");
        soon("applied by itself", () -> field(beta, twin, "components").size() == 1);
        soon("one warning less", () -> bridge.view(beta, twin).path("warnings").size() == 1);
        acme.jira.edit("ada", key, Map.of(team, Map.of("value", "Red")));
        soon("well again", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    @Test
    void anArchivedIssueWaitsAndGoesOnWhenItIsRestored() {
        var key = issue("Archive", Map.of());
        var twin = bridge.share(acme, key);
        beta.jira.archive("grace", twin);

        acme.jira.edit("ada", key, Map.of("summary", "Changed meanwhile"));
        soon("waits", () -> bridge.view(beta, twin).path("why").asText().contains("archived"));
        assertThat(text(beta, twin, "summary")).isEqualTo("Archive");

        beta.jira.restore("grace", twin);
        soon("goes on", () -> text(beta, twin, "summary").equals("Changed meanwhile"));
        soon("well again", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
    }

    private boolean says(String twin, String field, String value, String reason) {
        var warning = bridge.warning(beta, twin, field);
        return warning.path("value").asText().contains(value)
                && warning.path("reason").asText().contains(reason)
                && !warning.path("remedy").asText().isBlank();
    }

    private String error(String twin, String field) {
        for (JsonNode error : beta.get("/api/v1/errors").path("items"))
            if (error.path("issue").asText().equals(twin)
                    && error.path("type").asText().equals(field))
                return error.path("id").asText();
        return "none";
    }

    private String issue(String summary, Map<String, ?> fields) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, fields);
    }

    /** From To Do, one transition only; from everywhere else none. */
    private static Map<String, List<Transition>> workflow(String onlyTo) {
        return Map.of("To Do", List.of(Transition.to(onlyTo)));
    }
}
