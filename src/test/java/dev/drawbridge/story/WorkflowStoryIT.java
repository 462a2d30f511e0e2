package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sandbox.Faults;
import dev.drawbridge.sandbox.Transition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** In Acme an issue goes from any status to any other; in Beta it takes steps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class WorkflowStoryIT {
    private static final List<String> STATUSES =
            List.of("To Do", "Detour", "Long detour", "Started", "Checked", "Rejected", "Island", "Signed", "Done");

    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        var anywhere = new LinkedHashMap<String, List<Transition>>();
        var all = STATUSES.stream()
                .map(status ->
                        status.equals("Done") ? Transition.to(status).asking("resolution") : Transition.to(status))
                .toList();
        STATUSES.forEach(status -> anywhere.put(status, all));
        acme.jira.workflow("ACM", anywhere);
        var steps = new LinkedHashMap<String, List<Transition>>();
        steps.put("To Do", to("Rejected", "Detour", "Started"));
        steps.put("Detour", to("Long detour"));
        steps.put("Long detour", to("Checked"));
        steps.put("Started", to("Checked", "To Do"));
        steps.put("Checked", List.of(new Transition("Approve", "Done").asking("resolution"), Transition.to("Started")));
        steps.put("Island", to("Signed"));
        beta.jira.workflow("BET", steps);
        bridge = new Bridge(acme, beta, Company.connect(acme, beta, "SCRIPT"));
        for (var side : List.of(acme, beta)) {
            bridge.add(side, "incoming", "Status.receive()");
            bridge.add(side, "outgoing", "Status.send()");
        }
    }

    @AfterEach
    void mend() {
        beta.jira.faults().clear();
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    /** Nobody has been anywhere yet: the way is found by going it, and what is rejected is not a step on a way. */
    @Test
    void anIssueIsBroughtThroughAWorkflowThatNobodyHasGoneYet() {
        var key = issue("Task");
        var twin = bridge.share(acme, key);
        close(key);

        soon("done", () -> text(beta, twin, "status").equals("Done"));
        soon("with its resolution", () -> text(beta, twin, "resolution").equals("Duplicate"));
        assertThat(beta.jira.history(twin)).contains("status: Checked").doesNotContain("status: Rejected");
        acme.jira.comment("ada", key, "That was it");
        soon("the comment", () -> beta.jira.commentBodies(twin).size() == 1);
        assertThat(text(acme, key, "status")).isEqualTo("Done");
        assertThat(text(beta, twin, "status")).isEqualTo("Done");
    }

    /** Jira tells what it offers to issues that are somewhere on the way. */
    @Test
    void theShortestWayThatOthersHaveGoneIsTaken() {
        for (var way : List.of(List.of("Detour"), List.of("Detour", "Long detour"), List.of("Started"))) {
            var other = beta.jira.createIssue("grace", "BET", "Bug", "On its way", Map.of());
            way.forEach(status -> beta.jira.transition("grace", other, status));
        }
        var key = issue("Bug");
        var twin = bridge.share(acme, key);
        close(key);

        soon("done", () -> text(beta, twin, "status").equals("Done"));
        assertThat(statuses(twin)).containsExactly("status: Started", "status: Checked", "status: Done");
    }

    @Test
    void whereNoWayLeadsThatIsSaidAndThePartnersIssueStaysAsItIs() {
        var key = issue("Story");
        var twin = bridge.share(acme, key);
        acme.jira.transition("ada", key, "Signed");

        soon("the warning", () -> bridge.warning(beta, twin, "status")
                .path("reason")
                .asText()
                .contains("No transition leads to 'Signed' now; from '"));
        acme.jira.comment("ada", key, "Where is it?");
        soon("the comment", () -> beta.jira.commentBodies(twin).size() == 1);
        beta.jira.comment("grace", twin, "It cannot be signed here");
        soon("the answer", () -> acme.jira.commentBodies(key).size() == 2);
        assertThat(text(acme, key, "status")).isEqualTo("Signed");
    }

    /** The second attempt finds the issue half way, and does not take that for what somebody in Beta wanted. */
    @Test
    void anIssueThatIsStuckHalfWayGoesOnAndIsNotToldOf() {
        var key = issue("Epic");
        var twin = bridge.share(acme, key);
        var broken = new AtomicBoolean();
        beta.jira.faults().on(".*/transitions", Faults.When.AFTER, () -> {
            if (!text(beta, twin, "status").equals("To Do") && broken.compareAndSet(false, true))
                beta.jira.faults().failNext(2, ".*/transitions", 503, "Down");
        });
        close(key);

        soon("done", () -> text(beta, twin, "status").equals("Done"));
        assertThat(broken).isTrue();
        assertThat(bridge.timeline(beta, twin)).contains("change-applied").doesNotContain("conflict");
        beta.jira.comment("grace", twin, "Through");
        soon("the comment", () -> acme.jira.commentBodies(key).size() == 1);
        assertThat(text(acme, key, "status")).isEqualTo("Done");
        assertThat(acme.jira.history(key))
                .filteredOn(entry -> entry.startsWith("status"))
                .containsExactly("status: Done");
    }

    private List<String> statuses(String twin) {
        return beta.jira.history(twin).stream()
                .filter(entry -> entry.startsWith("status: "))
                .toList();
    }

    private String issue(String type) {
        return acme.jira.createIssue("ada", "ACM", type, "By steps", Map.of());
    }

    private void close(String key) {
        acme.jira.transition("ada", key, "Done", Map.of("resolution", Map.of("name", "Duplicate")));
    }

    private static List<Transition> to(String... statuses) {
        return List.of(statuses).stream().map(Transition::to).toList();
    }
}
