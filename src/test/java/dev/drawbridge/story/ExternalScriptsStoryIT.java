package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Acme and Beta use the external scripts that come with Drawbridge, and nothing else beyond the default rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ExternalScriptsStoryIT {
    private static final String EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link";
    private static final String EPIC_NAME = "com.pyxis.greenhopper.jira:gh-epic-label";

    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String severity;
    private String impact;
    private String acmesLink;
    private String betasLink;
    private String acmesName;
    private String betasName;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        severity = acme.jira.administration().field("Severity", "select", "High", "Low");
        beta.jira.administration().field("Placeholder", "textfield");
        impact = beta.jira.administration().field("Impact", "select", "High", "Low");
        acmesLink = acme.jira.administration().field("Epic Link", EPIC_LINK);
        betasLink = beta.jira.administration().field("Epic Link", EPIC_LINK);
        acmesName = acme.jira.administration().field("Epic Name", EPIC_NAME);
        betasName = beta.jira.administration().field("Epic Name", EPIC_NAME);
        acme.jira.administration().version("ACM", "3.0");
        acme.jira.administration().component("ACM", "Roof");
        beta.jira.administration().grant("drawbridge", "BET", "ADMINISTER_PROJECTS");
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        bridge.add(
                acme,
                "outgoing",
                """
                Status.send()
                Versions.send()
                Components.send()
                IssueLinks.send()
                Epic.send()
                SubTaskSync.send()
                CustomFieldSync.send("Severity")
                """);
        bridge.add(
                beta,
                "incoming",
                """
                SubTaskSync.receive()
                Versions.receive()
                Components.receive()
                IssueLinks.receive()
                Epic.receive()
                CustomFieldSync.receive(["Severity": "Impact"])
                Status.receive()
                """);
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void versionsComponentsAndCustomFieldsArriveAndWhatIsLackingIsMade() {
        var twin = bridge.share(
                acme,
                issue(
                        "Task",
                        "Parts",
                        Map.of(
                                "fixVersions",
                                List.of(Map.of("name", "3.0")),
                                "components",
                                List.of(Map.of("name", "Roof")),
                                severity,
                                Map.of("value", "High"))));

        assertThat(Bridge.field(beta, twin, "fixVersions").path(0).path("name").asText())
                .isEqualTo("3.0");
        assertThat(Bridge.field(beta, twin, "components").path(0).path("name").asText())
                .isEqualTo("Roof");
        assertThat(Bridge.field(beta, twin, impact).path("value").asText()).isEqualTo("High");
    }

    @Test
    void subTasksComeWithTheirParentAndLinksWithTheirOtherEnd() {
        var parent = issue("Task", "Parent", Map.of());
        var child = issue("Sub-task", "Child", Map.of("parent", Map.of("key", parent)));
        var other = issue("Task", "Other", Map.of());
        acme.jira.link("ada", "Blocks", parent, other);

        var parentThere = bridge.share(acme, parent);
        soon("the child", () -> !bridge.twin(acme, child).isEmpty());
        var childThere = bridge.twin(acme, child);
        assertThat(Bridge.field(beta, childThere, "parent").path("key").asText())
                .isEqualTo(parentThere);
        var otherThere = bridge.share(acme, other);
        soon(
                "the link",
                () -> Bridge.field(beta, parentThere, "issuelinks").toString().contains(otherThere));
    }

    @Test
    void storiesComeUnderTheirEpicAndAreClosedWithTheirResolution() {
        var epic = issue("Epic", "Everything new", Map.of(acmesName, "New"));
        var story = issue("Story", "First", Map.of(acmesLink, epic));
        var epicThere = bridge.share(acme, epic);
        var storyThere = bridge.share(acme, story);

        assertThat(text(beta, epicThere, betasName)).isEqualTo("New");
        assertThat(text(beta, storyThere, betasLink)).isEqualTo(epicThere);
        acme.jira.transition("ada", story, "Done", Map.of("resolution", Map.of("name", "Duplicate")));
        soon(
                "closed",
                () -> text(beta, storyThere, "status").equals("Done")
                        && text(beta, storyThere, "resolution").equals("Duplicate"));
    }

    private String issue(String type, String summary, Map<String, ?> fields) {
        return acme.jira.createIssue("ada", "ACM", type, summary, fields);
    }
}
