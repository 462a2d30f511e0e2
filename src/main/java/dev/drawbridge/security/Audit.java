package dev.drawbridge.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who did what, when, to what, and what was different afterwards. */
@Component("audit")
public class Audit {
    private static final Duration KEPT = Duration.ofDays(400);
    private static final int LONGEST = 60_000;

    private final JdbcClient db;
    private final Clock clock;

    Audit(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Something that was done.
     *
     * @param how by which log-in: {@code password}, {@code settings}, {@code token 'name'}
     * @param what a verb in words
     */
    public record Entry(
            long id,
            Instant at,
            String who,
            String how,
            String what,
            String object,
            @Nullable String connection,
            String difference) {}

    /**
     * What is looked for; null for all.
     *
     * @param before entries with a smaller number
     */
    public record Wanted(
            @Nullable String connection, @Nullable String who, @Nullable Instant from, @Nullable Long before) {}

    /** Newest first. */
    @Transactional(readOnly = true)
    public List<Entry> find(Wanted wanted, int atMost) {
        var where = new ArrayList<String>();
        var values = new ArrayList<Object>();
        if (wanted.connection() != null) {
            where.add("lower(connection) = ?");
            values.add(Users.key(wanted.connection()));
        }
        if (wanted.who() != null) {
            where.add("lower(who) = ?");
            values.add(Users.key(wanted.who()));
        }
        if (wanted.from() != null) {
            where.add("at >= ?");
            values.add(Timestamp.from(wanted.from()));
        }
        if (wanted.before() != null) {
            where.add("id < ?");
            values.add(wanted.before());
        }
        values.add(atMost);
        return db.sql("select id, at, who, how, what, object, connection, difference from audit"
                        + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                        + " order by id desc fetch first ? rows only")
                .params(values)
                .query(Audit::entry)
                .list();
    }

    /** Of somebody who is not logged in, or of the node itself. */
    @Transactional
    public void note(String who, String how, String what, String object) {
        insert(who, how, what, object, null, "");
    }

    /** In the transaction of the caller, whichever that is. */
    long write(Deed deed) {
        var caller = deed.caller();
        return insert(caller.name(), caller.how(), deed.what(), deed.object(), deed.connection(), deed.difference());
    }

    /** Something was changed before the call failed. */
    @Transactional
    void failed(long row, int status) {
        db.sql("update audit set what = what || ? where id = ?")
                .params(" (not done, or in part: answered " + status + ")", row)
                .update();
    }

    private long insert(
            String who, String how, String what, String object, @Nullable String connection, String difference) {
        var key = new GeneratedKeyHolder();
        db.sql("insert into audit (at, who, how, what, object, connection, difference) values (?, ?, ?, ?, ?, ?, ?)")
                .param(Timestamp.from(clock.instant()))
                .param(cut(who, 64))
                .param(cut(how, 100))
                .param(cut(what, 150))
                .param(cut(object, 400))
                .param(connection == null ? null : cut(connection, 64))
                .param(cut(difference, LONGEST))
                .update(key, "id");
        return Objects.requireNonNull(key.getKey()).longValue();
    }

    /** Forgets what nobody can be asked about any more. */
    @Transactional
    public void forgetOld() {
        db.sql("delete from audit where at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("who"),
                row.getString("how"),
                row.getString("what"),
                row.getString("object"),
                row.getString("connection"),
                row.getString("difference"));
    }
}
