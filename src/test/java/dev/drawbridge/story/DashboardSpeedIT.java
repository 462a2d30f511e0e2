package dev.drawbridge.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.monitoring.DailyFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first page on a node that has much to tell: it prints how long it takes. */
class DashboardSpeedIT {
    private static final int TWINS = 100_000, QUEUED = 20_000, LOOKS = 15;

    @Test
    void theFirstPageIsThereAtOnceHoweverMuchIsUnderSync(@TempDir Path folder) throws IOException {
        try (var acme = Company.reachable("Acme", "ACM", folder).start()) {
            var visitor = new Visitor();
            visitor.logIn(acme, "admin", "admin");
            var empty = look(visitor, acme);
            for (var name : new String[] {"first", "second"}) fill(acme, connection(acme, name));
            acme.node().getBean(DailyFigures.class).note();

            var full = look(visitor, acme);

            assertThat(visitor.page(acme, "/").body()).contains(">100000</p>");
            System.out.printf(
                    "Dashboard: %d ms empty; %d ms with %d twins and %d queued events (median of %d)%n",
                    empty.toMillis(), full.toMillis(), TWINS, QUEUED, LOOKS);
        }
    }

    private static Duration look(Visitor visitor, Company acme) {
        for (var warm = 0; warm < 5; warm++) visitor.page(acme, "/");
        var times = IntStream.range(0, LOOKS)
                .mapToLong(look -> {
                    var begun = System.nanoTime();
                    assertThat(visitor.page(acme, "/").statusCode()).isEqualTo(200);
                    return System.nanoTime() - begun;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(times[LOOKS / 2]);
    }

    private static UUID connection(Company acme, String name) {
        var invited = acme.post(
                "/api/v1/invitations",
                Map.of(
                        "connection", name,
                        "localShortName", "Acme",
                        "remoteShortName", "Beta",
                        "mode", "SCRIPT",
                        "incomingProject", "ACM"));
        return UUID.fromString(invited.path("connection").path("id").asText());
    }

    private static void fill(Company acme, UUID connection) {
        var db = acme.node().getBean(JdbcClient.class);
        db.sql("insert into twin (id, connection_id, state, why, started_by, started_at, acked, issue_id, issue_key,"
                        + " issue_created, remote_id, remote_key, hops, based_on, heard, seen, sent, force, updated)"
                        + " select random_uuid(), :connection, 'ACTIVE', '', 'US', now(), true, x, 'ACM-' || x, now(),"
                        + " 'r' || x, 'BET-' || x, 0, 0, repeat('x', 2000), '{}', '{}', '[]', now()"
                        + " from system_range(1, " + TWINS / 2 + ")")
                .param("connection", connection)
                .update();
        db.sql("insert into outbox (id, connection_id, twin, kind, priority, bytes, payload, created)"
                        + " select random_uuid(), :connection, random_uuid(), 'REPLICA', 20, 3000, repeat('x', 3000), now()"
                        + " from system_range(1, " + QUEUED / 2 + ")")
                .param("connection", connection)
                .update();
        db.sql(
                        "insert into lane (connection_id, twin, state, next_at, attempts, crashes, fence, since, problem, reason,"
                                + " remedy, stack_trace, approved)"
                                + " select :connection, id, case when mod(issue_id, 100) = 0 then 'BLOCKED' else 'IDLE' end, now(), 0,"
                                + " 0, 0, now(), case when mod(issue_id, 100) = 0 then 'RULE' else null end, 'why', 'what to do',"
                                + " repeat('x', 1000), false from twin where connection_id = :connection")
                .param("connection", connection)
                .update();
        db.sql("insert into daily_figure (connection_id, on_day, under_sync, sent, received)"
                        + " select :connection, dateadd('DAY', -x, current_date), x, x, x from system_range(1, 730)")
                .param("connection", connection)
                .update();
    }
}
