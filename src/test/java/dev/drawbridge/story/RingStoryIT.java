package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, each connected with both others: whatever is done comes to rest, with one copy of everything. */
class RingStoryIT {
    private static final Duration REST = Duration.ofSeconds(4);

    @Test
    void whatIsSharedWithEverybodyIsThereOnceAndStaysEqual(@TempDir Path folder) throws IOException {
        try (var ring = Ring.start(folder, Path.of("routes").toAbsolutePath())) {
            for (var bridge : ring.bridges)
                for (var company : List.of(bridge.one(), bridge.other()))
                    company.post("/api/v1/triggers", Map.of("connection", bridge.name(), "jql", "labels = ring"));
            var first = ring.all.get(0);
            first.jira.createIssue("ada", first.project, "Task", "Around", Map.of("labels", List.of("ring")));
            Bridge.soon("everywhere", () -> ring.all.stream()
                    .allMatch(company -> !company.jira.issues(company.project).isEmpty()));
            ring.rest();
            ring.all.forEach(company -> assertThat(company.jira.issues(company.project))
                    .as(company.name)
                    .hasSize(1));

            var before = ring.told();
            for (var company : ring.all) {
                company.jira.comment("ada", ring.key(company), "Said at " + company.name);
                company.jira.attach(
                        "ada", ring.key(company), company.name + ".txt", company.name.getBytes(StandardCharsets.UTF_8));
            }
            ring.all.get(1).jira.edit("grace", ring.key(ring.all.get(1)), Map.of("summary", "Second"));
            ring.rest();
            ring.all.get(2).jira.edit("grace", ring.key(ring.all.get(2)), Map.of("description", "Third"));
            ring.rest();
            ring.assertEqual("Second", "Third");
            assertThat(ring.told() - before).as("states of issues sent").isLessThanOrEqualTo(30);
        }
    }

    /** The pair that the ring lacks is connected by hand: now changes do go round. */
    @Test
    void aRingThatIsClosedByHandComesToRest(@TempDir Path folder) throws IOException {
        try (var ring = Ring.start(folder, Path.of("routes").toAbsolutePath())) {
            ring.close("SEND");
            ring.talk();
            ring.rest();
            ring.assertEachCommentOnce();

            var before = ring.told();
            ring.all.get(0).jira.edit("ada", ring.key(ring.all.get(0)), Map.of("summary", "Round and round"));
            ring.rest();
            ring.assertEqual("Round and round", "");
            assertThat(ring.told() - before).as("one edit").isLessThanOrEqualTo(6);

            for (var round = 1; round <= 4; round++) {
                var between = ring.told();
                for (var company : ring.all)
                    company.jira.edit(
                            "ada",
                            ring.key(company),
                            Map.of("summary", "As %s has it (%d)".formatted(company.name, round)));
                ring.rest();
                var summaries = ring.all.stream()
                        .map(company -> Bridge.text(company, ring.key(company), "summary"))
                        .collect(Collectors.toSet());
                assertThat(summaries).as("three edits at the same moment").hasSize(1);
                assertThat(ring.told() - between).as("three edits").isBetween(3L, 40L);
            }
        }
    }

    /** The control of the one above: where nobody recognizes what came before, every comment comes by both ways. */
    @Test
    void withoutRecognizingCommentsMultiply(@TempDir Path folder) throws IOException {
        var routes = folder.resolve("routes");
        for (var part : List.of("common", "private", "public")) {
            Files.createDirectories(routes.resolve(part));
            try (var files = Files.list(Path.of("routes", part))) {
                for (var file : files.toList()) {
                    var text = Files.readString(file);
                    if (file.endsWith("apply.camel.yaml"))
                        text = text.replaceAll("(?m)^ +- bean:\\n +ref: lineage\\n +method: recognize\\n", "");
                    Files.writeString(routes.resolve(part).resolve(file.getFileName()), text);
                }
            }
        }
        assertThat(routes.resolve("common").resolve("apply.camel.yaml"))
                .content()
                .doesNotContain("lineage");
        try (var ring = Ring.start(folder, routes)) {
            ring.close("KEEP");
            ring.talk();
            Bridge.soon("too many", () -> ring.all.stream()
                    .anyMatch(company -> ring.comments(company).size() > 4));
        }
    }

