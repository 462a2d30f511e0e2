package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sub-tasks and linked issues cross the bridge in any order of arrival and find each other there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class FamilyStoryIT {
    private static final String LOOKS_UP =
            """

            if (firstSync && replica.parentId) {
                issue.typeName = "Sub-task"
                issue.parentId = nodeHelper.getLocalIssueFromRemoteId(replica.parentId.toLong())?.id
            }
            issue.issueLinks = replica.issueLinks
            issue.customFields."Epic Link" = replica.customFields."Epic Link"
            """;

    private static final String EPIC_LINK = "com.pyxis.greenhopper.jira:gh-epic-link";

    private final TurnedClock clock = new TurnedClock();
    private final Dying betasDeath = new Dying();
    private Company acme;
    private Company beta;
    private Bridge bridge;
    private String standard = "";
    private String acmesEpic = "";
    private String betasEpic = "";

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).living(clock).start();
        beta = Company.behindFirewall("Beta", "BET", folder)
                .living(clock)
                .drilled(betasDeath)
                .start();
        acme.jira.administration().field("Squad", "select", "Red");
        acmesEpic = acme.jira.administration().field("Epic Link", EPIC_LINK);
        betasEpic = beta.jira.administration().field("Epic Link", EPIC_LINK);
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        standard = beta.text("/api/v1/connections/bridge/rules/incoming");
        for (var side : List.of(acme, beta)) {
            side.rule(
                    "bridge",
                    "outgoing",
                    side.text("/api/v1/connections/bridge/rules/outgoing")
                            + "\nreplica.parentId = issue.parentId\nreplica.issueLinks = issue.issueLinks\n"
                            + "replica.customFields.'Epic Link' = issue.customFields.'Epic Link'\n");
            side.rule("bridge", "incoming", side.text("/api/v1/connections/bridge/rules/incoming") + LOOKS_UP);
        }
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aChildThatComesBeforeItsParentWaitsForIt() {
        var parent = issue("Parent");
        var child = child(parent, "Child");
        sync(child);
        soon("waiting", () -> waiting(child).path("state").asText().equals("WAITING_FOR_PARENT"));
        assertThat(waiting(child).path("why").asText())
                .isEqualTo("Waiting for its parent " + parent + ", which is not under sync at Acme either.");
        assertThat(copies("Child")).isEmpty();
        assertThat(error("Waiting for its parent " + parent).path("impact").asText())
                .isEqualTo("Warning");

        var there = bridge.share(acme, parent);

        soon("the child", () -> bridge.state(acme, child).equals("SYNCHRONIZED"));
        assertThat(parentOf(bridge.twin(acme, child))).isEqualTo(there);
        assertThat(error("Waiting for its parent " + parent).isMissingNode()).isTrue();
        assertThat(bridge.timeline(beta, bridge.twin(acme, child)))
                .contains("waiting")
                .doesNotContain("blocked");
    }

    /** As published rules do it: they throw when there is no parent. */
    @Test
    void aRuleThatThrowsWithoutTheParentWaitsToo() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                standard
                        + """

                        if (firstSync && replica.parentId) {
                            issue.typeName = "Sub-task"
                            def parent = nodeHelper.getLocalIssueFromRemoteId(replica.parentId.toLong())
                            if (!parent) throw new com.exalate.api.exception.IssueTrackerException("No parent " + replica.parentId)
                            issue.parentId = parent.id
                        }
                        """);
        try {
            var parent = issue("Thrown for");
            var child = child(parent, "Thrown");
            sync(child);
            soon("waiting", () -> waiting(child).path("why").asText().contains("The rule says:"));
            assertThat(waiting(child).path("state").asText()).isEqualTo("WAITING_FOR_PARENT");

            var there = bridge.share(acme, parent);
            soon("the child", () -> bridge.state(acme, child).equals("SYNCHRONIZED"));
            assertThat(parentOf(bridge.twin(acme, child))).isEqualTo(there);
        } finally {
            beta.rule("bridge", "incoming", standard + LOOKS_UP);
        }
    }

    @Test
    void aRuleMayNameTheParentAsThePartnerDoes() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                standard
                        + "\nif (replica.parentId) { issue.typeName = 'Sub-task'; issue.parentId = replica.parentId }\n"
                        + "issue.issueLinks = replica.issueLinks\n");
        try {
            var parent = issue("Named");
            var child = child(parent, "Named child");
            sync(child);
            soon("waiting", () -> waiting(child).path("state").asText().equals("WAITING_FOR_PARENT"));
            var there = bridge.share(acme, parent);
            soon("the child", () -> bridge.state(acme, child).equals("SYNCHRONIZED"));
            assertThat(parentOf(bridge.twin(acme, child))).isEqualTo(there);
            bridge.mark(acme, child, "Goes on");
            assertThat(bridge.view(beta, bridge.twin(acme, child)).path("warnings"))
                    .isEmpty();
        } finally {
            beta.rule("bridge", "incoming", standard + LOOKS_UP);
        }
    }

    @Test
    void aChildWhoseParentDoesNotComeBecomesAnErrorWithTwoWaysOut() {
        var parent = issue("Late");
        var child = child(parent, "Patient");
        sync(child);
        soon("waiting", () -> waiting(child).path("state").asText().equals("WAITING_FOR_PARENT"));

        clock.turn(Duration.ofMinutes(61));
        soon("an error", () -> waiting(child).path("state").asText().equals("ERROR"));
        var error = error("Its parent " + parent + " has not come within 1 h.");
        assertThat(error.path("impact").asText()).isEqualTo("Issue");
        assertThat(error.path("remedy").asText())
                .contains("Bring " + parent + " under sync")
                .contains("map the type")
                .contains("skip it");

        bridge.share(acme, parent);
        soon("the child after all", () -> bridge.state(acme, child).equals("SYNCHRONIZED"));
        assertThat(copies("Patient")).hasSize(1);
    }

    @Test
    void aParentThatIsNotUnderSyncAnyMoreIsNotWaitedFor() {
        var parent = issue("Ended");
        bridge.share(acme, parent);
        acme.post("/api/v1/connections/bridge/unsync", Map.of("issue", parent));
        var twin = bridge.twin(acme, parent);
        soon("ended", () -> bridge.state(beta, twin).equals("NOT_UNDER_SYNC"));

        var child = child(parent, "Orphan");
        sync(child);

        soon("an error", () -> error("Its parent " + parent + " is not under sync any more")
                .path("remedy")
                .asText()
                .contains("map the type"));
        assertThat(copies("Orphan")).isEmpty();
        var skipped = beta.post(
                "/api/v1/errors/" + error("Its parent " + parent).path("id").asText() + "/skip", Map.of());
        assertThat(skipped.path("state").asText()).isEqualTo("SUPERSEDED");
    }

    @Test
    void aSubTaskWhoseParentChangesStaysAndSaysSo() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                standard
                        + """

                        if (replica.parentId) {
                            if (firstSync) issue.typeName = "Sub-task"
                            issue.parentId = nodeHelper.getLocalIssueFromRemoteId((replica.newParent ?: replica.parentId).toLong())?.id
                        }
                        """);
        acme.rule(
                "bridge",
                "outgoing",
                acme.text("/api/v1/connections/bridge/rules/outgoing") + "\nreplica.newParent = issue.environment\n");
        try {
            var one = issue("One");
            var other = issue("Other");
            bridge.share(acme, one);
            var there = bridge.share(acme, other);
            var child = child(one, "Moved");
            var twin = bridge.share(acme, child);

            acme.jira.edit(
                    "ada",
                    child,
                    Map.of("environment", acme.jira.issue(other).path("id").asText()));
            acme.jira.edit("ada", child, Map.of("summary", "Moved on"));
            soon("the rest", () -> Bridge.text(beta, twin, "summary").equals("Moved on"));
            soon("the warning", () -> bridge.warning(beta, twin, "parentId")
                    .path("reason")
                    .asText()
                    .startsWith("Jira's REST API cannot move an issue to another parent"));
            assertThat(bridge.warning(beta, twin, "parentId").path("remedy").asText())
                    .contains(beta.jira.issue(there).path("id").asText());
        } finally {
            beta.rule("bridge", "incoming", standard + LOOKS_UP);
        }
    }

    @Test
    void anEpicThatComesLaterIsLinkedThen() {
        var epic = acme.jira.createIssue("ada", "ACM", "Epic", "Epic", Map.of());
        var story = acme.jira.createIssue("ada", "ACM", "Story", "Story", Map.of(acmesEpic, epic));

        var twin = bridge.share(acme, story);
        assertThat(Bridge.text(beta, twin, "summary")).isEqualTo("Story");
        soon("the warning", () -> epicWarning(twin)
                .path("reason")
                .asText()
                .equals("Waiting for the partner's epic " + epic + ", which is not under sync here yet."));
        assertThat(epicWarning(twin).path("remedy").asText()).contains("Bring " + epic + " under sync");

        var there = bridge.share(acme, epic);
        soon("the link", () -> Bridge.text(beta, twin, betasEpic).equals(there));
        soon("well", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
        bridge.mark(beta, twin, "Answers");
        assertThat(Bridge.text(acme, story, acmesEpic)).isEqualTo(epic);
    }

    @Test
    void aStoryMovesFromOneEpicToOneThatIsNotThereYetAndToNone() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                standard
                        + """

                        issue.customFields."Epic Link".value = nodeHelper.getLocalIssueFromRemoteUrn(replica.customFields."Epic Link"?.value?.urn)
                        """);
        try {
            var first = acme.jira.createIssue("ada", "ACM", "Epic", "First", Map.of());
            var second = acme.jira.createIssue("ada", "ACM", "Epic", "Second", Map.of());
            var firstThere = bridge.share(acme, first);
            var story = acme.jira.createIssue("ada", "ACM", "Story", "Moves", Map.of(acmesEpic, first));
            var twin = bridge.share(acme, story);
            soon("the first", () -> Bridge.text(beta, twin, betasEpic).equals(firstThere));

            acme.jira.edit("ada", story, Map.of(acmesEpic, second));
            soon("the warning", () -> epicWarning(twin).path("value").asText().equals(second));
            assertThat(Bridge.text(beta, twin, betasEpic)).isEqualTo(firstThere);
            var secondThere = bridge.share(acme, second);
            soon("the second", () -> Bridge.text(beta, twin, betasEpic).equals(secondThere));

            var none = new java.util.HashMap<String, Object>();
            none.put(acmesEpic, null);
            acme.jira.edit("ada", story, none);
            soon("none", () -> Bridge.text(beta, twin, betasEpic).isEmpty());
            soon("well", () -> bridge.state(beta, twin).equals("SYNCHRONIZED"));
        } finally {
            beta.rule("bridge", "incoming", standard + LOOKS_UP);
        }
    }

    private JsonNode epicWarning(String twin) {
        return bridge.warning(beta, twin, betasEpic.replace("customfield_", "customFields."));
    }

    @Test
    void aLinkIsMadeOnceWhicheverEndComesFirst() {
        var one = issue("From");
        var other = issue("To");
        acme.jira.link("ada", "Blocks", one, other);

        var first = bridge.share(acme, one);
        soon("nothing wrong", () -> bridge.state(beta, first).equals("SYNCHRONIZED"));
        assertThat(beta.jira.links(first)).isEmpty();
        assertThat(bridge.timeline(beta, first)).contains("links-wait");
        var second = bridge.share(acme, other);

        soon("the link", () -> beta.jira.links(first).equals(List.of("blocks " + second)));
        atRest(one, other);
        assertThat(beta.jira.links(second)).containsExactly("is blocked by " + first);
        assertThat(acme.jira.links(one)).containsExactly("blocks " + other);
    }

    /** Here only the issue that came first tells of the link. */
    @Test
    void theOneThatWaitsMakesTheLinkWhenTheOtherSaysNothingOfIt() throws IOException {
        acme.rule(
                "bridge",
                "outgoing",
                acme.text("/api/v1/connections/bridge/rules/outgoing")
                        + "\nif (issue.summary.startsWith('Silent')) replica.issueLinks = []\n");
        var one = issue("Talkative");
        var other = issue("Silent");
        acme.jira.link("ada", "Relates", one, other);
        var first = bridge.share(acme, one);

        var second = bridge.share(acme, other);

        soon("the link", () -> beta.jira.links(first).equals(List.of("relates to " + second)));
        acme.jira.link("ada", "Duplicate", other, one);
        bridge.mark(acme, other, "After the second link");
        soon("the second", () -> beta.jira.links(first).size() == 2);
    }

    @Test
    void aLinkBetweenTwoThatAreThereIsMadeAndTakenBack() {
        var one = issue("Near");
        var other = issue("Far");
        var first = bridge.share(acme, one);
        var second = bridge.share(acme, other);
        var third = beta.jira.createIssue("grace", "BET", "Task", "Beta's own", Map.of());
        beta.jira.link("grace", "Relates", first, third);

        acme.jira.link("ada", "Blocks", other, one);
        soon("the link", () -> beta.jira.links(first).contains("is blocked by " + second));
        atRest(one, other);
        assertThat(beta.jira.links(first)).hasSize(2);
        assertThat(acme.jira.links(one)).containsExactly("is blocked by " + other);

        acme.jira.unlink("ada", one, other);
        soon("taken back", () -> beta.jira.links(first).equals(List.of("relates to " + third)));
        atRest(one, other);
        assertThat(acme.jira.links(one)).isEmpty();
    }

    @Test
    void aCopyOfALinkThatSomebodyRemovesIsNotMadeAgain() {
        var one = issue("Kept there");
        var other = issue("Removed here");
        var first = bridge.share(acme, one);
        var second = bridge.share(acme, other);
        acme.jira.link("ada", "Blocks", one, other);
        soon("the link", () -> beta.jira.links(first).size() == 1);
        atRest(one, other);

        beta.jira.unlink("grace", first, second);
        acme.jira.edit("ada", one, Map.of("summary", "Changed one"));
        acme.jira.edit("ada", other, Map.of("summary", "Changed other"));
        atRest(one, other);
        assertThat(beta.jira.links(first)).isEmpty();
        assertThat(acme.jira.links(one)).hasSize(1);
    }

    /** Both make the same link by themselves: from then on it is the inviter's. */
    @Test
    void aLinkThatBothSidesMakeIsThereOnceAndGoesWithItsOwner() {
        var one = issue("Twice from");
        var other = issue("Twice to");
        var first = bridge.share(acme, one);
        var second = bridge.share(acme, other);
        acme.jira.link("ada", "Blocks", one, other);
        beta.jira.link("grace", "Blocks", first, second);
        atRest(one, other);
        for (var key : List.of(one, other)) acme.jira.edit("ada", key, Map.of("description", "Once more"));
        for (var key : List.of(first, second)) beta.jira.edit("grace", key, Map.of("environment", "Once more"));
        atRest(one, other);
        assertThat(acme.jira.links(one)).containsExactly("blocks " + other);
        assertThat(beta.jira.links(first)).containsExactly("blocks " + second);

        acme.jira.unlink("ada", one, other);
        soon("gone there too", () -> beta.jira.links(first).isEmpty());
        atRest(one, other);
        for (var key : List.of(first, second)) beta.jira.edit("grace", key, Map.of("environment", "And again"));
        atRest(one, other);
        assertThat(acme.jira.links(one)).isEmpty();
        assertThat(beta.jira.links(first)).isEmpty();
    }

    @Test
    void anUnknownTypeOfLinkIsAWarningWithItsRemedy() throws IOException {
        beta.rule(
                "bridge",
                "incoming",
                standard
                        + """

                        replica.issueLinks.each { it.linkTypeName = ["Cloners": "Copies"][it.linkTypeName] ?: it.linkTypeName }
                        issue.issueLinks = replica.issueLinks
                        """);
        try {
            var one = issue("Strange from");
            var other = issue("Strange to");
            var first = bridge.share(acme, one);
            bridge.share(acme, other);
            acme.jira.link("ada", "Cloners", one, other);
            soon("the warning", () -> bridge.view(beta, first).path("warnings").size() == 1);
            var warning = bridge.view(beta, first).path("warnings").path(0);
            assertThat(warning.path("reason").asText()).isEqualTo("There is no link type 'Copies' here.");
            assertThat(warning.path("remedy").asText()).contains("incoming rule");
        } finally {
            beta.rule("bridge", "incoming", standard + LOOKS_UP);
        }
    }

    @Test
    void anIssueOfAnotherProjectIsNotToldOf() {
        acme.jira.addProject("SEC", "Secret project", "software");
        var open = issue("Open");
        var secret = acme.jira.createIssue("ada", "SEC", "Task", "Secret", Map.of());
        acme.jira.link("ada", "Blocks", open, secret);
        var twin = bridge.share(acme, open);
        bridge.mark(acme, open, "Told");
        assertThat(bridge.timeline(beta, twin)).doesNotContain("links-wait");
        assertThat(JdbcClient.create(beta.node().getBean(javax.sql.DataSource.class))
                        .sql("select count(*) from inbox where payload like '%SEC-%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aNodeThatDiesAfterTheCallMakesNoSecondLinkAndDoesNotTakeItForBetas() throws InterruptedException {
        var one = issue("Cut from");
        var other = issue("Cut to");
        var first = bridge.share(acme, one);
        var second = bridge.share(acme, other);
        betasDeath.arm(beta, "after-link");
        acme.jira.link("ada", "Blocks", one, other);
        betasDeath.awaitDeathAndRestart(beta);
        atRest(one, other);
        assertThat(beta.jira.links(first)).containsExactly("blocks " + second);

        acme.jira.unlink("ada", one, other);
        soon("taken back", () -> beta.jira.links(first).isEmpty());
        atRest(one, other);
        assertThat(acme.jira.links(one)).isEmpty();
    }

    /** Both ends have been looked at, told and taken. */
    private void atRest(String... keys) {
        for (var round = 0; round < 2; round++)
            for (var key : keys) {
                bridge.mark(acme, key, "Round " + round + " of " + key + " " + marks++);
                bridge.mark(beta, bridge.twin(acme, key), "Round " + round + " back of " + key + " " + marks++);
                bridge.quiet(key);
            }
    }

    private int marks;

    private JsonNode waiting(String key) {
        return bridge.view(beta, key);
    }

    private JsonNode error(String beginning) {
        for (var error : beta.get("/api/v1/errors").path("items"))
            if (error.path("message").asText().startsWith(beginning)) return error;
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private String parentOf(String key) {
        return Bridge.field(beta, key, "parent").path("key").asText();
    }

    private List<String> copies(String summary) {
        return beta.jira.issues("BET").stream()
                .filter(key -> Bridge.text(beta, key, "summary").equals(summary))
                .toList();
    }

    private void sync(String key) {
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }

    private String child(String parent, String summary) {
        return acme.jira.createIssue("ada", "ACM", "Sub-task", summary, Map.of("parent", Map.of("key", parent)));
    }
}
