package dev.drawbridge.monitoring;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Traffic;
import dev.drawbridge.twin.Twins;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What each day brought, by connection and in UTC. Noted again and again while the day lasts: what is noted is a count, so
 * that it may be done twice, by several nodes, and after a while without any.
 */
@Component("dailyFigures")
public class DailyFigures {
    private static final Period KEPT = Period.ofYears(3);

    private final JdbcClient db;
    private final Connections connections;
    private final Twins twins;
    private final Traffic traffic;
    private final Clock clock;

    DailyFigures(JdbcClient db, Connections connections, Twins twins, Traffic traffic, Clock clock) {
        this.db = db;
        this.connections = connections;
        this.twins = twins;
        this.traffic = traffic;
        this.clock = clock;
    }

    /**
     * One day of one connection.
     *
     * @param underSync issues under sync at its end
     * @param sent states that the partner was done with
     * @param received states that were applied here
     */
    public record Figure(UUID connection, LocalDate day, long underSync, long sent, long received) {}

    public LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Today as it stands now, and what of yesterday came to its end since it was noted last. */
    public void note() {
        var today = today();
        note(today.minusDays(1), false);
        note(today, true);
    }

    private void note(LocalDate day, boolean now) {
        var from = start(day);
        var to = start(day.plusDays(1));
        var sent = traffic.sent(from, to);
        var received = traffic.received(from, to);
        for (var connection : connections.all()) {
            if (connection.isBack()) continue;
            var out = sent.getOrDefault(connection.id(), 0L);
            var in = received.getOrDefault(connection.id(), 0L);
            if (now) write(day, connection, twins.countActive(connection.id()), out, in);
            else raise(day, connection, out, in);
        }
    }

    private void write(LocalDate day, Connection connection, long underSync, long sent, long received) {
        db.sql("update daily_figure set under_sync = ? where connection_id = ? and on_day = ?")
                .params(underSync, connection.id(), day)
                .update();
        if (raise(day, connection, sent, received) > 0) return;
        try {
            db.sql(
                            "insert into daily_figure (connection_id, on_day, under_sync, sent, received) values (?, ?, ?, ?, ?)")
                    .params(connection.id(), day, underSync, sent, received)
                    .update();
        } catch (DuplicateKeyException another) {
            // Another node was faster; what it counted is as good.
        }
    }

    /** Events go in time, so a count never falls. */
    private int raise(LocalDate day, Connection connection, long sent, long received) {
        return db.sql("update daily_figure set sent = greatest(sent, ?), received = greatest(received, ?)"
                        + " where connection_id = ? and on_day = ?")
                .params(sent, received, connection.id(), day)
                .update();
    }

    /** From that day on, the oldest first. */
    public List<Figure> since(LocalDate day) {
        return db.sql(
                        "select connection_id, on_day, under_sync, sent, received from daily_figure where on_day >= ? order by on_day")
                .param(day)
                .query((row, number) -> new Figure(
                        row.getObject(1, UUID.class),
                        row.getObject(2, LocalDate.class),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
                .list();
    }

    /** Forgets what is older than any trend that is shown. */
    public void forgetOld() {
        db.sql("delete from daily_figure where on_day < ?")
                .param(today().minus(KEPT))
                .update();
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
