package dev.drawbridge.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is and was on its way, both directions, for people. */
@Component
public class Events {
    private static final String OUTGOING = "select id, connection_id, twin, kind, seq, created as since, 0 as attempts,"
            + " 'OUT' as direction, case when seq is null then 'WAITING' when acked_at is null then 'SENT'"
            + " when settled_at is null then 'STORED' else 'DONE' end"
            + " as state from outbox";
    /** Only what is next in its lane shares the lane's state; the others just wait behind it. */
    private static final String INCOMING = "select i.id, i.connection_id, i.twin, i.kind, i.seq, i.stored as since,"
            + " case when i.state = 'STORED' then l.attempts else 0 end as attempts, 'IN' as direction,"
            + " case when i.state <> 'STORED' then i.state when i.seq > (select min(b.seq) from inbox b where"
            + " b.connection_id = i.connection_id and b.twin = i.twin and b.state = 'STORED') then 'STORED'"
            + " when l.owner is not null and l.leased_until is not null then 'WORKING'"
            + " when l.state in ('RETRY', 'BLOCKED', 'PARKED') then l.state else 'STORED' end as state"
            + " from inbox i left join lane l on l.connection_id = i.connection_id and l.twin = i.twin";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;

    Events(JdbcClient db) {
        this.db = db;
    }

    /**
     * One event.
     *
     * @param number null while it has not left
     * @param state WAITING, SENT, STORED, WORKING, RETRY, BLOCKED, PARKED, SUPERSEDED or DONE
     */
    public record Shown(
            UUID id,
            UUID connection,
            @Nullable UUID twin,
            String kind,
            @Nullable Long number,
            Instant since,
            int attempts,
            String direction,
            String state) {}

    /**
     * What is looked for; null does not narrow.
     *
     * @param direction OUT or IN
     * @param state one of those of {@link Shown}, or OPEN for all that is not over
     * @param twins any of these
     * @param before only events that are older than this one
     */
    public record Wanted(
            @Nullable String direction,
            @Nullable UUID connection,
            @Nullable String state,
            @Nullable List<UUID> twins,
            @Nullable UUID before) {}

    /** Newest first. */
    public List<Shown> find(Wanted wanted, int max) {
        if (wanted.twins() != null && wanted.twins().isEmpty()) return List.of();
        var narrowed = new ArrayList<String>();
        if (wanted.direction() != null) narrowed.add("direction = :direction");
        if (wanted.connection() != null) narrowed.add("connection_id = :connection");
        var open = "OPEN".equals(wanted.state());
        if (open) narrowed.add("state not in ('DONE', 'SUPERSEDED')");
        else if (wanted.state() != null) narrowed.add("state = :state");
        if (wanted.twins() != null) narrowed.add("twin in (:twins)");
        if (wanted.before() != null) narrowed.add("id < :before");
        var where = narrowed.isEmpty() ? "" : " where " + String.join(" and ", narrowed);
        var query = db.sql("select * from (" + OUTGOING + " union all " + INCOMING + ") event" + where
                + " order by id desc fetch first " + max + " rows only");
        if (wanted.direction() != null) query = query.param("direction", wanted.direction());
        if (wanted.connection() != null) query = query.param("connection", wanted.connection());
        if (wanted.state() != null && !open) query = query.param("state", wanted.state());
        if (wanted.twins() != null) query = query.param("twins", wanted.twins());
        if (wanted.before() != null) query = query.param("before", wanted.before());
        return query.query(Events::shown).list();
    }

    /**
     * One event with all that is kept of it.
     *
     * @param event null when its contents are not kept any more
     */
    public record Whole(Shown shown, @Nullable SyncEvent event) {}

    public Optional<Whole> find(UUID id) {
        return db.sql(
                        "select event.*, payload from (" + OUTGOING + " union all " + INCOMING + ") event left join"
                                + " (select id as row_id, payload from outbox where id = :id union all select id, payload from inbox"
                                + " where id = :id) held on held.row_id = event.id where event.id = :id fetch first 1 rows only")
                .param("id", id)
                .query((row, number) -> new Whole(shown(row, number), event(row.getString("payload"))))
                .optional();
    }

    private static @Nullable SyncEvent event(@Nullable String payload) {
        if (payload == null) return null;
        try {
            return new SyncEvent((ObjectNode) JSON.readTree(payload)).plain();
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("An event in the store is damaged", damaged);
        }
    }

    private static Shown shown(ResultSet row, int number) throws SQLException {
        return new Shown(
                row.getObject("id", UUID.class),
                row.getObject("connection_id", UUID.class),
                row.getObject("twin", UUID.class),
                row.getString("kind"),
                (Long) row.getObject("seq"),
                row.getTimestamp("since").toInstant(),
                row.getInt("attempts"),
                row.getString("direction"),
                row.getString("state"));
    }
}
