package dev.drawbridge.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where jobs are kept, and how far each has come. */
@Component("jobs")
public class Jobs {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int MOST_PROBLEMS = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SELECT =
            "select id, kind, connection_id, connection, state, gathered, total, done, failed, reached, wanted, result, why,"
                    + " started_by, attempts, created, started_at, ended_at from job";
    private static final String ROWS =
            "select number, connection_id, connection, twin, issue_id, local_key, remote_key, outcome from job_row where job = ?";

    private final JdbcClient db;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final Clock clock;

    Jobs(JdbcClient db, Journal journal, NoArgGenerator ids, Clock clock) {
        this.db = db;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new job; it begins when those before it are done or wait. */
    @Transactional
    public Job add(Job.Kind kind, @Nullable Connection connection, ObjectNode wanted, String startedBy) {
        var id = ids.generate();
        var now = Timestamp.from(clock.instant());
        db.sql("insert into job (id, kind, connection_id, connection, state, gathered, total, done, failed, reached,"
                        + " wanted, why, started_by, attempts, next_at, created)"
                        + " values (?, ?, ?, ?, 'WAITING', false, 0, 0, 0, 0, ?, '', ?, 0, ?, ?)")
                .params(
                        id,
                        kind.name(),
                        new SqlParameterValue(Types.OTHER, connection == null ? null : connection.id()),
                        new SqlParameterValue(Types.VARCHAR, connection == null ? null : connection.name()),
                        wanted.toString(),
                        cut(startedBy, 255),
                        now,
                        now)
                .update();
        var job = find(id).orElseThrow();
        tell(job, "job-added", "%s was ordered by %s.".formatted(words(job), startedBy));
        return job;
    }

    public Optional<Job> find(UUID id) {
        return db.sql(SELECT + " where id = ?").param(id).query(Jobs::job).optional();
    }

    /** @throws NoSuchElementException with a sentence */
    public Job existing(UUID id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("There is no job " + id + "."));
    }

    /**
     * The newest jobs, newest first.
     *
     * @param before only older ones than this; null for the first page
     */
    public List<Job> newest(@Nullable UUID before, int most) {
        var older = before == null ? "" : " where id < :before";
        var query = db.sql(SELECT + older + " order by id desc fetch first " + most + " rows only");
        return (before == null ? query : query.param("before", before))
                .query(Jobs::job)
                .list();
    }

