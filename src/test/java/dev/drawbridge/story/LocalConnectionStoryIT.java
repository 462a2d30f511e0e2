package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Support and development of one company work in two projects of one Jira; its node can be reached by nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LocalConnectionStoryIT {
    private Path folder;
    private Company house;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        this.folder = folder;
        house = Company.behindFirewall("House", "SUP", folder);
        house.jira.addProject("DEV", "Development", "software");
        house.jira.addProject("OPS", "Operations", "software");
        house.start();
        for (var mode : List.of("SCRIPT", "BASIC")) {
            var made = join(mode.toLowerCase(java.util.Locale.ROOT), mode, "SUP", "DEV");
            assertThat(made.path("connection").path("state").asText())
                    .as(made.toString())
                    .isEqualTo("ACTIVE");
        }
    }

    @AfterAll
    void stop() {
        if (house != null) house.close();
    }

    private JsonNode join(String name, String mode, String project, String remoteProject) {
        return house.post(
                "/api/v1/invitations",
                Map.of(
                        "connection", name,
                        "localShortName", "Support",
                        "remoteShortName", "Devs",
                        "mode", mode,
                        "destinationUrl", house.jira.url(),
                        "incomingProject", project,
                        "remoteIncomingProject", remoteProject));
    }

    @Test
    void itIsReadyAtOnceAndShowsBothSides() {
        var made = join("at once", "SCRIPT", "SUP", "OPS");
        var connection = made.path("connection");

        assertThat(made.path("code").isNull()).as(made.toString()).isTrue();
        assertThat(connection.path("type").asText()).isEqualTo("LOCAL");
        assertThat(connection.path("state").asText()).isEqualTo("ACTIVE");
        assertThat(connection.path("dials").isNull()).isTrue();
        assertThat(connection.path("fingerprint").isNull()).isTrue();
        assertThat(connection.path("winner").asText()).isEqualTo("Support");
        assertThat(connection.path("sides").findValuesAsText("name")).containsExactly("at once", "at once~back");
        assertThat(connection.path("sides").findValuesAsText("shortName")).containsExactly("Support", "Devs");
        assertThat(connection.path("sides").findValuesAsText("incomingProject")).containsExactly("SUP", "OPS");
        assertThat(house.get("/api/v1/connections").path("items").findValuesAsText("name"))
                .contains("at once")
                .as("the second side is no connection of its own in the list")
                .filteredOn(name -> name.equals("at once~back"))
                .hasSize(1);
        var test = house.post("/api/v1/connections/at%20once/test", Map.of());
        assertThat(test.path("reachable").asBoolean()).as(test.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "basic"})
    void whatEitherProjectSaysArrivesInTheOther(String name) {
        var key = house.jira.createIssue(
                "ada", "SUP", "Task", "No totals", Map.of("description", "Since Monday", "labels", List.of("urgent")));
        house.jira.attach("ada", key, "a.txt", "support".getBytes(StandardCharsets.UTF_8));
        house.jira.comment("ada", key, "Seen it twice");
        var twin = share(name, key);

        assertThat(twin).startsWith("DEV-");
        Bridge.soon("the file", () -> house.jira.attachmentNames(twin).contains("a.txt"));
        assertThat(house.jira.attachmentBytes(twin, "a.txt")).asString().isEqualTo("support");
        assertThat(Bridge.text(house, twin, "summary")).isEqualTo("No totals");
        assertThat(Bridge.text(house, twin, "description")).isEqualTo("Since Monday");
        assertThat(house.jira.commentBodies(twin))
                .containsExactly("*Ada Lovelace* (Support) commented:\nSeen it twice");

        house.jira.edit("grace", twin, Map.of("summary", "Totals are missing"));
        Bridge.soon("the edit", () -> Bridge.text(house, key, "summary").equals("Totals are missing"));
        var id = house.jira.comment("grace", twin, "Fxied");
        Bridge.soon("the comment", () -> house.jira.commentBodies(key).size() == 2);
        house.jira.editComment("grace", twin, id, "Fixed");
        Bridge.soon(
                "the correction",
                () -> house.jira.commentBodies(key).contains("*Grace Hopper* (Devs) commented:\nFixed"));
        house.jira.deleteComment("grace", twin, id);
        Bridge.soon("the deletion", () -> house.jira.commentBodies(key).size() == 1);
        quiet(name);
        assertThat(house.jira.commentBodies(key)).containsExactly("Seen it twice");
        assertThat(house.jira.commentBodies(twin)).hasSize(1);
    }

    @Test
    void anIssueOfTheSecondSideIsSharedByTheSameName() {
        var key = house.jira.createIssue("ada", "DEV", "Task", "Found by the devs", Map.of());
        var twin = share("script", key);

        assertThat(twin).startsWith("SUP-");
        assertThat(Bridge.text(house, twin, "summary")).isEqualTo("Found by the devs");
    }

    @Test
    void eachSideHasRulesOfItsOwn() throws IOException {
        var rules = folder.resolve("House").resolve("sync-rules");
        assertThat(rules.resolve("script").resolve("outgoing.groovy")).exists();
        assertThat(rules.resolve("script~back").resolve("incoming.groovy"))
                .content()
                .contains("\"DEV\"")
                .doesNotContain("\"SUP\"");
        assertThat(rules.resolve("basic~back")).doesNotExist();

        house.rule(
                "script~back",
                "incoming",
                Files.readString(rules.resolve("script~back").resolve("incoming.groovy"))
                        + "\nissue.environment = 'as the devs have it'\n");
        var key = house.jira.createIssue("ada", "SUP", "Task", "Ruled", Map.of());
        var twin = share("script", key);
        assertThat(Bridge.text(house, twin, "environment")).isEqualTo("as the devs have it");
        assertThat(Bridge.text(house, key, "environment")).isEmpty();
    }

    @Test
    void bothChangeOneFieldAndTheFirstSideWins() {
        var key = house.jira.createIssue("ada", "SUP", "Task", "Contested", Map.of());
        var twin = share("script", key);
        house.post("/api/v1/connections/script/deactivate", Map.of());
        house.jira.edit("ada", key, Map.of("summary", "Support's word"));
        house.jira.edit("grace", twin, Map.of("summary", "The devs' word"));
        Bridge.soon(
                "both are queued",
                () -> house.get("/api/v1/connections/script").path("outbox").asInt() >= 2);
        assertThat(Bridge.text(house, twin, "summary")).isEqualTo("The devs' word");
        assertThat(house.get("/api/v1/connections/script~back").path("state").asText())
                .isEqualTo("DEACTIVATED");

        house.post("/api/v1/connections/script/activate", Map.of());
        Bridge.soon(
                "the winner's value", () -> Bridge.text(house, twin, "summary").equals("Support's word"));
        quiet("script");
        assertThat(Bridge.text(house, key, "summary")).isEqualTo("Support's word");
    }

    @Test
    void aTriggerOfEitherSideStartsTheSync() {
        for (var side : List.of("basic", "basic~back"))
            house.post("/api/v1/triggers", Map.of("connection", side, "jql", "labels = across"));
        var key = house.jira.createIssue("ada", "SUP", "Task", "One", Map.of("labels", List.of("across")));
        var back = house.jira.createIssue("ada", "DEV", "Task", "Other", Map.of("labels", List.of("across")));
        Bridge.soon("from the first side", () -> twin("basic", key).startsWith("DEV-"));
        Bridge.soon("from the second side", () -> twin("basic", back).startsWith("SUP-"));
        quiet("basic");

        // The label travels: neither copy may start a sync of its own.
        assertThat(house.jira.issues("SUP").stream()
                        .filter(issue -> isAcross(issue))
                        .toList())
                .hasSize(2);
        assertThat(house.jira.issues("DEV").stream()
                        .filter(issue -> isAcross(issue))
                        .toList())
                .hasSize(2);
    }

    @Test
    void twoIssuesOfOneJiraAreConnected() {
        var key = house.jira.createIssue("ada", "SUP", "Task", "Here", Map.of());
        var other = house.jira.createIssue("ada", "DEV", "Task", "There", Map.of());
        house.post("/api/v1/connections/basic/connect", Map.of("local", key, "remote", other));
        Bridge.soon(
                "the question", () -> !house.get("/api/v1/held").path("items").isEmpty());
        for (var held : house.get("/api/v1/held").path("items"))
            house.post("/api/v1/held/" + held.path("id").asText() + "/approve", Map.of());
        Bridge.soon("connected", () -> twin("basic", key).equals(other));
        assertThat(Bridge.text(house, other, "summary")).isEqualTo("There");

        house.jira.edit("ada", key, Map.of("summary", "Everywhere"));
        Bridge.soon("the edit", () -> Bridge.text(house, other, "summary").equals("Everywhere"));
    }

    @Test
    void whatIsRemovedGoesFromBothSidesAtOnce() {
        join("gone", "SCRIPT", "OPS", "DEV");
        var key = house.jira.createIssue("ada", "OPS", "Task", "Stays", Map.of());
        var twin = share("gone", key);
        house.delete("/api/v1/connections/gone");

        assertThat(house.get("/api/v1/connections/gone").path("status").asInt()).isEqualTo(404);
        assertThat(house.get("/api/v1/connections/gone~back").path("status").asInt())
                .isEqualTo(404);
        assertThat(Bridge.text(house, twin, "summary")).isEqualTo("Stays");
    }

    @Test
    void nonsenseIsRefusedBesideItsField() {
        var noProject = house.post(
                "/api/v1/invitations",
                Map.of(
                        "connection", "half",
                        "localShortName", "Support",
                        "remoteShortName", "Devs",
                        "mode", "SCRIPT",
                        "destinationUrl", house.jira.url() + "/",
                        "incomingProject", "SUP"));
        assertThat(noProject.path("errors").path(0).path("field").asText()).isEqualTo("remoteIncomingProject");
        assertThat(join("same", "SCRIPT", "SUP", "SUP").path("detail").asText())
                .contains("SUP cannot be on both sides");
        assertThat(house.get("/api/v1/connections/same").path("status").asInt()).isEqualTo(404);
        assertThat(house.patch("/api/v1/connections/script", Map.of("projects", List.of("DEV")))
                        .path("detail")
                        .asText())
                .contains("DEV is on the other side");
        var visual = join("pictures", "VISUAL", "SUP", "DEV");
        assertThat(visual.path("errors").path(0).path("field").asText()).isEqualTo("mode");
        var tilde = join("sly~back", "SCRIPT", "SUP", "DEV");
        assertThat(tilde.path("status").asInt()).isEqualTo(422);
    }

    private boolean isAcross(String issue) {
        return house.jira.issue(issue).path("fields").path("labels").toString().contains("across");
    }

    private String share(String name, String key) {
        var answer = house.post("/api/v1/connections/" + name + "/sync", Map.of("issue", key));
        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("IN_PROGRESS");
        Bridge.soon(
                key + " under sync in " + name + ": " + house.get("/api/v1/errors"),
                () -> view(name, key).path("state").asText().startsWith("SYNCHRONIZED"));
        return twin(name, key);
    }

    private String twin(String name, String key) {
        return view(name, key).path("remoteKey").asText("");
    }

    private JsonNode view(String name, String key) {
        for (var view : house.get("/api/v1/issues/" + key).path("connections"))
            if (view.path("connection").asText().replace("~back", "").equals(name)) return view;
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private void quiet(String name) {
        Bridge.soon("nothing under way", () -> {
            var connection = house.get("/api/v1/connections/" + name);
            return connection.path("outbox").asInt() == 0
                    && connection.path("inbox").asInt() == 0;
        });
    }
}