    /** The nodes, the ways between them, and one issue in each. */
    private static final class Ring implements AutoCloseable {
        final List<Company> all = new ArrayList<>();
        final List<Bridge> bridges = new ArrayList<>();

        static Ring start(Path folder, Path routes) throws IOException {
            var ring = new Ring();
            for (var name : List.of("Acme", "Beta", "Cecil"))
                ring.all.add(Company.reachable(name, name.substring(0, 3).toUpperCase(java.util.Locale.ROOT), folder)
                        .with("drawbridge.routes-dir", routes.toString())
                        .start());
            ring.join(0, 1, "ab");
            ring.join(1, 2, "bc");
            ring.join(2, 0, "ca");
            return ring;
        }

        /** Of three winners in a circle each would overrule another, so the one who comes first wins. */
        private void join(int inviter, int invitee, String name) {
            bridges.add(new Bridge(
                    all.get(inviter),
                    all.get(invitee),
                    Company.connectBothWays(
                            all.get(inviter), all.get(invitee), "SCRIPT", name, all.get(Math.min(inviter, invitee)))));
        }

        /** An issue goes from the first to the second to the third, and is connected with the first by hand. */
        void close(String existing) {
            var first = all.get(0);
            var key = first.jira.createIssue("ada", first.project, "Task", "Around", Map.of());
            first.jira.comment("ada", key, "Said before");
            var third = bridges.get(1).share(all.get(1), bridges.get(0).share(first, key));
            rest();
            all.get(2)
                    .post(
                            "/api/v1/connections/ca/connect",
                            Map.of("local", third, "remote", key, "existing", existing));
            Bridge.soon(
                    "the question",
                    () -> !first.get("/api/v1/held").path("items").isEmpty());
            for (var held : first.get("/api/v1/held").path("items"))
                first.post("/api/v1/held/" + held.path("id").asText() + "/approve", Map.of());
            Bridge.soon("connected", () -> bridges.get(2).state(first, key).startsWith("SYNCHRONIZED"));
        }

        void talk() {
            for (var company : all) company.jira.comment("ada", key(company), "Said at " + company.name);
        }

        String key(Company company) {
            return company.jira.issues(company.project).get(0);
        }

        List<String> comments(Company company) {
            return company.jira.commentBodies(key(company));
        }

        long told() {
            return Told.of(bridges.toArray(Bridge[]::new)).total();
        }

        /** Until nothing is under way and nothing new has been said for a while. */
        void rest() {
            var last = new AtomicLong(-1);
            await("rest").atMost(Duration.ofSeconds(90)).pollInterval(REST).until(() -> {
                var quiet = bridges.stream().allMatch(bridge -> List.of(bridge.one(), bridge.other()).stream()
                        .map(bridge::connection)
                        .allMatch(connection -> connection.path("outbox").asInt() == 0
                                && connection.path("inbox").asInt() == 0));
                var now = told();
                return last.getAndSet(now) == now && quiet;
            });
        }

        void assertEachCommentOnce() {
            for (var company : all) {
                var said = comments(company);
                var words = said.stream()
                        .map(body -> body.substring(body.lastIndexOf('\n') + 1))
                        .toList();
                assertThat(words).as(company.name + said).doesNotHaveDuplicates();
                assertThat(words).as(company.name).contains("Said at Acme", "Said at Beta", "Said at Cecil");
                for (var body : said)
                    assertThat(body.split("commented:", -1).length).as(body).isLessThanOrEqualTo(2);
            }
        }

        void assertEqual(String summary, String description) {
            Set<List<String>> files = new HashSet<>();
            for (var company : all) {
                assertThat(Bridge.text(company, key(company), "summary"))
                        .as(company.name)
                        .isEqualTo(summary);
                if (!description.isEmpty())
                    assertThat(Bridge.text(company, key(company), "description"))
                            .as(company.name)
                            .isEqualTo(description);
                files.add(company.jira.attachmentNames(key(company)).stream()
                        .sorted()
                        .toList());
            }
            assertThat(files).hasSize(1);
            assertEachCommentOnce();
        }

        @Override
        public void close() {
            all.forEach(Company::close);
        }
    }
}
