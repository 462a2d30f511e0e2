package dev.drawbridge.story;

import static dev.drawbridge.story.Bridge.soon;
import static dev.drawbridge.story.Bridge.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sandbox.Faults;
import dev.drawbridge.sandbox.Transition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two companies with other statuses and other people, who edit at the same time. Acme's Review, Doing and Blocked are all
 * Doing in Beta; whoever is not known on the other side is Grace there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class MergeStoryIT {
    private Company acme;
    private Company beta;
    private Bridge bridge;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        acme = Company.reachable("Acme", "ACM", folder).start();
        beta = Company.behindFirewall("Beta", "BET", folder).start();
        beta.jira.addUser("jones", "Jones", "jones@beta.example", "secret");
        acme.jira.workflow("ACM", everywhere("Open", "Review", "Doing", "Blocked"));
        beta.jira.workflow("BET", everywhere("ToDo", "Doing"));
        Company.connect(acme, beta, "SCRIPT");
        bridge = new Bridge(acme, beta, "bridge");
        for (var company : List.of(acme, beta)) {
            company.rule("bridge", "outgoing", rule(company, "outgoing") + "\nreplica.assignee = issue.assignee\n");
            var map = company == acme
                    ? "['ToDo': 'Open', 'Doing': 'Doing']"
                    : "['Open': 'ToDo', 'Review': 'Doing', 'Doing': 'Doing', 'Blocked': 'Doing']";
            company.rule(
                    "bridge",
                    "incoming",
                    rule(company, "incoming")
                            + """

                            if (replica.summary == 'Poison') throw new IllegalArgumentException('I do not take that')
                            issue.setStatus(%s[replica.status?.name])
                            issue.assignee = nodeHelper.getLocalUser(replica.assignee, nodeHelper.getUserByUsername('grace'))
                            """
                                    .formatted(map));
        }
    }

    @AfterEach
    void threeWay() {
        beta.jira.faults().clear();
        for (var company : List.of(acme, beta)) bridge.patch(company, Map.of("merge", "three-way"));
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void aCommentDoesNotMoveAStatusThatIsManyThereAndOneHere() {
        var key = issue("Many to one");
        acme.jira.transition("ada", key, "Review");
        var twin = bridge.share(acme, key);
        soon("one of many", () -> text(beta, twin, "status").equals("Doing"));

        bridge.mark(beta, twin, "Beta only comments");
        bridge.mark(acme, key, "Acme only comments");
        acme.jira.transition("ada", key, "Blocked");
        bridge.mark(acme, key, "Acme moves to what is the same in Beta");
        bridge.mark(beta, twin, "Beta comments again");

        assertThat(text(acme, key, "status")).isEqualTo("Blocked");
        assertThat(text(beta, twin, "status")).isEqualTo("Doing");

        // The same comment moves the issue where a rule means to mirror: so the claim above could fail.
        bridge.patch(acme, Map.of("merge", "always-write"));
        bridge.mark(beta, twin, "Beta comments a third time");
        soon("moved by a comment", () -> text(acme, key, "status").equals("Doing"));
    }

    @Test
    void aCommentDoesNotHandAnIssueToTriage() {
        var key = issue("Triage");
        acme.jira.edit("ada", key, Map.of("assignee", Map.of("name", "ada")));
        var twin = bridge.share(acme, key);
        assertThat(text(beta, twin, "assignee")).isEqualTo("grace");

        bridge.mark(beta, twin, "Beta only comments");
        assertThat(text(acme, key, "assignee")).isEqualTo("ada");

        // From one whom Acme does not know to another: the same to Acme's rule, so no change there.
        beta.jira.edit("grace", twin, Map.of("assignee", Map.of("name", "jones")));
        bridge.mark(beta, twin, "Beta has handed it over");
        bridge.mark(acme, key, "Acme only comments");
        assertThat(text(acme, key, "assignee")).isEqualTo("ada");
        assertThat(text(beta, twin, "assignee")).isEqualTo("jones");

        bridge.patch(beta, Map.of("merge", "always-write"));
        bridge.mark(acme, key, "Acme comments again");
        soon("handed over by a comment", () -> text(beta, twin, "assignee").equals("grace"));
    }

    @Test
    void editsAtTheSameTimeEndEqualAndAreNeverSwapped() {
        var keys = issues("Crossing", 6);
        for (var round = 0; round < 3; round++) {
            var now = round;
            keys.parallelStream().forEach(key -> {
                acme.jira.edit("ada", key, Map.of("summary", key + " by Acme " + now));
                beta.jira.edit("grace", bridge.twin(acme, key), Map.of("summary", key + " by Beta " + now));
            });
            for (var key : keys) {
                var wanted = key + " by Acme " + now;
                var twin = bridge.twin(acme, key);
                soon(
                        "Acme's " + wanted,
                        () -> text(beta, twin, "summary").equals(wanted)
                                && text(acme, key, "summary").equals(wanted));
            }
        }
        for (var key : keys) {
            bridge.mark(beta, bridge.twin(acme, key), "after all");
            assertThat(text(acme, key, "summary")).isEqualTo(key + " by Acme 2");
            assertThat(text(beta, bridge.twin(acme, key), "summary")).isEqualTo(key + " by Acme 2");
            assertThat(bridge.timeline(beta, bridge.twin(acme, key))).contains("conflict");
        }
    }

    @Test
    void anUnsyncThatRacesAnUpdateEndsTheSyncOnBothSides() {
        var keys = issues("Race", 6);
        var twins = keys.stream().map(key -> bridge.twin(acme, key)).toList();

        IntStream.range(0, keys.size()).parallel().forEach(index -> {
            acme.jira.edit("ada", keys.get(index), Map.of("summary", "Raced"));
            var side = index % 2 == 0 ? acme : beta;
            side.post(
                    "/api/v1/connections/bridge/unsync",
                    Map.of("issue", side == acme ? keys.get(index) : twins.get(index)));
        });

        for (var key : keys) soon(key + " ended", () -> bridge.state(acme, key).equals("NOT_UNDER_SYNC"));
        for (var twin : twins)
            soon(twin + " ended", () -> bridge.state(beta, twin).equals("NOT_UNDER_SYNC"));
        bridge.quiet(keys.get(0));
        var before = twins.stream().map(twin -> text(beta, twin, "summary")).toList();
        assertThat(before).allMatch(summary -> summary.equals("Raced") || summary.startsWith("Race "));
        keys.forEach(key -> acme.jira.edit("ada", key, Map.of("summary", "Afterwards")));
        var other = issues("Not raced", 1).get(0);
        bridge.mark(acme, other, "all before this has had its turn");
        assertThat(twins.stream().map(twin -> text(beta, twin, "summary"))).isEqualTo(before);
        assertThat(acme.get("/api/v1/errors").path("items")).isEmpty();
        assertThat(beta.get("/api/v1/errors").path("items")).isEmpty();
    }

    @Test
    void oneThatFailsOneThatJiraRefusesAndOneThatIsSlowHoldBackNobodyElse() {
        var keys = issues("Crowd", 50);
        var poison = keys.get(7);
        var refused = keys.get(21);
        var slow = keys.get(33);
        var release = new CountDownLatch(1);
        beta.jira.faults().failNext(1000, "PUT .*/issue/" + id(refused), 500, "");
        beta.jira.faults().on("PUT .*/issue/" + id(slow), Faults.When.BEFORE, () -> waitFor(release));

        for (var key : keys) acme.jira.edit("ada", key, Map.of("summary", key.equals(poison) ? "Poison" : "Changed"));
        for (var key : keys)
            if (!List.of(poison, refused, slow).contains(key))
                soon(key + " goes on", () -> text(beta, bridge.twin(acme, key), "summary")
                        .equals("Changed"));

        for (var key : List.of(poison, refused, slow))
            assertThat(text(beta, bridge.twin(acme, key), "summary")).startsWith("Crowd");
        soon("the rule's refusal", () -> bridge.state(beta, bridge.twin(acme, poison))
                .equals("ERROR"));
        assertThat(bridge.view(beta, bridge.twin(acme, poison)).path("why").asText())
                .contains("bridge/incoming.groovy, line ")
                .contains("I do not take that");
        assertThat(bridge.view(beta, bridge.twin(acme, refused)).path("why").asText())
                .contains("500");

        release.countDown();
        beta.jira.faults().clear();
        acme.jira.edit("ada", poison, Map.of("summary", "Changed"));
        for (var key : List.of(poison, refused, slow))
            soon(key + " comes too", () -> text(beta, bridge.twin(acme, key), "summary")
                    .equals("Changed"));
        for (var key : keys)
            soon(key + " is well", () -> bridge.state(beta, bridge.twin(acme, key))
                    .equals("SYNCHRONIZED"));
    }

    private String issue(String summary) {
        return acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
    }

    private List<String> issues(String summary, int count) {
        var keys = new ArrayList<String>();
        for (var number = 0; number < count; number++) keys.add(issue(summary + " " + number));
        for (var key : keys) acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        for (var key : keys)
            soon(key + " under sync", () -> bridge.state(acme, key).equals("SYNCHRONIZED"));
        return keys;
    }

    private String id(String key) {
        return beta.jira.issue(bridge.twin(acme, key)).path("id").asText();
    }

    private String rule(Company company, String direction) {
        return company.text("/api/v1/connections/bridge/rules/" + direction);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, List<Transition>> everywhere(String... statuses) {
        var all = List.of(statuses).stream().map(Transition::to).toList();
        var workflow = new java.util.LinkedHashMap<String, List<Transition>>();
        for (var status : statuses) workflow.put(status, all);
        return workflow;
    }
}
