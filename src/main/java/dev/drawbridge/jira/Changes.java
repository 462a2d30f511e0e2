package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.twin.Found;
import dev.drawbridge.twin.LookAgain;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What changed in our Jira since the last pass. The watermark is Jira's own clock; each pass reaches back behind it, and
 * far back once a minute, so that an index that lags loses nothing.
 */
@Component("changes")
public class Changes {
    private static final int PAGE = 100;
    private static final Duration WIDE = Duration.ofMinutes(10), WIDE_EVERY = Duration.ofMinutes(1);
    private static final Duration GIVE_UP_FIRST = Duration.ofSeconds(1);

    private final Door door;
    private final Issues issues;
    private final Connections connections;
    private final JiraSettings settings;
    private final Journal journal;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile Instant nextPass = Instant.EPOCH;
    private volatile @Nullable String problem;
    private volatile Runnable closing = () -> {};
    private volatile boolean began;

    Changes(
            Door door,
            Issues issues,
            Connections connections,
            JiraSettings settings,
            Journal journal,
            JdbcClient db,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.door = door;
        this.issues = issues;
        this.connections = connections;
        this.settings = settings;
        this.journal = journal;
        this.db = db;
        transaction = new TransactionTemplate(transactions);
        transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** Whether the time for the next pass has come. */
    public boolean isDue() {
        return !clock.instant().isBefore(nextPass);
    }

    /** Brings the next pass forward to now. */
    public void hurry() {
        nextPass = Instant.EPOCH;
    }

    /** What is wrong with the detection, in a sentence; empty while it works. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** One pass: all issues that changed, then those to be looked at again. The watermark moves with its end. */
    public List<Found> sinceLastPass() {
        nextPass = clock.instant().plus(settings.pollEvery());
        try {
            var found = pass();
            if (problem != null)
                journal.write(Happening.of(Happening.Level.INFO, "detection-works", "Jira answers again."));
            problem = null;
            return found;
        } catch (JiraTrouble trouble) {
            var sentence = Issues.message(trouble);
            if (problem == null) journal.write(Happening.of(Happening.Level.WARN, "detection-fails", sentence));
            problem = sentence;
            return List.of();
        }
    }

    /** All that the pass found is queued or noted for another look: only now the watermark moves. */
    public void closePass() {
        closing.run();
        closing = () -> {};
        began = true;
    }

    /** The issue was dealt with; a hint that came meanwhile stays. */
    public void lookedAt(Found found) {
        db.sql("delete from look_again where issue_id = ? and next_at > ?")
                .params(found.snapshot().issueId(), Timestamp.from(clock.instant()))
                .update();
    }

    /** The issue could not be dealt with: it is looked at again, the others go on. */
    public void postpone(Found found) {
        lookAgain(found.snapshot().issueId(), settings.pollEvery().multipliedBy(2));
    }

    private List<Found> pass() {
        var projects = connections.projectsInScope();
        if (projects.isEmpty()) return List.of();
        var mark = mark();
        var started = clock.instant();
        var wide = !began
                || mark.wideAt() == null
                || mark.wideAt().plus(WIDE_EVERY).isBefore(started);
        var found = new ArrayList<Found>();
        var from = mark.at() == 0 ? 0 : mark.at() - (wide ? WIDE : settings.overlap()).toMillis();
        var scope = projects.stream().map(key -> "\"" + key + "\"").collect(Collectors.joining(", "));
        var jiraTime = mark.at() == 0 ? Instant.MAX : Instant.EPOCH;
        var lastId = 0L;
        var first = true;
        while (true) {
            var readAt = clock.instant();
            var jql = mark.at() == 0
                    ? "project in (%s) AND id > %d ORDER BY id DESC".formatted(scope, lastId)
                    : "project in (%s) AND updated >= %d AND id > %d ORDER BY id".formatted(scope, from, lastId);
            var size = mark.at() == 0 ? 1 : PAGE;
            var answer = door.get("/rest/api/2/search?maxResults=" + size + "&fields=" + Issues.FIELDS + "&jql="
                    + Metadata.encoded(jql));
            if (answer.header("X-AUSERNAME") == null
                    || !settings.user().equalsIgnoreCase(String.valueOf(answer.header("X-AUSERNAME"))))
                throw new JiraTrouble(
                        JiraTrouble.Kind.LOGIN,
                        "Jira answers as if nobody were logged in: the token of '%s' has lapsed or belongs to somebody else."
                                .formatted(settings.user()),
                        java.util.Map.of(),
                        null);
            if (first) jiraTime = jiraTime(answer);
            first = false;
            if (mark.at() == 0) break;
            var page = answer.body().path("issues");
            for (var bean : page) {
                lastId = Math.max(lastId, bean.path("id").asLong());
                add(bean, readAt, found);
            }
            if (page.size() < Math.min(PAGE, answer.body().path("maxResults").asInt(PAGE)) || page.isEmpty()) break;
        }
        var at = jiraTime.toEpochMilli();
        var wideAt = wide ? started : mark.wideAt();
        closing = () -> remember(at, wideAt, mark.at() == 0);
        found.addAll(again(found));
        return found;
    }

    private void add(JsonNode bean, Instant readAt, List<Found> found) {
        try {
            found.add(new Found(issues.snapshot(bean), readAt));
        } catch (JiraTrouble trouble) {
            lookAgain(bean.path("id").asLong(), GIVE_UP_FIRST);
        }
    }

    /** Jira's own clock at the start of the pass. */
    private Instant jiraTime(Answer answer) {
        var date = answer.header("Date");
        return date == null
                ? NeutralIssue.instant(door.get("/rest/api/2/serverInfo")
                        .body()
                        .path("serverTime")
                        .asText())
                : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
    }

    private record Mark(long at, @Nullable Instant wideAt) {}

    private Mark mark() {
        return db.sql("select at, wide_at from watermark")
                .query((row, number) -> new Mark(
                        row.getLong(1),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant()))
                .optional()
                .orElse(new Mark(0, null));
    }

    private void remember(long at, @Nullable Instant wideAt, boolean first) {
        var wide = wideAt == null ? null : Timestamp.from(wideAt);
        if (first)
            db.sql("insert into watermark (only_row, at, wide_at) values (1, ?, ?)")
                    .params(at, wide == null ? Timestamp.from(Instant.EPOCH) : wide)
                    .update();
        else
            db.sql("update watermark set at = ?, wide_at = ?")
                    .params(at, wide == null ? Timestamp.from(Instant.EPOCH) : wide)
                    .update();
    }

    /** Issues that could not be looked at before, or that somebody asked for. */
    private List<Found> again(List<Found> found) {
        var due = db.sql(
                        "select issue_id from look_again where next_at <= ? order by next_at fetch first 100 rows only")
                .param(Timestamp.from(clock.instant()))
                .query(Long.class)
                .list();
        var result = new ArrayList<Found>();
        for (var issueId : due) {
            lookAgain(issueId, Duration.ofSeconds(30));
            if (found.stream().anyMatch(other -> other.snapshot().issueId() == issueId)) continue;
            var readAt = clock.instant();
            try {
                issues.read(String.valueOf(issueId)).ifPresent(snapshot -> result.add(new Found(snapshot, readAt)));
            } catch (JiraTrouble trouble) {
                lookAgain(issueId, settings.pollEvery().multipliedBy(2));
            }
        }
        return result;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(LookAgain hint) {
        lookAgain(hint.issueId(), Duration.ZERO);
        hurry();
    }

    private void lookAgain(long issueId, Duration in) {
        var at = Timestamp.from(clock.instant().plus(in));
        transaction.setPropagationBehavior(
                org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        transaction.executeWithoutResult(status -> {
            var known = db.sql("update look_again set next_at = ?, attempts = attempts + 1 where issue_id = ?")
                    .params(at, issueId)
                    .update();
            if (known == 0)
                db.sql("insert into look_again (issue_id, next_at, attempts) values (?, ?, 0)")
                        .params(issueId, at)
                        .update();
        });
    }
}
