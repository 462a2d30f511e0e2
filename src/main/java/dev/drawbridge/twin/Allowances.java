package dev.drawbridge.twin;

import dev.drawbridge.queue.Lines;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much a partner may have done here within a while before an administrator is asked. What is granted is noted before
 * it is done, so that lanes that are worked on at the same time do not exceed it together.
 */
@Component
class Allowances {
    private final JdbcClient db;
    private final Lines lines;
    private final Clock clock;

    Allowances(JdbcClient db, Lines lines, Clock clock) {
        this.db = db;
        this.lines = lines;
        this.clock = clock;
    }

    /** What is counted, how many of it are let through, and within which time. */
    enum Deed {
        CREATE(500, Duration.ofHours(1), "made more than %d issues here within an hour"),
        DELETE(50, Duration.ofMinutes(10), "deleted more than %d comments, files and worklogs here within ten minutes");

        private final int most;
        private final Duration within;
        private final String words;

        Deed(int most, Duration within, String words) {
            this.most = most;
            this.within = within;
            this.words = words;
        }

        /** What would have been done, as the end of a sentence about the partner. */
        String tooMuch() {
            return words.formatted(most);
        }
    }

    /** Grants all of it or nothing; what the same twin was granted before is not counted again. */
    @Transactional
    boolean grant(UUID connection, UUID twin, Deed deed, Set<String> parts) {
        lines.lock(connection);
        var fresh = new HashSet<>(parts);
        fresh.removeAll(granted(twin, deed));
        if (used(connection, deed) + fresh.size() > deed.most) return false;
        var now = Timestamp.from(clock.instant());
        for (var part : fresh)
            db.sql("insert into allowance (twin, deed, part, connection_id, at) values (?, ?, ?, ?, ?)")
                    .params(twin, deed.name(), part, connection, now)
                    .update();
        return true;
    }

    private Set<String> granted(UUID twin, Deed deed) {
        return new HashSet<>(db.sql("select part from allowance where twin = ? and deed = ?")
                .params(twin, deed.name())
                .query(String.class)
                .list());
    }

    private int used(UUID connection, Deed deed) {
        db.sql("delete from allowance where connection_id = ? and deed = ? and at <= ?")
                .params(connection, deed.name(), Timestamp.from(clock.instant().minus(deed.within)))
                .update();
        return db.sql("select count(*) from allowance where connection_id = ? and deed = ?")
                .params(connection, deed.name())
                .query(Integer.class)
                .single();
    }
}
