package dev.drawbridge.transport;

import dev.drawbridge.queue.BlobRef;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** A stored event of the peer names this content. */
    void announced(UUID connection, BlobRef blob) {
        note(connection, "IN", blob);
    }

    void spooled(UUID connection, BlobRef blob) {
        note(connection, "OUT", blob);
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

    private void note(UUID connection, String direction, BlobRef blob) {
        if (find(connection, direction, blob.name()).isPresent()) return;
        db.sql("insert into blob (connection_id, direction, name, bytes, state, created) values (?, ?, ?, ?, 'NEW', ?)")
                .params(connection, direction, blob.name(), blob.bytes(), Timestamp.from(clock.instant()))
                .update();
    }

    private Optional<BlobRef> find(UUID connection, String direction, String name) {
        return db.sql("select name, bytes from blob where connection_id = ? and direction = ? and name = ?")
                .params(connection, direction, name)
                .query((row, number) -> new BlobRef(row.getString(1), row.getLong(2)))
                .optional();
    }
}
