package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real processes are killed ten times while three hundred things change in both Jiras and the Jiras have bad moments.
 * At the end nothing is lost, nothing is there twice, and every issue tells its story in the right order.
 */
class KillIT {
    private static final int KILLS = 10;
    private static final int CHANGES = 300;
    private static final Duration SOON = Duration.ofSeconds(120);

    /** What people did to one issue. */
    private record Told(RealNode home, RealNode away, String key, List<String> comments, List<String> answers) {
        String summary() {
            return home.jira.issue(key).path("fields").path("summary").asText();
        }
    }

    private final Map<String, Told> issues = new LinkedHashMap<>();
    private int changes;

    @Test
    void tenKillsLoseNothingAndDoubleNothing(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws IOException, InterruptedException {
        var seed = Long.getLong("drawbridge.seed", System.nanoTime() & 0xffff);
        System.out.println("KillIT: -Ddrawbridge.seed=" + seed);
        var chance = new Random(seed);
        var program = unpacked(folder);
        try (var external = new RealNode("External", "EXT", "public", program, folder);
                var internal = new RealNode("Internal", "INT", "private", program, folder)) {
            external.start();
            internal.start();
            external.awaitReady();
            internal.awaitReady();
            connect(external, internal);

            for (var round = 1; round <= KILLS; round++) {
                badMoment(chance.nextBoolean() ? external : internal, chance);
                while (changes < CHANGES * round / KILLS) change(external, internal, chance);
                var victim = chance.nextBoolean() ? external : internal;
                awaitWork(external, internal, 1 + chance.nextInt(30));
                victim.kill();
                victim.start().awaitReady();
            }

            for (var told : issues.values()) awaitTwin(told, folder);
            for (var told : issues.values()) compare(told);
            assertThat(changes).isGreaterThanOrEqualTo(CHANGES);
            assertThat(external.jira.issues("EXT")).hasSize(issues.size());
            assertThat(internal.jira.issues("INT")).hasSize(issues.size());
            assertThat(external.get("/api/v1/errors").path("items")).isEmpty();
            assertThat(internal.get("/api/v1/errors").path("items")).isEmpty();
        }
    }

    static void connect(RealNode external, RealNode internal) {
        var invitation = external.post(
                "/api/v1/invitations",
                Map.of(
                        "connection", "bridge",
                        "localShortName", "External",
                        "remoteShortName", "Internal",
                        "mode", "SCRIPT",
                        "incomingProject", "EXT"));
        var accepted = internal.post(
                "/api/v1/invitations/accept",
                Map.of("code", invitation.path("code").asText(), "incomingProject", "INT"));
        for (var node : List.of(external, internal))
            await("both sides agree; the first answer was " + accepted)
                    .atMost(SOON)
                    .until(() -> node.get("/api/v1/connections/bridge")
                            .path("state")
                            .asText()
                            .equals("ACTIVE"));
        // Both triggers match the copies as well: a copy that is not recorded yet must not become an issue of its own.
        for (var node : List.of(external, internal)) {
            var trigger = node.post("/api/v1/triggers", Map.of("connection", "bridge", "jql", "labels = shared"));
            assertThat(trigger.path("active").asBoolean())
                    .as(trigger.toString())
                    .isTrue();
        }
    }

    /** One thing that somebody does in one of the Jiras. */
    private void change(RealNode external, RealNode internal, Random chance) {
        changes++;
        var told = new ArrayList<>(issues.values());
        var what = chance.nextInt(10);
        if (told.isEmpty() || what < 2) {
            create(chance.nextBoolean() ? external : internal, external, internal);
            return;
        }
        var one = told.get(chance.nextInt(told.size()));
        if (what < 5) {
            one.home().jira.edit("ada", one.key(), Map.of("summary", one.key() + " as of change " + changes));
        } else if (what < 8 || twin(one) == null) {
            var text = "Comment " + changes;
            one.home().jira.comment("ada", one.key(), text);
            one.comments().add(text);
        } else if (what < 9) {
            var text = "Answer " + changes;
            one.away().jira.comment("ada", String.valueOf(twin(one)), text);
            one.answers().add(text);
        } else {
            one.home()
                    .jira
                    .attach("ada", one.key(), changes + ".txt", ("File " + changes).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void create(RealNode home, RealNode external, RealNode internal) {
        var key = home.jira.createIssue(
                "ada", home.project, "Task", "New in change " + changes, Map.of("labels", List.of("shared")));
        var away = home == external ? internal : external;
        issues.put(home.project + key, new Told(home, away, key, new ArrayList<>(), new ArrayList<>()));
    }

    private static void badMoment(RealNode node, Random chance) {
        node.jira.faults().failNext(1 + chance.nextInt(3), ".*/rest/api/2/(issue|search).*", 503, "");
        node.jira.faults().loseAnswers(1 + chance.nextInt(2), "POST /rest/api/2/issue.*");
    }

    /** Kills that come while nothing is done prove nothing: the nodes make some calls to Jira first. */
    private static void awaitWork(RealNode external, RealNode internal, int calls) {
        var before = calls(external) + calls(internal);
        await().pollInterval(5, TimeUnit.MILLISECONDS)
                .atMost(Duration.ofSeconds(20))
                .until(() -> calls(external) + calls(internal) - before >= calls);
    }

    private static int calls(RealNode node) {
        return node.jira.calls().all().size();
    }

    /** The copy's key, by what the copied rule tells: the twin has the summary of the original. */
    private static @org.jspecify.annotations.Nullable String twin(Told told) {
        var summary = told.summary();
        return told.away().jira.issues(told.away().project).stream()
                .filter(key -> told.away()
                        .jira
                        .issue(key)
                        .path("fields")
                        .path("summary")
                        .asText()
                        .equals(summary))
                .findFirst()
                .orElse(null);
    }

    private static void awaitTwin(Told told, Path logs) {
        await("the nodes' logs are in " + logs + ": a twin of " + told.key() + " with all that was said")
                .atMost(SOON)
                .until(() -> {
                    var twin = twin(told);
                    return twin != null
                            && told.away().jira.commentBodies(twin).size()
                                    >= told.comments().size() + told.answers().size()
                            && told.home().jira.commentBodies(told.key()).size()
                                    >= told.comments().size() + told.answers().size()
                            && told.away().jira.attachmentNames(twin).size()
                                    >= told.home()
                                            .jira
                                            .attachmentNames(told.key())
                                            .size();
                });
    }

    private static void compare(Told told) {
        var twin = String.valueOf(twin(told));
        assertThat(copied(told.away().jira.commentBodies(twin)))
                .as("comments of %s at %s", told.key(), twin)
                .containsExactlyElementsOf(told.comments());
        assertThat(copied(told.home().jira.commentBodies(told.key())))
                .as("answers of %s at %s", twin, told.key())
                .containsExactlyElementsOf(told.answers());
        assertThat(told.away().jira.attachmentNames(twin))
                .as("files of %s", told.key())
                .containsExactlyInAnyOrderElementsOf(told.home().jira.attachmentNames(told.key()));
        for (var name : told.home().jira.attachmentNames(told.key()))
            assertThat(told.away().jira.attachmentBytes(twin, name))
                    .isEqualTo(told.home().jira.attachmentBytes(told.key(), name));
    }

    /** Copies stand under a line that names their author. */
    private static List<String> copied(List<String> bodies) {
        return bodies.stream()
                .filter(body -> body.contains("commented:\n"))
                .map(body -> body.substring(body.indexOf('\n') + 1))
                .toList();
    }

    /** The shipped jar laid out in a folder, as {@code bin/drawbridge} does for itself. */
    static Path unpacked(Path folder) throws IOException, InterruptedException {
        var program = folder.resolve("program");
        var jar = System.getProperty("drawbridge.jar", "target/drawbridge.jar");
        var unpacking = new ProcessBuilder("bin/drawbridge", "unpack", jar, program.toString())
                .inheritIO()
                .start();
        assertThat(unpacking.waitFor()).as("unpacking " + jar).isZero();
        return program;
    }
}
