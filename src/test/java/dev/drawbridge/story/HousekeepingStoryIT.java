package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.queue.Payloads;
import dev.drawbridge.transport.Leftovers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What both sides are done with goes after its time; what somebody still waits for stays, however old it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class HousekeepingStoryIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final int MUCH = 10;

    private final TurnedClock clock = new TurnedClock();
    private Path folder;
    private Company acme;
    private Company beta;

    @BeforeAll
    void connect(@TempDir Path folder) throws IOException {
        this.folder = folder;
        acme = Company.reachable("Acme", "ACM", folder).living(clock).start();
        beta = Company.behindFirewall("Beta", "BET", folder).living(clock).start();
        Company.connect(acme, beta, "SCRIPT");
    }

    @AfterAll
    void stop() {
        if (beta != null) beta.close();
        if (acme != null) acme.close();
    }

    @Test
    void contentsGoFromBothSpoolsOnceBothSidesAreDone() throws IOException {
        var key = underSync("Large");
        sayMuch(key);
        acme.jira.attach("ada", key, "first.txt", bytes("first"));
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin(key)).contains("first.txt"));
        synchronizedAt(key);
        assertThat(spool(acme)).as("the comments and the file").hasSizeGreaterThanOrEqualTo(2);
        assertThat(spool(beta)).hasSizeGreaterThanOrEqualTo(2);
        var unfinished = spoolFolder(acme).resolve(spool(acme).get(0)).resolveSibling("unfinished-1.part");
        Files.writeString(unfinished, "cut off by a kill");
        Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));

        sweep();
        assertThat(spool(acme)).as("nothing is a day old yet").hasSizeGreaterThanOrEqualTo(3);
        later(Duration.ofHours(25));
        assertThat(spool(acme)).isEmpty();
        assertThat(spool(beta)).isEmpty();

        acme.jira.calls().reset();
        acme.jira.attach("ada", key, "second.txt", bytes("second"));
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin(key)).contains("second.txt"));
        synchronizedAt(key);
        assertThat(acme.jira.calls().count("GET", ".*/secure/attachment/.*"))
                .as("what the partner has is not read again")
                .isEqualTo(1);
        assertThat(beta.jira.attachmentNames(twin(key))).containsExactlyInAnyOrder("first.txt", "second.txt");
    }

    @Test
    void whatSomebodyWaitsForStays() throws IOException {
        var key = underSync("Waits");
        var working = beta.text("/api/v1/connections/bridge/rules/incoming");
        beta.rule("bridge", "incoming", "throw new IllegalStateException('not today')");
        acme.jira.attach("ada", key, "wanted.txt", bytes("wanted"));
        sayMuch(key);
        await().atMost(SOON).until(() -> beta.state(twin(key)).equals("ERROR"));

        later(Duration.ofDays(40));
        assertThat(spool(acme)).isNotEmpty();
        assertThat(payloads(acme)).as("what the partner is not done with").isPositive();

        beta.rule("bridge", "incoming", working);
        await().atMost(SOON).until(() -> beta.jira.attachmentNames(twin(key)).contains("wanted.txt"));
        synchronizedAt(key);
        assertThat(beta.jira.commentBodies(twin(key))).hasSize(MUCH);
        later(Duration.ofDays(6));
        assertThat(payloads(acme)).as("kept for seven days").isPositive();
        later(Duration.ofDays(2));
        assertThat(payloads(acme)).isZero();
        assertThat(payloads(beta)).isZero();
        assertThat(rows(acme)).as("numbers are kept longer than contents").isPositive();
        later(Duration.ofDays(31));
        assertThat(rows(acme)).isZero();

        beta.jira.edit("ada", twin(key), Map.of("summary", "Goes on"));
        await().atMost(SOON).until(() -> acme.jira
                .issue(key)
                .path("fields")
                .path("summary")
                .asText()
                .equals("Goes on"));
    }

    private void later(Duration duration) {
        clock.turn(duration);
        sweep();
    }

    private void sweep() {
        for (var company : List.of(acme, beta)) {
            company.node().getBean(Payloads.class).forgetOld();
            company.node().getBean(Leftovers.class).sweep();
        }
    }

    /** More than travels inside one event. */
    private void sayMuch(String key) {
        for (var i = 0; i < MUCH; i++) acme.jira.comment("ada", key, i + "x".repeat(30_000));
    }

    private String underSync(String summary) {
        var key = acme.jira.createIssue("ada", "ACM", "Task", summary, Map.of());
        acme.post("/api/v1/connections/bridge/sync", Map.of("issue", key));
        synchronizedAt(key);
        return key;
    }

    private void synchronizedAt(String key) {
        await().atMost(SOON)
                .until(() -> acme.state(key).equals("SYNCHRONIZED")
                        && beta.state(twin(key)).equals("SYNCHRONIZED")
                        && rowsOpen(acme) == 0
                        && rowsOpen(beta) == 0);
    }

    private String twin(String key) {
        return acme.get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("remoteKey")
                .asText();
    }

    private static long rowsOpen(Company company) {
        return count(company, "select count(*) from outbox where settled_at is null");
    }

    private static long rows(Company company) {
        return count(company, "select (select count(*) from outbox) + (select count(*) from inbox)");
    }

    private static long payloads(Company company) {
        return count(
                company,
                "select (select count(*) from outbox where payload is not null)"
                        + " + (select count(*) from inbox where payload is not null)");
    }

    private static long count(Company company, String query) {
        return company.node()
                .getBean(JdbcClient.class)
                .sql(query)
                .query(Long.class)
                .single();
    }

    private Path spoolFolder(Company company) {
        return folder.resolve(company.name).resolve("data").resolve("spool");
    }

    private List<Path> spool(Company company) throws IOException {
        var spool = spoolFolder(company);
        if (!Files.isDirectory(spool)) return List.of();
        try (var files = Files.walk(spool)) {
            return files.filter(Files::isRegularFile).map(spool::relativize).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
