package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The daily look at all issues under sync, which finds what no search for changes can show: issues that were deleted,
 * moved away, archived or hidden. It only asks for a closer look at each of them.
 */
@Component("census")
public class Census {
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Twins twins;
    private final Search search;
    private final Absences absences;
    private final RetryList retries;
    private final JiraClock time;
    private final JiraSettings settings;
    private final Journal journal;
    private final Activation activation;
    private final JdbcClient db;
    private final Clock clock;
    private volatile Instant next = Instant.EPOCH;

    Census(
            Twins twins,
            Search search,
            Absences absences,
            RetryList retries,
            JiraClock time,
            JiraSettings settings,
            Journal journal,
            Activation activation,
            JdbcClient db,
            Clock clock) {
        this.twins = twins;
        this.search = search;
        this.absences = absences;
        this.retries = retries;
        this.time = time;
        this.settings = settings;
        this.journal = journal;
        this.activation = activation;
        this.db = db;
        this.clock = clock;
    }

    private record Progress(Instant begun, long lastIssue, boolean finished) {}

    public boolean isDue() {
        return activation.isActive() && !clock.instant().isBefore(next);
    }

    /** Looks at the next page of issues, or waits for the next day when there is none. */
    public void page() {
        var now = clock.instant();
        var progress = progress(now);
        if (progress.finished()) {
            var tomorrow = progress.begun().plus(settings.censusEvery());
            next = tomorrow;
            if (now.isBefore(tomorrow)) return;
            begin(now);
            progress = new Progress(now, 0, false);
        }
        try {
            next = now;
            walk(progress);
        } catch (JiraTrouble trouble) {
            next = now.plus(AFTER_TROUBLE);
            journal.write(
                    Happening.of(Happening.Level.WARN, "census-waits", "The daily look waits. " + trouble.sentence()));
        }
    }

    private void walk(Progress progress) {
        if (progress.lastIssue() == 0) time.calibrate();
        var ids = twins.issuesAfter(progress.lastIssue(), Search.PAGE);
        var shown = new HashMap<Long, JsonNode>();
        search.shown(ids).forEach(bean -> shown.put(bean.path("id").asLong(), bean));
        for (var id : ids) if (deservesALook(id, shown.get(id))) retries.ask(id);
        var last = ids.isEmpty() ? progress.lastIssue() : ids.get(ids.size() - 1);
        db.sql("update census set last_issue = ?, finished = ?")
                .params(last, ids.isEmpty())
                .update();
    }

    /** The index does not show it, or not where we know it. */
    private boolean deservesALook(long issueId, @Nullable JsonNode bean) {
        if (bean == null || absences.of(issueId).isPresent()) return true;
        return twins.ofIssue(issueId).stream()
                .filter(Twin::isActive)
                .map(Twin::local)
                .anyMatch(local ->
                        local != null && !local.key().equals(bean.path("key").asText()));
    }

    /** A node that starts for the first time has nothing to look at before tomorrow. */
    private Progress progress(Instant now) {
        return db.sql("select begun, last_issue, finished from census")
                .query((row, number) ->
                        new Progress(row.getTimestamp(1).toInstant(), row.getLong(2), row.getBoolean(3)))
                .optional()
                .orElseGet(() -> {
                    db.sql("insert into census (only_row, begun, last_issue, finished) values (1, ?, 0, true)")
                            .param(Timestamp.from(now))
                            .update();
                    return new Progress(now, 0, true);
                });
    }

    private void begin(Instant now) {
        db.sql("update census set begun = ?, last_issue = 0, finished = false")
                .param(Timestamp.from(now))
                .update();
    }
}