    /** What went wrong with single rows, in their order. */
    public List<Job.Problem> problems(UUID job, int most) {
        return db.sql("select number, item, message from job_problem where job = ? order by number fetch first " + most
                        + " rows only")
                .param(job)
                .query((row, number) -> new Job.Problem(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    /**
     * Stops a job where it is; what it has done stays done.
     *
     * @throws IllegalStateException when it is over already
     */
    @Transactional
    public Job cancel(UUID id) {
        var job = existing(id);
        var stopped = db.sql("update job set state = 'CANCELLED', why = '', ended_at = ? where id = ?"
                        + " and state in ('WAITING', 'RUNNING')")
                .params(Timestamp.from(clock.instant()), id)
                .update();
        if (stopped == 0)
            throw new IllegalStateException(
                    "Job %s is %s already: there is nothing to cancel.".formatted(id, job.state()));
        tell(job, "job-cancelled", words(job) + " was cancelled. What it has done stays done.");
        return existing(id);
    }

    /** The job that is to be worked on now: the oldest that does not wait for something. */
    Optional<Job> due() {
        return db.sql(SELECT + " where state in ('WAITING', 'RUNNING') and next_at <= ? order by created, id"
                        + " fetch first 1 rows only")
                .param(Timestamp.from(clock.instant()))
                .query(Jobs::job)
                .optional();
    }

    /** Is worked on from now. */
    @Transactional
    void begin(Job job) {
        db.sql("update job set state = 'RUNNING', started_at = ? where id = ? and state = 'WAITING'")
                .params(Timestamp.from(clock.instant()), job.id())
                .update();
    }

    /** More of what is to be done, in the transaction that says how far the gathering has come. */
    @Transactional(propagation = Propagation.MANDATORY)
    void add(UUID job, List<Job.Row> rows) {
        for (var row : rows)
            db.sql("insert into job_row (job, number, connection_id, connection, twin, issue_id, local_key, remote_key,"
                            + " outcome) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            job,
                            row.number(),
                            new SqlParameterValue(Types.OTHER, row.connectionId()),
                            new SqlParameterValue(Types.VARCHAR, row.connection()),
                            new SqlParameterValue(Types.OTHER, row.twin()),
                            new SqlParameterValue(Types.BIGINT, row.issueId()),
                            new SqlParameterValue(Types.VARCHAR, row.localKey()),
                            new SqlParameterValue(Types.VARCHAR, row.remoteKey()),
                            new SqlParameterValue(Types.VARCHAR, row.outcome()))
                    .update();
        db.sql("update job set total = total + ? where id = ?")
                .params(rows.size(), job)
                .update();
    }

    /** How far the gathering has come; only the job knows what the number means. */
    @Transactional(propagation = Propagation.MANDATORY)
    void gatheredTo(UUID job, long reached) {
        db.sql("update job set reached = ? where id = ?").params(reached, job).update();
    }

    /** All that is to be done is known: the first row is next. */
    @Transactional(propagation = Propagation.MANDATORY)
    void gathered(UUID job) {
        db.sql("update job set gathered = true, reached = 0 where id = ?")
                .param(job)
                .update();
    }

    /** What is next. */
    List<Job.Row> rows(Job job, int most) {
        return db.sql(ROWS + " and number > ? order by number fetch first " + most + " rows only")
                .params(job.id(), job.progress().reached())
                .query(Jobs::row)
                .list();
    }

    List<Job.Row> allRows(UUID job) {
        return db.sql(ROWS + " order by number").param(job).query(Jobs::row).list();
    }

    /** A row is dealt with, in the same transaction. Says whether the job still runs: if not, nothing may be done. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean dealt(Job job, Job.Row row) {
        return db.sql("update job set done = done + 1, reached = ?, attempts = 0 where id = ? and state = 'RUNNING'"
                                + " and reached < ?")
                        .params(row.number(), job.id(), row.number())
                        .update()
                == 1;
    }

    /** A row cannot be dealt with; the others go on. */
    @Transactional
    boolean failed(Job job, Job.Row row, String message) {
        var runs = db.sql("update job set failed = failed + 1, reached = ?, attempts = 0 where id = ?"
                                + " and state = 'RUNNING' and reached < ?")
                        .params(row.number(), job.id(), row.number())
                        .update()
                == 1;
        if (runs) note(job.id(), new Job.Problem(row.number(), row.shown(), message));
        return runs;
    }

    /** A row of a file that is wrong as it stands: it counts, and nothing is done about it. */
    @Transactional(propagation = Propagation.MANDATORY)
    void wrong(UUID job, Job.Problem problem) {
        db.sql("update job set total = total + 1, failed = failed + 1 where id = ?")
                .param(job)
                .update();
        note(job, problem);
    }

    private void note(UUID job, Job.Problem problem) {
        var known = db.sql("select count(*) from job_problem where job = ?")
                .param(job)
                .query(Long.class)
                .single();
        if (known >= MOST_PROBLEMS) return;
        db.sql("insert into job_problem (job, number, item, message) values (?, ?, ?, ?)")
                .params(job, problem.line(), cut(problem.item(), 600), cut(problem.message(), 2000))
                .update();
    }

    /** What a row is told to be, for the result. */
    @Transactional
    void outcome(UUID job, long number, String outcome, @Nullable String detail) {
        db.sql("update job_row set outcome = ?, detail = ? where job = ? and number = ?")
                .params(outcome, new SqlParameterValue(Types.VARCHAR, detail), job, number)
                .update();
    }

    /** Goes on at that time; a job that waits lets others go first. */
    @Transactional
    void later(Job job, Duration wait, String why, boolean failure) {
        db.sql("update job set next_at = ?, why = ?, attempts = attempts + ? where id = ? and state = 'RUNNING'")
                .params(Timestamp.from(clock.instant().plus(wait)), cut(why, 2000), failure ? 1 : 0, job.id())
                .update();
    }

    /** What it waited for is there. */
    @Transactional
    public void hurry(UUID job) {
        db.sql("update job set next_at = ? where id = ? and state = 'RUNNING'")
                .params(Timestamp.from(clock.instant()), job)
                .update();
    }

    @Transactional
    void result(UUID job, JsonNode result) {
        db.sql("update job set result = ? where id = ?")
                .params(result.toString(), job)
                .update();
    }

    @Transactional
    void finished(Job job) {
        end(job, Job.State.DONE, "");
    }

    @Transactional
    void gaveUp(Job job, String why) {
        end(job, Job.State.FAILED, why);
    }

    private void end(Job job, Job.State state, String why) {
        var ended = db.sql("update job set state = ?, why = ?, ended_at = ? where id = ? and state = 'RUNNING'")
                .params(state.name(), cut(why, 2000), Timestamp.from(clock.instant()), job.id())
                .update();
        if (ended == 0) return;
        var progress = existing(job.id()).progress();
        tell(
                job,
                state == Job.State.DONE ? "job-done" : "job-failed",
                state == Job.State.DONE
                        ? "%s is done: %d of %d, %d could not be."
                                .formatted(words(job), progress.done(), progress.total(), progress.failed())
                        : "%s failed: %s".formatted(words(job), why));
    }

    /** Goes without a trace: a job that a partner asked for and was told about. */
    @Transactional
    void drop(Job job) {
        db.sql("delete from job where id = ?").param(job.id()).update();
    }

    /** How many of a kind are not over. */
    long open(Job.Kind kind, UUID connection) {
        return db.sql("select count(*) from job where kind = ? and connection_id = ?"
                        + " and state in ('WAITING', 'RUNNING')")
                .params(kind.name(), connection)
                .query(Long.class)
                .single();
    }

    /** Forgets what nobody will ask about any more. */
    @Transactional
    public void forgetOld() {
        db.sql("delete from job where ended_at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }

    private void tell(Job job, String kind, String sentence) {
        var level = kind.equals("job-failed") ? Happening.Level.ERROR : Happening.Level.INFO;
        if (job.kind() == Job.Kind.VERIFY_FOR_PARTNER && level == Happening.Level.INFO) return;
        var happening = Happening.of(level, kind, sentence);
        journal.write(
                job.connectionId() == null || job.connection() == null
                        ? happening
                        : happening.on(job.connectionId(), job.connection()));
    }

    private static String words(Job job) {
        return switch (job.kind()) {
            case BULK_SYNC -> "Bulk sync";
            case BULK_UNSYNC -> "Bulk unsync";
            case BULK_CONNECT -> "Bulk connect";
            case CLEAN_UP -> "Clean-up";
            case VERIFY -> "Verification";
            case VERIFY_FOR_PARTNER -> "Verification for the partner";
        };
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        var result = row.getString("result");
        return new Job(
                row.getObject("id", UUID.class),
                Job.Kind.valueOf(row.getString("kind")),
                row.getObject("connection_id", UUID.class),
                row.getString("connection"),
                Job.State.valueOf(row.getString("state")),
                new Job.Progress(
                        row.getBoolean("gathered"),
                        row.getLong("total"),
                        row.getLong("done"),
                        row.getLong("failed"),
                        row.getLong("reached")),
                (ObjectNode) read(row.getString("wanted")),
                result == null ? null : read(result),
                row.getString("why"),
                row.getString("started_by"),
                row.getInt("attempts"),
                new Job.Times(
                        row.getTimestamp("created").toInstant(),
                        instant(row.getTimestamp("started_at")),
                        instant(row.getTimestamp("ended_at"))));
    }

    private static Job.Row row(ResultSet row, int number) throws SQLException {
        return new Job.Row(
                row.getLong("number"),
                row.getObject("connection_id", UUID.class),
                row.getString("connection"),
                row.getObject("twin", UUID.class),
                (Long) row.getObject("issue_id"),
                row.getString("local_key"),
                row.getString("remote_key"),
                row.getString("outcome"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A job in the store is damaged", damaged);
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
