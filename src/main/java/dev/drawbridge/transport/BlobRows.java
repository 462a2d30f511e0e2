package dev.drawbridge.transport;

import dev.drawbridge.queue.BlobRef;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which contents may travel on which connection, and in which direction. */
@Component
class BlobRows {
    private final JdbcClient db;
    private final Clock clock;

    BlobRows(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * A stored event of the peer names this content.
     *
     * @param twin of which issue it is; null for none
     */
    void announced(UUID connection, BlobRef blob, @Nullable UUID twin) {
        note(connection, "IN", blob, twin);
    }

    void spooled(UUID connection, BlobRef blob, @Nullable UUID twin) {
        note(connection, "OUT", blob, twin);
    }

    Optional<BlobRef> incoming(UUID connection, String name) {
        return find(connection, "IN", name);
    }

    Optional<BlobRef> outgoing(UUID connection, String name) {
        return find(connection, "OUT", name);
    }

    List<BlobRef> unsent(UUID connection) {
        return db.sql("select name, bytes from blob where connection_id = ? and direction = 'OUT' and state = 'NEW'"
                        + " order by created")
                .param(connection)
                .query((row, number) -> new BlobRef(row.getString(1), row.getLong(2)))
                .list();
    }

    void sent(UUID connection, String name) {
        db.sql("update blob set state = 'DONE' where connection_id = ? and direction = 'OUT' and name = ?")
                .params(connection, name)
                .update();
    }

    /** What nobody has spoken of for that long. */
    List<Old> quietSince(Instant instant) {
        return db.sql("select connection_id, direction, name from blob where created < ?")
                .param(Timestamp.from(instant))
                .query((row, number) ->
                        new Old(row.getObject(1, UUID.class), row.getString(2).equals("OUT"), row.getString(3)))
                .list();
    }

    /** A content on one connection, on its way out or in. */
    record Old(UUID connection, boolean outgoing, String name) {}

    /** Forgets it, unless somebody has spoken of it since then. */
    boolean forget(Old old, Instant instant) {
        return db.sql("delete from blob where connection_id = ? and direction = ? and name = ? and created < ?")
                        .params(old.connection(), old.outgoing() ? "OUT" : "IN", old.name(), Timestamp.from(instant))
                        .update()
                == 1;
    }

    boolean knows(UUID connection, String name) {
        return incoming(connection, name).isPresent()
                || outgoing(connection, name).isPresent();
    }

    /** Spoken of once more: it may have to travel again, and is kept for as long as a new one. */
    private void note(UUID connection, String direction, BlobRef blob, @Nullable UUID twin) {
        var now = Timestamp.from(clock.instant());
        var known = db.sql(
                        "update blob set created = ?, state = 'NEW', twin = coalesce(cast(? as uuid), twin) where connection_id = ? and direction = ? and name = ?")
                .params(now, new SqlParameterValue(Types.OTHER, twin), connection, direction, blob.name())
                .update();
        if (known == 1) return;
        db.sql(
                        "insert into blob (connection_id, direction, name, bytes, state, twin, created) values (?, ?, ?, ?, 'NEW', ?, ?)")
                .params(connection, direction, blob.name(), blob.bytes(), new SqlParameterValue(Types.OTHER, twin), now)
                .update();
    }

    private Optional<BlobRef> find(UUID connection, String direction, String name) {
        return db.sql("select name, bytes from blob where connection_id = ? and direction = ? and name = ?")
                .params(connection, direction, name)
                .query((row, number) -> new BlobRef(row.getString(1), row.getLong(2)))
                .optional();
    }
}
