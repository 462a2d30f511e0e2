package dev.drawbridge.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which twins have arrived events to work on, who works on them, and what holds them back. A failure holds back its own
 * lane and nothing else.
 */
@Component
public class Lanes {
    /** More than an operator or a machine that is too small ends a node by chance over one and the same event. */
    static final int CRASHES_BEFORE_PARKED = 5;

    private static final String HELD =
            "select error_id, connection_id, twin, state, problem, reason, remedy, rule_file, rule_line, rule_version,"
                    + " stack_trace, since, next_at, attempts, batch from lane where problem is not null and state <> 'IDLE'";

    private static final String BLOCKED =
            "select count(*) from lane where problem is not null and state in ('WAITING', 'BLOCKED', 'PARKED', 'HELD')";

    private final JdbcClient db;
    private final Worker worker;
    private final WakeUp wakeUp;
    private final Clock clock;

    Lanes(JdbcClient db, Worker worker, WakeUp wakeUp, Clock clock) {
        this.db = db;
        this.worker = worker;
        this.wakeUp = wakeUp;
        this.clock = clock;
    }

    /**
     * A lane that this worker may work on until {@code until}; {@code fence} proves it.
     *
     * @param claimed since when
     * @param approved an administrator approved what is at its head
     */
    public record Lane(
            UUID connection, UUID twin, long fence, int attempts, Instant claimed, Instant until, boolean approved) {}

    /** What holds a lane back. */
    public record Trouble(
            String problem,
            String reason,
            String remedy,
            @Nullable String ruleFile,
            @Nullable Integer ruleLine,
            @Nullable String ruleVersion,
            @Nullable String stackTrace) {

        public static Trouble of(String problem, String reason, String remedy) {
            return new Trouble(problem, reason, remedy, null, null, null, null);
        }
    }

    /** A lane that is held back, for people. */
    public record Held(
            UUID error,
            UUID connection,
            UUID twin,
            String state,
            Trouble trouble,
            Instant since,
            Instant nextAt,
            int attempts,
            @Nullable UUID batch) {}

