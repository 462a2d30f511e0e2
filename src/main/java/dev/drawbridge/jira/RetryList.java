package dev.drawbridge.jira;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.queue.RetryPolicy;
import dev.drawbridge.twin.LookAgain;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Issues that are to be looked at outside the ordinary pass. Only requests that were there before the look, and
 * were not repeated since, are struck out after it: a request that comes meanwhile is never lost.
 */
@Component
public class RetryList {
    private static final int MOST_KNOWN = 10_000;

    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final RetryPolicy retries;
    private final Clock clock;
    private Instant soonest = Instant.EPOCH;

    RetryList(JdbcClient db, NoArgGenerator ids, RetryPolicy retries, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * A request for a look, as it stands on the list.
     *
     * @param asked how many times it was asked for
     */
    record Request(UUID id, long issueId, int attempts, int asked) {}

    /** How many issues wait for a look that has not failed yet. */
    public long waiting() {
        return db.sql("select count(*) from look_again where attempts = 0")
                .query(Long.class)
                .single();
    }

    /** Whether something on the list is due. */
    synchronized boolean isDue() {
        return !soonest.isAfter(clock.instant());
    }

    /** Looks at the list again, which somebody else may have written to as well. */
    synchronized void refresh() {
        soonest = db.sql("select min(next_at) from look_again")
                .query((row, number) -> row.getTimestamp(1) == null
                        ? Instant.MAX
                        : row.getTimestamp(1).toInstant())
                .single();
    }

    /** All requests there are now: what is read of an issue afterwards answers them. */
    List<Request> all() {
        return db.sql("select id, issue_id, attempts, asked from look_again order by next_at fetch first " + MOST_KNOWN
                        + " rows only")
                .query(RetryList::request)
                .list();
    }

    /** What is due; each of it is due again later, should the look not come to an end. */
    @Transactional
    public List<Request> due(int max) {
        var due = db.sql("select id, issue_id, attempts, asked from look_again where next_at <= ? order by next_at, id"
                        + " fetch first " + max + " rows only")
                .param(Timestamp.from(clock.instant()))
                .query(RetryList::request)
                .list();
        for (var request : due) {
            var wait = retries.afterAttempt(request.attempts() + 1);
            db.sql("update look_again set attempts = attempts + 1, next_at = ? where id = ?")
                    .params(Timestamp.from(clock.instant().plus(wait)), request.id())
                    .update();
        }
        return due;
    }

    /** These are answered, but for those that somebody has asked for again. */
    @Transactional
    public void strike(Collection<Request> requests) {
        for (var request : requests)
            db.sql("delete from look_again where id = ? and asked = ?")
                    .params(request.id(), request.asked())
                    .update();
    }

    /** Not now, but at that time; it has not failed. */
    @Transactional
    public void put(Request request, Instant at) {
        db.sql("update look_again set next_at = ?, attempts = ? where id = ?")
                .params(Timestamp.from(at), request.attempts(), request.id())
                .update();
        soonAfterCommit(at);
    }

    /** The issue could not be dealt with: it is looked at again after a while, unless it stands on the list already. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void failed(long issueId) {
        var known = db.sql("select count(*) from look_again where issue_id = ? and attempts > 0")
                .param(issueId)
                .query(Long.class)
                .single();
        if (known == 0) add(issueId, clock.instant().plus(retries.afterAttempt(1)), 1);
    }

    /** A look as soon as possible. */
    @Transactional
    public void ask(long issueId) {
        var waiting = db.sql("update look_again set asked = asked + 1 where issue_id = ? and attempts = 0")
                .param(issueId)
                .update();
        if (waiting == 0) add(issueId, clock.instant(), 0);
        soonAfterCommit(clock.instant());
    }

    /** In the transaction of the one who asks, if there is one: neither is lost without the other. */
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
    public void on(LookAgain hint) {
        ask(hint.issueId());
    }

    private void add(long issueId, Instant at, int attempts) {
        db.sql("insert into look_again (id, issue_id, next_at, attempts, asked) values (?, ?, ?, ?, 1)")
                .params(ids.generate(), issueId, Timestamp.from(at), attempts)
                .update();
        soonAfterCommit(at);
    }

    private void soonAfterCommit(Instant at) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            soon(at);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                soon(at);
            }
        });
    }

    private synchronized void soon(Instant at) {
        if (at.isBefore(soonest)) soonest = at;
    }

    private static Request request(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Request(row.getObject(1, UUID.class), row.getLong(2), row.getInt(3), row.getInt(4));
    }
}
