package dev.drawbridge.twin;

import dev.drawbridge.queue.Lanes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Issues of partners that are not under sync here yet and that something waits for, by their number or key there. Whoever waits is tried again at once
 * when the issue gets its twin; a look now and then finds what came between two transactions.
 */
@Component("awaited")
public class Awaited {
    static final String PARENT = "parent";

    private final JdbcClient db;
    private final Lanes lanes;
    private final Clock clock;

    Awaited(JdbcClient db, Lanes lanes, Clock clock) {
        this.db = db;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * An issue of the partner has got its twin here.
     *
     * @param remote the number and the key that it has there, as far as they are known
     */
    public record Paired(UUID connection, Set<String> remote) {
        static Paired of(Twin twin) {
            var names = new HashSet<String>();
            if (twin.remote().id() != null) names.add(twin.remote().id());
            if (twin.remote().key() != null) names.add(twin.remote().key());
            return new Paired(twin.connection(), names);
        }
    }

    private record Waiting(UUID connection, UUID twin) {}

    /** Notes that a part waits; says since when it does. */
    @Transactional
    public Instant await(UUID connection, UUID twin, String part, String remote) {
        var since = db.sql("select since from awaited where twin = ? and part = ? and remote_name = ?")
                .params(twin, part, remote)
                .query(Timestamp.class)
                .optional();
        if (since.isPresent()) return since.get().toInstant();
        db.sql("delete from awaited where twin = ? and part = ?")
                .params(twin, part)
                .update();
        return add(connection, twin, part, remote);
    }

    /** These parts wait, each for the issue with that number, and no others do; gives those that did not before. */
    @Transactional(propagation = Propagation.MANDATORY)
    Set<String> replace(UUID connection, UUID twin, Map<String, String> parts) {
        var known = new HashSet<String>();
        db.sql("select part, remote_name from awaited where twin = ?")
                .param(twin)
                .query(row -> {
                    if (row.getString(2).equals(parts.get(row.getString(1)))) known.add(row.getString(1));
                });
        if (known.isEmpty())
            db.sql("delete from awaited where twin = ?").param(twin).update();
        else
            db.sql("delete from awaited where twin = :twin and part not in (:known)")
                    .param("twin", twin)
                    .param("known", known)
                    .update();
        var fresh = new HashMap<>(parts);
        fresh.keySet().removeAll(known);
        fresh.forEach((part, remote) -> add(connection, twin, part, remote));
        return fresh.keySet();
    }

    boolean isAnything(UUID twin) {
        return db.sql("select count(*) from awaited where twin = ?")
                        .param(twin)
                        .query(Long.class)
                        .single()
                > 0;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Paired paired) {
        if (paired.remote().isEmpty()) return;
        db.sql("select twin from awaited where connection_id = :connection and remote_name in (:remote)")
                .param("connection", paired.connection())
                .param("remote", paired.remote())
                .query(UUID.class)
                .list()
                .forEach(twin -> lanes.hurry(paired.connection(), twin));
    }

    /** Tries again what waits for an issue that has its twin, and forgets what nobody waits for any more. */
    @Transactional
    public void look() {
        db.sql("select distinct a.connection_id, a.twin from awaited a join twin t on t.connection_id = a.connection_id"
                        + " and (t.remote_id = a.remote_name or t.remote_key = a.remote_name) and t.state = 'ACTIVE'"
                        + " and t.issue_id is not null")
                .query((row, number) -> new Waiting(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list()
                .forEach(waiting -> lanes.hurry(waiting.connection(), waiting.twin()));
        db.sql("delete from awaited where twin in (select l.twin from lane l where l.state = 'IDLE')"
                        + " and twin not in (select t.id from twin t where t.state = 'ACTIVE')")
                .update();
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(Settled settled) {
        if (settled.ended())
            db.sql("delete from awaited where twin = ?").param(settled.twin()).update();
    }

    private Instant add(UUID connection, UUID twin, String part, String remote) {
        var now = clock.instant();
        db.sql("insert into awaited (twin, part, connection_id, remote_name, since) values (?, ?, ?, ?, ?)")
                .params(twin, part, connection, remote, Timestamp.from(now))
                .update();
        return now;
    }
}
