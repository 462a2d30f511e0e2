package dev.drawbridge.twin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is known of the signs that issues bear in Jira: a remote link to the twin, and the twin's key in a field. */
@Component
public class Signs {
    private static final String BORNE =
            "select s.twin, s.connection_id, s.issue_id, s.link, s.key_shown from issue_sign s ";

    private final JdbcClient db;

    Signs(JdbcClient db) {
        this.db = db;
    }

    /**
     * What an issue bears.
     *
     * @param link hash of the remote link; null when there is none
     * @param key the twin's key that was written into the field; null when none was
     */
    public record Sign(UUID twin, UUID connection, long issueId, @Nullable String link, @Nullable String key) {}

    /** A pair whose signs may be other than is wanted, and the time of the state that was read. */
    public record Due(UUID twin, Instant asOf) {}

    /**
     * Pairs under sync that have changed, or whose connection wants other signs, since they were last looked at.
     *
     * @param wanted which signs the connection wants, in words
     * @param none it wants none, so that only issues that bear some are due
     */
    public List<Due> due(UUID connection, String wanted, boolean none, int most) {
        var which = none
                ? "join issue_sign s on s.twin = t.id where s.wanted <> ?"
                : "left join issue_sign s on s.twin = t.id where (s.twin is null or s.wanted <> ? or s.as_of < t.updated)";
        return db.sql("select t.id, t.updated from twin t " + which + " and t.connection_id = ? and t.state = 'ACTIVE'"
                        + " and t.issue_id is not null and t.remote_key is not null order by t.updated, t.id"
                        + " fetch first " + most + " rows only")
                .params(wanted, connection)
                .query((row, number) -> new Due(
                        row.getObject(1, UUID.class), row.getTimestamp(2).toInstant()))
                .list();
    }

    /** Signs of what is not under sync any more. */
    public List<Sign> left(int most) {
        return db.sql(BORNE + "where not exists (select 1 from twin t where t.id = s.twin and t.state = 'ACTIVE')"
                        + " order by s.twin fetch first " + most + " rows only")
                .query(Signs::sign)
                .list();
    }

    /** What a pair's issue bears; nothing when it was never looked at. */
    public Sign of(Twin twin, long issueId) {
        return db.sql(BORNE + "where s.twin = ?")
                .param(twin.id())
                .query(Signs::sign)
                .optional()
                .orElseGet(() -> new Sign(twin.id(), twin.connection(), issueId, null, null));
    }

    private static Sign sign(ResultSet row, int number) throws SQLException {
        return new Sign(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getString(4),
                row.getString(5));
    }

    /** Notes what an issue bears now. */
    @Transactional
    public void note(Sign sign, String wanted, Instant asOf) {
        var known = db.sql("update issue_sign set wanted = ?, link = ?, key_shown = ?, as_of = ? where twin = ?")
                .params(wanted, sign.link(), sign.key(), Timestamp.from(asOf), sign.twin())
                .update();
        if (known == 0)
            db.sql("insert into issue_sign (twin, connection_id, issue_id, wanted, link, key_shown, as_of)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            sign.twin(),
                            sign.connection(),
                            sign.issueId(),
                            wanted,
                            sign.link(),
                            sign.key(),
                            Timestamp.from(asOf))
                    .update();
    }

    /** The issue bears none any more. */
    public void forget(UUID twin) {
        db.sql("delete from issue_sign where twin = ?").param(twin).update();
    }
}
