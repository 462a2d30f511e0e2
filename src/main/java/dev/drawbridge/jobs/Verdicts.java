package dev.drawbridge.jobs;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What comparisons of both sides found out about single issues. */
@Component
public class Verdicts {
    private static final List<String> ALIKE = List.of("EQUAL", "ENDED", "");

    private final JdbcClient db;

    Verdicts(JdbcClient db) {
        this.db = db;
    }

    /** Why the sides differ, by the last comparison, unless something has happened to the twin since; a sentence. */
    public Optional<String> differs(UUID twin) {
        return db
                .sql("select r.outcome, r.detail, r.there, r.there_detail from job_row r join job j on j.id = r.job"
                        + " join twin t on t.id = r.twin where r.twin = ? and j.kind = 'VERIFY' and j.state = 'DONE'"
                        + " and t.updated <= j.ended_at order by j.id desc fetch first 1 rows only")
                .param(twin)
                .query((row, number) -> !ALIKE.contains(text(row.getString(1)))
                        ? text(row.getString(2))
                        : !ALIKE.contains(text(row.getString(3))) ? "On the other side: " + text(row.getString(4)) : "")
                .list()
                .stream()
                .filter(why -> !why.isBlank())
                .findFirst();
    }

    private static String text(@org.jspecify.annotations.Nullable String column) {
        return column == null ? "" : column;
    }
}
