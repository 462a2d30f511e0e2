package dev.drawbridge.jira;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How far detection has come. */
@Component
class Watermark {
    private final JdbcClient db;

    Watermark(JdbcClient db) {
        this.db = db;
    }

    /**
     * @param at Jira's own clock when the last complete pass began
     * @param wideAt when a pass last reached far back, by this node's clock
     * @param node which node of Jira answered
     */
    record Mark(Instant at, Instant wideAt, String node) {}

    Optional<Mark> read() {
        return db.sql("select at, wide_at, node from watermark")
                .query((row, number) -> new Mark(
                        Instant.ofEpochMilli(row.getLong(1)),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3)))
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void move(Mark mark) {
        var wide = Timestamp.from(mark.wideAt());
        var known = db.sql("update watermark set at = ?, wide_at = ?, node = ?")
                .params(mark.at().toEpochMilli(), wide, mark.node())
                .update();
        if (known == 0)
            db.sql("insert into watermark (only_row, at, wide_at, node) values (1, ?, ?, ?)")
                    .params(mark.at().toEpochMilli(), wide, mark.node())
                    .update();
    }

    /** Nothing is read any more: whoever reads again begins anew. */
    @Transactional
    public void forget() {
        db.sql("delete from watermark").update();
    }
}
