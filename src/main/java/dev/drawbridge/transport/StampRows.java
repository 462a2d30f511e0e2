package dev.drawbridge.transport;

import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Last stamps in the store. */
@Component
class StampRows implements LastStamps {
    private final JdbcClient db;

    StampRows(JdbcClient db) {
        this.db = db;
    }

    @Override
    public boolean advance(UUID connection, String call, long created, long count) {
        var changed = db.sql("update replay set created_at = ?, counter = ? where connection_id = ? and call = ?"
                        + " and (created_at < ? or (created_at = ? and counter < ?))")
                .params(created, count, connection, call, created, created, count)
                .update();
        return changed == 1 || isFirst(connection, call, created, count);
    }

    private boolean isFirst(UUID connection, String call, long created, long count) {
        var known = db.sql("select count(*) from replay where connection_id = ? and call = ?")
                .params(connection, call)
                .query(Long.class)
                .single();
        if (known > 0) return false;
        try {
            return db.sql("insert into replay (connection_id, call, created_at, counter) values (?, ?, ?, ?)")
                            .params(connection, call, created, count)
                            .update()
                    == 1;
        } catch (DuplicateKeyException overtaken) {
            return false;
        }
    }
}
