package dev.drawbridge.connection;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where triggers are kept. */
@Component
public class Triggers {
    private static final String SELECT =
            "select id, connection_id, jql, notes, active, since, problem, problem_since from sync_trigger";

    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final Clock clock;

    Triggers(JdbcClient db, NoArgGenerator ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    public List<Trigger> all() {
        return db.sql(SELECT + " order by created, id").query(Triggers::trigger).list();
    }

    public List<Trigger> active() {
        return all().stream().filter(Trigger::active).toList();
    }

    public Optional<Trigger> find(UUID id) {
        return db.sql(SELECT + " where id = ?")
                .param(id)
                .query(Triggers::trigger)
                .optional();
    }

    @Transactional
    public Trigger add(UUID connection, String jql, String notes, boolean active) {
        var now = clock.instant();
        var trigger = new Trigger(ids.generate(), connection, jql, notes, active, now, null);
        db.sql("insert into sync_trigger (id, connection_id, jql, notes, active, since, created)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        trigger.id(),
                        connection,
                        trigger.jql(),
                        notes,
                        active,
                        Timestamp.from(now),
                        Timestamp.from(now))
                .update();
        return trigger;
    }

    /** Gives a trigger another query, other notes, or switches it; what changed before that is not matched afterwards. */
    @Transactional
    public Trigger change(Trigger before, String jql, String notes, boolean active) {
        var anew = !before.jql().equals(jql.strip()) || (active && !before.active());
        var since = anew ? clock.instant() : before.since();
        var now = new Trigger(before.id(), before.connection(), jql, notes, active, since, null);
        db.sql("update sync_trigger set jql = ?, notes = ?, active = ?, since = ?, problem = null, problem_since = null"
                        + " where id = ?")
                .params(now.jql(), notes, active, Timestamp.from(since), now.id())
                .update();
        return now;
    }

    /** Says whether there was one. */
    @Transactional
    public boolean remove(UUID id) {
        return db.sql("delete from sync_trigger where id = ?").param(id).update() == 1;
    }

    /** Its query cannot be asked; says whether that is news. */
    @Transactional
    public boolean broken(UUID id, String sentence) {
        var text = sentence.length() > 2000 ? sentence.substring(0, 2000) : sentence;
        return db.sql("update sync_trigger set problem_since = coalesce(problem_since, ?), problem = ?"
                                + " where id = ? and (problem is null or problem <> ?)")
                        .params(Timestamp.from(clock.instant()), text, id, text)
                        .update()
                == 1;
    }

    /** Its query can be asked again, or is to be asked again; says whether there was a problem. */
    @Transactional
    public boolean mended(UUID id) {
        return db.sql("update sync_trigger set problem = null, problem_since = null where id = ?"
                                + " and problem is not null")
                        .param(id)
                        .update()
                == 1;
    }

    private static Trigger trigger(ResultSet row, int number) throws SQLException {
        var problem = row.getString("problem");
        return new Trigger(
                row.getObject("id", UUID.class),
                row.getObject("connection_id", UUID.class),
                row.getString("jql"),
                row.getString("notes"),
                row.getBoolean("active"),
                row.getTimestamp("since").toInstant(),
                problem == null
                        ? null
                        : new Trigger.Problem(
                                problem, row.getTimestamp("problem_since").toInstant()));
    }
}
