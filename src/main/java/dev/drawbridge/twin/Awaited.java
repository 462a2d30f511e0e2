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
 * Issues of partners that are not under sync here yet and that something waits for. Whoever waits is tried again at once
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
     * @param remoteId the number that it has there
     */
    public record Paired(UUID connection, String remoteId) {}

    private record Waiting(UUID connection, UUID twin) {}

    /** Notes that a part waits; says since when it does. */
    @Transactional
    public Instant await(UUID connection, UUID twin, String part, String remoteId) {
        var since = db.sql("select since from awaited where twin = ? and part = ? and remote_id = ?")
                .params(twin, part, remoteId)
                .query(Timestamp.class)
                .optional();
        if (since.isPresent()) return since.get().toInstant();
        db.sql("delete from awaited where twin = ? and part = ?")
                .params(twin, part)
                .update();
        return add(connection, twin, part, remoteId);
    }

    /** These parts wait, each for the issue with that number, and no others do; gives those that did not before. */
    @Transactional(propagation = Propagation.MANDATORY)
    Set<String> replace(UUID connection, UUID twin, Map<String, String> parts) {
        var known = new HashSet<String>();
        db.sql("select part, remote_id from awaited where twin = ?").param(twin).query(row -> {
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
        fresh.forEach((part, remoteId) -> add(connection, twin, part, remoteId));
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
        db.sql("select twin from awaited where connection_id = ? and remote_id = ?")
                .params(paired.connection(), paired.remoteId())
                .query(UUID.class)
                .list()
                .forEach(twin -> lanes.hurry(paired.connection(), twin));
    }

    /** Tries again what waits for an issue that has its twin, and forgets what nobody waits for any more. */
    @Transactional
    public void look() {
        db.sql("select distinct a.connection_id, a.twin from awaited a join twin t on t.connection_id = a.connection_id"
                        + " and t.remote_id = a.remote_id and t.state = 'ACTIVE' and t.issue_id is not null")
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

    private Instant add(UUID connection, UUID twin, String part, String remoteId) {
        var now = clock.instant();
        db.sql("insert into awaited (twin, part, connection_id, remote_id, since) values (?, ?, ?, ?, ?)")
                .params(twin, part, connection, remoteId, Timestamp.from(now))
                .update();
        return now;
    }
}
