package dev.drawbridge.transport;

import dev.drawbridge.connection.Connections;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Contents of attachments on their way, both directions, for people. */
@Component
public class BlobQueue {
    private final JdbcClient db;
    private final SpoolFolder spool;
    private final Connections connections;

    BlobQueue(JdbcClient db, SpoolFolder spool, Connections connections) {
        this.db = db;
        this.spool = spool;
        this.connections = connections;
    }

    /**
     * One content.
     *
     * @param name SHA-256 in hex
     * @param number of the newest event that names it; null while that has not left, or is not kept any more
     * @param state WAITING for its transport, OFFERED to the partner, which fetches it, STORED here, or DONE: brought there
     */
    public record Shown(
            UUID connection,
            boolean outgoing,
            String name,
            long bytes,
            @Nullable UUID twin,
            @Nullable Long number,
            Instant since,
            String state) {}

    /** Where the next page begins: behind this one. */
    public record After(Instant since, String name) {
        /** @throws IllegalArgumentException when it is not what an earlier page told */
        public static After read(String text) {
            try {
                var parts = text.split(",", 2);
                return new After(Instant.parse(parts[0]), parts[1]);
            } catch (java.time.DateTimeException | ArrayIndexOutOfBoundsException strange) {
                throw new IllegalArgumentException("after: '%s' is no place in this list.".formatted(text), strange);
            }
        }

        @Override
        public String toString() {
            return since + "," + name;
        }
    }

    /**
     * What is looked for; null does not narrow.
     *
     * @param twins any of these
     */
    public record Wanted(
            boolean outgoing, @Nullable UUID connection, @Nullable List<UUID> twins, @Nullable After after) {}

    /** Newest first. */
    public List<Shown> find(Wanted wanted, int max) {
        if (wanted.twins() != null && wanted.twins().isEmpty()) return List.of();
        var narrowed = new ArrayList<>(List.of("direction = :direction"));
        if (wanted.connection() != null) narrowed.add("connection_id = :connection");
        if (wanted.twins() != null) narrowed.add("twin in (:twins)");
        if (wanted.after() != null) narrowed.add("(created < :at or (created = :at and name < :name))");
        var queue = wanted.outgoing() ? "outbox" : "inbox";
        var query = db.sql(
                        "select b.connection_id, b.name, b.bytes, b.twin, b.created, b.state, (select max(e.seq) from "
                                + queue
                                + " e where e.connection_id = b.connection_id and e.twin = b.twin and e.payload like"
                                + " concat('%', b.name, '%')) as seq from blob b where "
                                + String.join(" and ", narrowed)
                                + " order by created desc, name desc fetch first " + max + " rows only")
                .param("direction", wanted.outgoing() ? "OUT" : "IN");
        if (wanted.connection() != null) query = query.param("connection", wanted.connection());
        if (wanted.twins() != null) query = query.param("twins", wanted.twins());
        if (wanted.after() != null)
            query = query.param("at", Timestamp.from(wanted.after().since()))
                    .param("name", wanted.after().name());
        return query.query((row, number) -> shown(row, wanted.outgoing())).list();
    }

    private Shown shown(ResultSet row, boolean outgoing) throws SQLException {
        var connection = row.getObject(1, UUID.class);
        var name = row.getString(2);
        return new Shown(
                connection,
                outgoing,
                name,
                row.getLong(3),
                row.getObject(4, UUID.class),
                (Long) row.getObject(7),
                row.getTimestamp(5).toInstant(),
                outgoing
                        ? leaving(connection, row.getString(6))
                        : spool.holds(connection, name) ? "STORED" : "WAITING");
    }

    /** Only to a partner that cannot fetch it a content is brought. */
    private String leaving(UUID connection, String state) {
        if (state.equals("DONE")) return state;
        return connections.find(connection).filter(found -> found.isPulled()).isPresent() ? "WAITING" : "OFFERED";
    }
}
