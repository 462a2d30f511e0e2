package dev.drawbridge.twin;

import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.secrets.Seal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Parts of issues that could not be applied or sent; each is shown until it is well again, and holds nothing back. */
@Component
public class Warnings {
    private static final String COLUMNS =
            "id, connection_id, twin, side, field, shown, reason, remedy, since, rule_file," + " rule_line";

    private final JdbcClient db;
    private final Seal seal;
    private final Clock clock;

    Warnings(JdbcClient db, Seal seal, Clock clock) {
        this.db = db;
        this.seal = seal;
        this.clock = clock;
    }

    /** Where the part could not go: into our Jira, out to the peer, or into the partner's Jira. */
    public enum Side {
        INCOMING,
        OUTGOING,
        REMOTE
    }

    public record Shown(UUID id, UUID connection, UUID twin, Side side, Warning warning, Instant since) {}

    /**
     * What became of a twin's warnings.
     *
     * @param fresh those that were not there before
     * @param differs whether any came or went
     */
    record Change(List<Warning> fresh, boolean differs) {}

    /** Puts these in the place of those that a twin had on that side; one that stays keeps its time. */
    @Transactional(propagation = Propagation.MANDATORY)
    Change replace(UUID connection, UUID twin, Side side, List<Warning> now) {
        var known = new HashSet<Warning>();
        var gone = false;
        for (var shown : ofTwin(twin)) {
            if (shown.side() != side) continue;
            if (now.contains(shown.warning()) && known.add(shown.warning())) continue;
            db.sql("delete from warning where id = ?").param(shown.id()).update();
            gone = true;
        }
        var fresh = now.stream()
                .distinct()
                .filter(warning -> !known.contains(warning))
                .toList();
        fresh.forEach(warning -> add(connection, twin, side, warning));
        return new Change(fresh, gone || !fresh.isEmpty());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void clear(UUID twin, Side side) {
        db.sql("delete from warning where twin = ? and side = ?")
                .params(twin, side.name())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void clear(UUID twin, Side side, String field) {
        db.sql("delete from warning where twin = ? and side = ? and field = ?")
                .params(twin, side.name(), field)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void clearAll(UUID twin) {
        db.sql("delete from warning where twin = ?").param(twin).update();
    }

    public Optional<Shown> find(UUID id) {
        return db.sql("select " + COLUMNS + " from warning where id = ?")
                .param(id)
                .query(this::shown)
                .optional();
    }

    public List<Shown> ofTwin(UUID twin) {
        return db.sql("select " + COLUMNS + " from warning where twin = ? order by since")
                .param(twin)
                .query(this::shown)
                .list();
    }

    public List<Shown> all() {
        return db.sql("select " + COLUMNS + " from warning order by since")
                .query(this::shown)
                .list();
    }

    private void add(UUID connection, UUID twin, Side side, Warning warning) {
        var id = UUID.randomUUID();
        var at = warning.at();
        db.sql("insert into warning (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        connection,
                        twin,
                        side.name(),
                        cut(warning.field(), 255),
                        seal.seal("warning|" + id, warning.value()),
                        cut(warning.reason(), 4000),
                        cut(warning.remedy(), 2000),
                        Timestamp.from(clock.instant()),
                        new SqlParameterValue(Types.VARCHAR, at == null ? null : cut(at.file(), 400)),
                        new SqlParameterValue(Types.INTEGER, at == null ? null : at.line()))
                .update();
    }

    private Shown shown(ResultSet row, int number) throws SQLException {
        var id = row.getObject(1, UUID.class);
        var file = row.getString(10);
        return new Shown(
                id,
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                Side.valueOf(row.getString(4)),
                new Warning(
                        row.getString(5),
                        seal.open("warning|" + id, row.getString(6)),
                        row.getString(7),
                        row.getString(8),
                        file == null ? null : new RuleLine(file, row.getInt(11))),
                row.getTimestamp(9).toInstant());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
