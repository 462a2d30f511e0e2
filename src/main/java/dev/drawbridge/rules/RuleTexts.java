package dev.drawbridge.rules;

import dev.drawbridge.replica.Canonical;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The texts that each rule has had, with who saved them and when: to compare, and to go back to. */
@Component
public class RuleTexts {
    private static final int LONGEST_NAME = 64;
    private static final String COLUMNS = "select id, version, content, at, author, book from rule_text ";

    private final JdbcClient db;
    private final Clock clock;

    RuleTexts(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param id grows with time
     * @param version hash of the text: the ETag of the rule
     * @param author who saved it; null when it was found changed on disk
     * @param book version of the rules with which it came into use first; null when it never was
     */
    public record Kept(
            long id, String version, String text, Instant at, @Nullable String author, @Nullable String book) {}

    /** The version of a text. */
    static String version(String text) {
        return Canonical.sha256(text).substring(0, 12);
    }

    /** Somebody saved a text; nothing when it is the one that was there. */
    @Transactional
    void saved(UUID connection, String direction, String text, String author) {
        if (isNewest(connection, direction, version(text))) return;
        var name = author.length() <= LONGEST_NAME ? author : author.substring(0, LONGEST_NAME);
        insert(connection, direction, text, name, null);
    }

    /** Rules came into use; a text that nobody saved was changed on disk. */
    @Transactional
    void used(UUID connection, String book, SortedMap<String, String> files) {
        for (var direction : List.of("outgoing", "incoming")) {
            var text = files.get(direction + ".groovy");
            if (text == null) continue;
            if (!isNewest(connection, direction, version(text))) insert(connection, direction, text, null, book);
            else
                db.sql("update rule_text set book = ? where book is null and id = (select max(id) from rule_text"
                                + " where connection_id = ? and direction = ?)")
                        .params(book, connection, direction)
                        .update();
        }
    }

    /**
     * The newest first.
     *
     * @param before only those older than that one; null for all
     */
    public List<Kept> of(UUID connection, String direction, @Nullable Long before, int most) {
        return db.sql(COLUMNS + "where connection_id = ? and direction = ? and id < ? order by id desc"
                        + " fetch first ? rows only")
                .params(connection, direction, before == null ? Long.MAX_VALUE : before, most)
                .query(RuleTexts::kept)
                .list();
    }

    /** The newest of that version. */
    public Optional<Kept> find(UUID connection, String direction, String version) {
        return db.sql(COLUMNS + "where connection_id = ? and direction = ? and version = ? order by id desc"
                        + " fetch first 1 rows only")
                .params(connection, direction, version)
                .query(RuleTexts::kept)
                .optional();
    }

    private boolean isNewest(UUID connection, String direction, String version) {
        return of(connection, direction, null, 1).stream()
                .anyMatch(kept -> kept.version().equals(version));
    }

    private void insert(
            UUID connection, String direction, String text, @Nullable String author, @Nullable String book) {
        db.sql("insert into rule_text (connection_id, direction, version, content, at, author, book)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .param(connection)
                .param(direction)
                .param(version(text))
                .param(text)
                .param(Timestamp.from(clock.instant()))
                .param(author)
                .param(book)
                .update();
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        return new Kept(
                row.getLong("id"),
                row.getString("version"),
                row.getString("content"),
                row.getTimestamp("at").toInstant(),
                row.getString("author"),
                row.getString("book"));
    }
}
