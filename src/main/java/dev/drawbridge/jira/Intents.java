package dev.drawbridge.jira;

import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.twin.Settled;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The durable note before each call that changes Jira, and its outcome after it. What stands here without an outcome may
 * have been done.
 */
@Component
public class Intents {
    private final JdbcClient db;
    private final Journal journal;
    private final Clock clock;

    Intents(JdbcClient db, Journal journal, Clock clock) {
        this.db = db;
        this.journal = journal;
        this.clock = clock;
    }

    /** What is to be done to one twin's issue, named so that any later attempt knows it again. */
    record Key(UUID twin, String kind, String marker) {}

    /**
     * What is to be done, before it is done.
     *
     * @param baseline ids of what was there before, separated by commas
     */
    record Intent(Key key, @Nullable Long issueId, @Nullable String project, String baseline) {}

    /**
     * What is known of a step that was begun before.
     *
     * @param started when it was tried for the first time
     * @param tried when it was tried last
     */
    record Begun(
            Instant started,
            Instant tried,
            @Nullable String project,
            String baseline,
            boolean answered,
            @Nullable String result) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void open(Intent intent) {
        db.sql("insert into intent (twin, kind, marker, issue_id, project, baseline, started, tried, answered)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, false)")
                .param(1, intent.key().twin())
                .param(2, intent.key().kind())
                .param(3, intent.key().marker())
                .param(4, intent.issueId(), Types.BIGINT)
                .param(5, intent.project(), Types.VARCHAR)
                .param(6, intent.baseline())
                .param(7, Timestamp.from(clock.instant()))
                .param(8, Timestamp.from(clock.instant()))
                .update();
    }

    Optional<Begun> begun(Key key) {
        return db.sql("select started, tried, project, baseline, answered, result from intent"
                        + " where twin = ? and kind = ? and marker = ?")
                .params(key.twin(), key.kind(), key.marker())
                .query((row, number) -> new Begun(
                        row.getTimestamp(1).toInstant(),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getString(6)))
                .optional();
    }

    /** What the other steps of that kind are known to have made for the twin. */
    Set<String> made(Key key) {
        return new HashSet<>(
                db.sql("select result from intent where twin = ? and kind = ? and marker <> ? and answered = true"
                                + " and result is not null")
                        .params(key.twin(), key.kind(), key.marker())
                        .query(String.class)
                        .list());
    }

    /** It is tried once more, and rests again before its outcome is looked for. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(Key key) {
        db.sql("update intent set tried = ? where twin = ? and kind = ? and marker = ?")
                .params(Timestamp.from(clock.instant()), key.twin(), key.kind(), key.marker())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void answered(Key key, @Nullable String result) {
        db.sql("update intent set answered = true, result = ? where twin = ? and kind = ? and marker = ?")
                .param(1, result, Types.VARCHAR)
                .param(2, key.twin())
                .param(3, key.kind())
                .param(4, key.marker())
                .update();
    }

    /** The call failed cleanly: it was certainly not done. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawn(Key key) {
        db.sql("delete from intent where twin = ? and kind = ? and marker = ?")
                .params(key.twin(), key.kind(), key.marker())
                .update();
    }

    /** Whether an apply to the issue is under way, or was and is not settled; also one that links another issue to it. */
    public boolean openFor(long issueId) {
        return db.sql("select count(*) from intent where issue_id = ? or (kind = 'LINK' and baseline = ?)")
                        .params(issueId, String.valueOf(issueId))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Whether an issue of the project may have been made by us and is not recorded yet. */
    public boolean openCreateIn(String project) {
        return db.sql("select count(*) from intent where kind = 'CREATE' and project = ?")
                        .param(project)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** An issue that may have been made just when the sync ended must not stay unnoticed. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void close(Settled settled) {
        if (settled.ended())
            db.sql("select project, result from intent where twin = ? and kind = 'CREATE'")
                    .param(settled.twin())
                    .query((row, number) -> left(row.getString(1), row.getString(2)))
                    .list()
                    .forEach(sentence -> journal.write(Happening.of(Happening.Level.ERROR, "issue-left", sentence)
                            .with(settled.twin(), null)));
        db.sql("delete from intent where twin = ?").param(settled.twin()).update();
    }

    private static String left(@Nullable String project, @Nullable String issueId) {
        var which = issueId == null
                ? "An issue may have been made in project %s".formatted(project)
                : "Issue id %s was made in project %s".formatted(issueId, project);
        return which + " for a sync that ended in that moment; it is not under sync. Delete it if nobody needs it.";
    }
}