    /**
     * There is something to do: a blocked lane is tried again with what arrived.
     *
     * @param bulk it can wait behind other lanes
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void wake(UUID connection, UUID twin, boolean bulk) {
        var now = Timestamp.from(clock.instant());
        var changed = db.sql("update lane set bulk = "
                        + (bulk ? "case when state = 'IDLE' then true else bulk end" : "false")
                        + ", next_at = case when state = 'RETRY' and owner is null then next_at else ? end,"
                        + " state = case when state in ('RETRY', 'PARKED', 'HELD') then state else 'WAITING' end"
                        + " where connection_id = ? and twin = ?")
                .params(now, connection, twin)
                .update();
        if (changed == 0)
            db.sql(
                            "insert into lane (connection_id, twin, state, next_at, attempts, crashes, fence, since, approved, bulk)"
                                    + " values (?, ?, 'WAITING', ?, 0, 0, 0, ?, false, ?)")
                    .params(connection, twin, now, now, bulk)
                    .update();
        wakeUp.incoming();
    }

    /**
     * Takes up to {@code max} lanes that are due; single edits before what a job of the partner sent, and those on which
     * the node died before last.
     */
    @Transactional
    public List<Lane> claim(int max, Duration lease) {
        var now = clock.instant();
        var due = db.sql(
                        "select l.connection_id, l.twin, l.fence, l.attempts, l.crashes, l.owner, l.approved from lane l"
                                + " join connection c on c.id = l.connection_id where c.state = 'ACTIVE' and c.condition not in ('RECONCILE')"
                                + " and l.state in ('WAITING', 'RETRY') and l.next_at <= :now"
                                + " and (l.leased_until is null or l.leased_until < :now)"
                                + " order by l.crashes, l.bulk, l.next_at fetch first " + max + " rows only for update"
                                + skipLocked())
                .param("now", Timestamp.from(now))
                .query((row, number) -> new Due(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getLong(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getBoolean(7)))
                .list();
        var claimed = new ArrayList<Lane>();
        for (var lane : due) take(lane, now, lease).ifPresent(claimed::add);
        return claimed;
    }

    private Optional<Lane> take(Due due, Instant now, Duration lease) {
        if (due.crashes() >= CRASHES_BEFORE_PARKED) {
            park(due, now);
            return Optional.empty();
        }
        var until = now.plus(lease);
        db.sql(
                        "update lane set owner = ?, fence = ?, leased_until = ?, attempts = ? where connection_id = ? and twin = ?")
                .params(
                        worker.name(),
                        due.fence() + 1,
                        Timestamp.from(until),
                        due.attempts() + 1,
                        due.connection(),
                        due.twin())
                .update();
        return Optional.of(new Lane(
                due.connection(), due.twin(), due.fence() + 1, due.attempts() + 1, now, until, due.approved()));
    }

    private void park(Due due, Instant now) {
        var trouble = Trouble.of(
                "PARKED",
                "The node died %d times while it worked on this event.".formatted(CRASHES_BEFORE_PARKED),
                "Look at the event and the rule, then retry or skip it.");
        write(due.connection(), due.twin(), "PARKED", now, trouble);
        db.sql("update lane set owner = null, crashes = 0, leased_until = null where connection_id = ? and twin = ?")
                .params(due.connection(), due.twin())
                .update();
    }

    /**
     * The work on the head begins. It counts as a crash until it comes to some end: a lane that only waited for its turn
     * when the node died has nothing to do with that.
     */
    @Transactional
    public void begin(Lane lane) {
        db.sql("update lane set crashes = crashes + 1 where connection_id = ? and twin = ? and fence = ?")
                .params(lane.connection(), lane.twin(), lane.fence())
                .update();
    }

    /** Whether the lane is still ours; to be asked in the transaction that writes what was done. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirm(Lane lane) {
        var fence = db.sql("select fence from lane where connection_id = ? and twin = ? for update")
                .params(lane.connection(), lane.twin())
                .query(Long.class)
                .optional()
                .orElse(-1L);
        if (fence != lane.fence())
            throw new LeaseLost(
                    "Somebody else works on lane " + lane.twin() + " by now: nothing of this attempt is written");
    }

    /** Keeps the lane for at least that long from now. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void extend(Lane lane, Duration length) {
        var until = Timestamp.from(clock.instant().plus(length));
        var held = db.sql("update lane set leased_until = case when leased_until < ? then ? else leased_until end"
                        + " where connection_id = ? and twin = ? and fence = ? and owner is not null")
                .params(until, until, lane.connection(), lane.twin(), lane.fence())
                .update();
        if (held == 0)
            throw new LeaseLost("Somebody else works on lane " + lane.twin() + " by now: the attempt stops here");
    }

    /** The head was dealt with: the lane goes on with the next, or rests. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void advance(Lane lane) {
        confirm(lane);
        var more = db.sql("select count(*) from inbox where connection_id = ? and twin = ? and state = 'STORED'")
                .params(lane.connection(), lane.twin())
                .query(Long.class)
                .single();
        db.sql(
                        "update lane set state = ?, next_at = ?, attempts = 0, crashes = 0, owner = null, leased_until = null, problem = null,"
                                + " reason = null, remedy = null, rule_file = null, rule_line = null, rule_version = null, stack_trace = null,"
                                + " error_id = null, approved = false where connection_id = ? and twin = ?")
                .params(more > 0 ? "WAITING" : "IDLE", Timestamp.from(clock.instant()), lane.connection(), lane.twin())
                .update();
        if (more > 0) wakeUp.incoming();
    }

    /** Not now: tried again at that time; nothing of the attempt counts as a failure that a person must see. */
    @Transactional
    public void later(Lane lane, Instant at, Trouble trouble) {
        release(lane, "RETRY", at, trouble);
    }

    /** Something else must be first, which is no failed attempt. Says whether that is news. */
    @Transactional
    public boolean await(Lane lane, Instant at, Trouble trouble) {
        var known = db.sql("select reason from lane where connection_id = ? and twin = ? and problem is not null")
                .params(lane.connection(), lane.twin())
                .query(String.class)
                .optional();
        release(lane, "RETRY", at, trouble);
        db.sql("update lane set attempts = attempts - 1 where connection_id = ? and twin = ?")
                .params(lane.connection(), lane.twin())
                .update();
        return !known.equals(Optional.of(trouble.reason()));
    }

    /** Needs a person or a change; one that came while it was worked on is such a change. */
    @Transactional
    public void block(Lane lane, Trouble trouble) {
        confirm(lane);
        var woken = db.sql("select next_at from lane where connection_id = ? and twin = ?")
                .params(lane.connection(), lane.twin())
                .query(Timestamp.class)
                .single()
                .toInstant()
                .isAfter(lane.claimed());
        release(lane, woken ? "WAITING" : "BLOCKED", clock.instant(), trouble);
        if (woken) wakeUp.incoming();
    }

    @Transactional
    public void park(Lane lane, Trouble trouble) {
        release(lane, "PARKED", clock.instant(), trouble);
    }

    @Transactional
    public void hold(Lane lane, Trouble trouble) {
        release(lane, "HELD", clock.instant(), trouble);
    }

    /**
     * What a proposal of the partner is about.
     *
     * @param batch the bulk that it is part of; null when it stands for itself
     * @param issueId our issue
     * @param pair both keys, ours first
     */
    public record Asked(@Nullable UUID batch, long issueId, String pair) {
        public static String pair(String localKey, String remoteKey) {
            return (localKey + "|" + remoteKey).toUpperCase(Locale.ROOT);
        }
    }

    /** The same for a proposal to connect two issues. */
    @Transactional
    public void hold(Lane lane, Trouble trouble, Asked asked) {
        hold(lane, trouble);
        db.sql("update lane set batch = ?, asked_issue = ?, asked_pair = ? where connection_id = ? and twin = ?")
                .params(
                        new SqlParameterValue(Types.OTHER, asked.batch()),
                        asked.issueId(),
                        asked.pair(),
                        lane.connection(),
                        lane.twin())
                .update();
    }

    /** Whether the partner proposes to connect that issue of ours, and nobody has decided. */
    public boolean isAskedFor(UUID connection, long issueId) {
        return !db.sql("select 1 from lane where connection_id = ? and asked_issue = ? and state = 'HELD'")
                .params(connection, issueId)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** The held proposal to connect these two; empty when there is none. */
    public Optional<UUID> askedFor(UUID connection, String pair) {
        return db
                .sql("select error_id from lane where connection_id = ? and asked_pair = ? and state = 'HELD'")
                .params(connection, pair)
                .query(UUID.class)
                .list()
                .stream()
                .findFirst();
    }

    /** The lane's head was approved before it came: another attempt need not ask again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void approved(Lane lane) {
        confirm(lane);
        db.sql("update lane set approved = true where connection_id = ? and twin = ?")
                .params(lane.connection(), lane.twin())
                .update();
    }

    /** An administrator approves all that is held of a bulk; says how many that are. */
    @Transactional
    public int approveBatch(UUID batch) {
        var lanes = db.sql("update lane set state = 'WAITING', approved = true, next_at = ? where batch = ?"
                        + " and state = 'HELD'")
                .params(Timestamp.from(clock.instant()), batch)
                .update();
        wakeUp.incoming();
        return lanes;
    }

    /** Gives the lane back untouched: something else must be first. */
    @Transactional
    public void giveBack(Lane lane, Instant at) {
        db.sql("update lane set owner = null, leased_until = null, attempts = attempts - 1, next_at = ?"
                        + " where connection_id = ? and twin = ? and fence = ?")
                .params(Timestamp.from(at), lane.connection(), lane.twin(), lane.fence())
                .update();
    }

    private void release(Lane lane, String state, Instant at, Trouble trouble) {
        confirm(lane);
        write(lane.connection(), lane.twin(), state, at, trouble);
        db.sql("update lane set owner = null, leased_until = null, crashes = 0 where connection_id = ? and twin = ?")
                .params(lane.connection(), lane.twin())
                .update();
    }

    private void write(UUID connection, UUID twin, String state, Instant at, Trouble trouble) {
        db.sql("update lane set state = :state, next_at = :at, problem = :problem, reason = :reason, remedy = :remedy,"
                        + " rule_file = :file, rule_line = :line, rule_version = :version, stack_trace = :trace,"
                        + " since = case when problem is null then :now else since end,"
                        + " error_id = coalesce(error_id, :error) where connection_id = :connection and twin = :twin")
                .param("state", state)
                .param("at", Timestamp.from(at))
                .param("problem", trouble.problem())
                .param("reason", cut(trouble.reason(), 4000))
                .param("remedy", cut(trouble.remedy(), 2000))
                .param("file", trouble.ruleFile(), java.sql.Types.VARCHAR)
                .param("line", trouble.ruleLine(), java.sql.Types.INTEGER)
                .param("version", trouble.ruleVersion(), java.sql.Types.VARCHAR)
                .param("trace", trouble.stackTrace(), java.sql.Types.VARCHAR)
                .param("now", Timestamp.from(clock.instant()))
                .param("error", UUID.randomUUID())
                .param("connection", connection)
                .param("twin", twin)
                .update();
    }

    /** At start of a node that is alone with its store: whoever held a lane is dead. */
    @Transactional
    public int releaseAllOfTheDead() {
        return db.sql("update lane set leased_until = null where owner is not null")
                .update();
    }

    /** Tries all blocked lanes of a connection again: its rules or metadata have changed. */
    @Transactional
    public int retryBlocked(UUID connection) {
        var lanes = db.sql("update lane set state = 'WAITING', next_at = ? where connection_id = ?"
                        + " and (state in ('BLOCKED', 'RETRY') or (state = 'WAITING' and owner is not null))")
                .params(Timestamp.from(clock.instant()), connection)
                .update();
        if (lanes > 0) wakeUp.incoming();
        return lanes;
    }

    /** Tries all blocked lanes again: our Jira is configured otherwise by now. */
    @Transactional
    public void retryBlocked() {
        db.sql("update lane set state = 'WAITING', next_at = ? where state = 'BLOCKED'")
                .param(Timestamp.from(clock.instant()))
                .update();
        wakeUp.incoming();
    }

    public boolean isAnyBlocked() {
        return db.sql("select count(*) from lane where state = 'BLOCKED'")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** What waits for its next attempt is tried at once: the reason for waiting is over. */
    @Transactional
    public void hurryRetries() {
        var lanes = db.sql("update lane set next_at = ? where state = 'RETRY' and next_at > ?")
                .params(Timestamp.from(clock.instant()), Timestamp.from(clock.instant()))
                .update();
        if (lanes > 0) wakeUp.incoming();
    }

    /** The same for the lanes of one connection. */
    @Transactional
    public void hurryRetries(UUID connection) {
        var lanes = db.sql("update lane set next_at = ? where connection_id = ? and state = 'RETRY' and next_at > ?")
                .params(Timestamp.from(clock.instant()), connection, Timestamp.from(clock.instant()))
                .update();
        if (lanes > 0) wakeUp.incoming();
    }

    /** What the lane waited for is there: it is tried at once, whether it waited for that time, for a person or for news. */
    @Transactional
    public void hurry(UUID connection, UUID twin) {
        db.sql("update lane set state = 'WAITING', next_at = ? where connection_id = ? and twin = ?"
                        + " and state in ('IDLE', 'RETRY', 'BLOCKED')")
                .params(Timestamp.from(clock.instant()), connection, twin)
                .update();
        wakeUp.incoming();
    }

    /** What could not be applied of a twin is to be tried again; a lane that has other work does it along with that. */
    @Transactional
    public void again(UUID connection, UUID twin) {
        db.sql("update lane set state = 'WAITING', next_at = ? where connection_id = ? and twin = ? and state = 'IDLE'")
                .params(Timestamp.from(clock.instant()), connection, twin)
                .update();
        wakeUp.incoming();
    }

    /** A person asks for another attempt. */
    @Transactional
    public boolean retry(UUID error) {
        var lanes = db.sql("update lane set state = 'WAITING', crashes = 0, next_at = ? where error_id = ?")
                .params(Timestamp.from(clock.instant()), error)
                .update();
        wakeUp.incoming();
        return lanes > 0;
    }

    /** An administrator approves what is held: it is worked on as it is. Says whether anything was held under that id. */
    @Transactional
    public boolean approve(UUID error) {
        var lanes = db.sql("update lane set state = 'WAITING', approved = true, next_at = ? where error_id = ?"
                        + " and state = 'HELD'")
                .params(Timestamp.from(clock.instant()), error)
                .update();
        wakeUp.incoming();
        return lanes > 0;
    }

    /**
     * Nothing of the twin waits any more: whatever held the lane back is over. A worker that is in the middle of it finds
     * out when it settles.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void rest(UUID connection, UUID twin) {
        db.sql("update lane set state = 'IDLE', problem = null, reason = null, remedy = null, rule_file = null,"
                        + " rule_line = null, rule_version = null, stack_trace = null, error_id = null, approved = false"
                        + " where connection_id = ? and twin = ?")
                .params(connection, twin)
                .update();
    }

    /** Removes the lane of a twin, unless somebody works on it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(UUID connection, UUID twin) {
        db.sql("delete from lane where connection_id = ? and twin = ? and leased_until is null and state = 'IDLE'")
                .params(connection, twin)
                .update();
    }

    /** Locks the lane until the transaction ends; empty while somebody works on it or when there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lockIdle(UUID connection, UUID twin) {
        return db.sql("select 1 from lane where connection_id = ? and twin = ? and leased_until is null for update")
                .params(connection, twin)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Lanes that are held back, oldest first. */
    public List<Held> held() {
        return db.sql(HELD + " order by since, twin").query(Lanes::heldLane).list();
    }

    /** How many lanes are held back and not tried again by themselves. */
    public long blocked() {
        return db.sql(BLOCKED).query(Long.class).single();
    }

    /** How many of a connection are. */
    public long blocked(UUID connection) {
        return db.sql(BLOCKED + " and connection_id = ?")
                .param(connection)
                .query(Long.class)
                .single();
    }

    public Optional<Held> heldBy(UUID connection, UUID twin) {
        return db.sql(HELD + " and connection_id = ? and twin = ?")
                .params(connection, twin)
                .query(Lanes::heldLane)
                .optional();
    }

    public Optional<Held> held(UUID error) {
        return db.sql(HELD + " and error_id = ?")
                .param(error)
                .query(Lanes::heldLane)
                .optional();
    }

    private static Held heldLane(ResultSet row, int number) throws SQLException {
        var trouble = new Trouble(
                row.getString("problem"),
                row.getString("reason"),
                row.getString("remedy"),
                row.getString("rule_file"),
                (Integer) row.getObject("rule_line"),
                row.getString("rule_version"),
                row.getString("stack_trace"));
        return new Held(
                row.getObject("error_id", UUID.class),
                row.getObject("connection_id", UUID.class),
                row.getObject("twin", UUID.class),
                row.getString("state"),
                trouble,
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("next_at").toInstant(),
                row.getInt("attempts"),
                row.getObject("batch", UUID.class));
    }

    private record Due(
            UUID connection,
            UUID twin,
            long fence,
            int attempts,
            int crashes,
            @Nullable String owner,
            boolean approved) {}

    private static String skipLocked() {
        return " skip locked";
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 1) + "…";
    }
}
