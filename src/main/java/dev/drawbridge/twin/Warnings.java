package dev.drawbridge.twin;

import dev.drawbridge.replica.Warning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Parts of issues that could not be applied or sent; each is shown until it is well again, and holds nothing back. */
@Component
public class Warnings {
    private final JdbcClient db;
    private final Clock clock;

    Warnings(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Where the part could not go: into our Jira, out to the peer, or into the partner's Jira. */
    public enum Side {
        INCOMING,
        OUTGOING,
        REMOTE
    }

    public record Shown(UUID id, UUID connection, UUID twin, Side side, Warning warning, Instant since) {}

    /** Puts these in the place of those that a twin had on that side. Says whether any of them is new. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean replace(UUID connection, UUID twin, Side side, List<Warning> now) {
        var before = ofTwin(twin).stream().filter(shown -> shown.side() == side).toList();
        var known = new HashSet<Warning>();
        for (var shown : before) {
            if (now.contains(shown.warning()) && known.add(shown.warning())) continue;
            db.sql("delete from warning where id = ?").param(shown.id()).update();
        }
        var news = now.stream()
                .distinct()
                .filter(warning -> !known.contains(warning))
                .toList();
        news.forEach(warning -> add(connection, twin, side, warning));
        return !news.isEmpty();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void clear(UUID twin, Side side) {
        db.sql("delete from warning where twin = ? and side = ?")
                .params(twin, side.name())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void clearAll(UUID twin) {
        db.sql("delete from warning where twin = ?").param(twin).update();
    }

    public List<Shown> ofTwin(UUID twin) {
        return db.sql(
                        "select id, connection_id, twin, side, field, reason, remedy, since from warning where twin = ? order by since")
                .param(twin)
                .query(Warnings::shown)
                .list();
    }

    public List<Shown> all() {
        return db.sql("select id, connection_id, twin, side, field, reason, remedy, since from warning order by since")
                .query(Warnings::shown)
                .list();
    }

    private void add(UUID connection, UUID twin, Side side, Warning warning) {
        db.sql(
                        "insert into warning (id, connection_id, twin, side, field, reason, remedy, since) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        connection,
                        twin,
                        side.name(),
                        cut(warning.field(), 255),
                        cut(warning.reason(), 4000),
                        cut(warning.remedy(), 2000),
                        Timestamp.from(clock.instant()))
                .update();
    }

    private static Shown shown(ResultSet row, int number) throws SQLException {
        return new Shown(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                Side.valueOf(row.getString(4)),
                new Warning(row.getString(5), row.getString(6), row.getString(7)),
                row.getTimestamp(8).toInstant());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
