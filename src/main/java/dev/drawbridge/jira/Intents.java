package dev.drawbridge.jira;

import dev.drawbridge.twin.Settled;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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
    private final Clock clock;

    Intents(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** What is to be done, before it is done. */
    record Intent(
            UUID event,
            int step,
            UUID twin,
            @Nullable Long issueId,
            @Nullable String project,
            String kind,
            String marker,
            String baseline) {}

    /** What is known of a step that was begun before. */
    record Begun(Instant started, String baseline, boolean answered, @Nullable String result) {}

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void open(Intent intent) {
        db.sql("insert into intent (event, step, twin, issue_id, project, kind, marker, baseline, started, answered)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, false)")
                .param(1, intent.event())
                .param(2, intent.step())
                .param(3, intent.twin())
                .param(4, intent.issueId(), Types.BIGINT)
                .param(5, intent.project(), Types.VARCHAR)
                .param(6, intent.kind())
                .param(7, intent.marker())
                .param(8, intent.baseline())
                .param(9, Timestamp.from(clock.instant()))
                .update();
    }

    Optional<Begun> begun(UUID event, int step) {
        return db.sql("select started, baseline, answered, result from intent where event = ? and step = ?")
                .params(event, step)
                .query((row, number) -> new Begun(
                        row.getTimestamp(1).toInstant(), row.getString(2), row.getBoolean(3), row.getString(4)))
                .optional();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void answered(UUID event, int step, @Nullable String result) {
        db.sql("update intent set answered = true, result = ? where event = ? and step = ?")
                .param(1, result, Types.VARCHAR)
                .param(2, event)
                .param(3, step)
                .update();
    }

    /** The call failed cleanly: it was certainly not done. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void withdrawn(UUID event, int step) {
        db.sql("delete from intent where event = ? and step = ?")
                .params(event, step)
                .update();
    }

    /** Whether an apply to the issue is under way, or was and is not settled. */
    public boolean openFor(long issueId) {
        return db.sql("select count(*) from intent where issue_id = ?")
                        .param(issueId)
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

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void close(Settled settled) {
        for (var event : settled.events())
            db.sql("delete from intent where event = ?").param(event).update();
    }
}
