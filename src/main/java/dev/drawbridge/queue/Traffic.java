package dev.drawbridge.queue;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much passed, for figures. */
@Component
public class Traffic {
    private final JdbcClient db;

    Traffic(JdbcClient db) {
        this.db = db;
    }

    /** States of issues that the partner was done with in that time, by connection. */
    public Map<UUID, Long> sent(Instant from, Instant to) {
        return counted(
                "select connection_id, count(*) from outbox where settled_at >= ? and settled_at < ?"
                        + " and kind = 'REPLICA' group by connection_id",
                from,
                to);
    }

    /** States of issues that were applied here in that time, by connection. */
    public Map<UUID, Long> received(Instant from, Instant to) {
        return counted(
                "select connection_id, count(*) from inbox where done_at >= ? and done_at < ?"
                        + " and kind = 'REPLICA' and state = 'DONE' group by connection_id",
                from,
                to);
    }

    /** How many events of a connection's twins are kept, in both directions. */
    public long kept(UUID connection) {
        return count("connection_id = :what and twin is not null", connection);
    }

    /** How many events of these twins are kept, in both directions. */
    public long kept(UUID connection, List<UUID> twins) {
        return twins.isEmpty()
                ? 0
                : db.sql(
                                "select (select count(*) from outbox where connection_id = :connection and twin in (:twins))"
                                        + " + (select count(*) from inbox where connection_id = :connection and twin in (:twins))")
                        .param("connection", connection)
                        .param("twins", twins)
                        .query(Long.class)
                        .single();
    }

    private long count(String which, UUID what) {
        return db.sql("select (select count(*) from outbox where " + which + ") + (select count(*) from inbox where "
                        + which + ")")
                .param("what", what)
                .query(Long.class)
                .single();
    }

    private Map<UUID, Long> counted(String sql, Instant from, Instant to) {
        var result = new HashMap<UUID, Long>();
        db.sql(sql).params(Timestamp.from(from), Timestamp.from(to)).query(row -> {
            result.put(row.getObject(1, UUID.class), row.getLong(2));
        });
        return result;
    }
}
