package dev.drawbridge.twin;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Twins that a job began: what they are told first can wait behind what people do. */
@Component
class BulkStarts {
    private final JdbcClient db;

    BulkStarts(JdbcClient db) {
        this.db = db;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void mark(UUID twin) {
        db.sql("insert into bulk_start (twin) values (?)").param(twin).update();
    }

    boolean isMarked(UUID twin) {
        return db.sql("select count(*) from bulk_start where twin = ?")
                        .param(twin)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
