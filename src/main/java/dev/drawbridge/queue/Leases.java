package dev.drawbridge.queue;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who works on a local issue right now: one lease covers outgoing work and apply of all its twins. The fence tells an
 * owner that came back from the dead from the one who took over.
 */
@Component
public class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private final JdbcClient db;
    private final Worker worker;
    private final TransactionTemplate alone;
    private final Clock clock;

    Leases(JdbcClient db, Worker worker, PlatformTransactionManager transactions, Clock clock) {
        this.db = db;
        this.worker = worker;
        alone = new TransactionTemplate(transactions);
        alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** The right to work on {@code resource} until {@code until}. */
    public record Lease(String resource, long fence, Instant until) {}

    public static String issue(long issueId) {
        return "issue:" + issueId;
    }

    public static String twin(UUID twin) {
        return "twin:" + twin;
    }

    /** The making of whatever descends from one issue; named by a hash. */
    public static String origin(String hash) {
        return "origin:" + hash;
    }

    /**
     * Takes the lease, or nothing when somebody else has it: then the transaction may be broken, and nothing else belongs
     * into it.
     */
    @Transactional
    public Optional<Lease> take(String resource, Duration length) {
        var now = clock.instant();
        var until = now.plus(length);
        var taken = db.sql("update lease set owner = ?, fence = fence + 1, leased_until = ? where resource = ?"
                        + " and (owner is null or leased_until < ?)")
                .params(worker.name(), Timestamp.from(until), resource, Timestamp.from(now))
                .update();
        if (taken == 1) return Optional.of(new Lease(resource, fence(resource), until));
        if (fence(resource) > 0) return Optional.empty();
        return first(resource, until);
    }

    private Optional<Lease> first(String resource, Instant until) {
        try {
            db.sql("insert into lease (resource, owner, fence, leased_until) values (?, ?, 1, ?)")
                    .params(resource, worker.name(), Timestamp.from(until))
                    .update();
            return Optional.of(new Lease(resource, 1, until));
        } catch (DataIntegrityViolationException raced) {
            return Optional.empty();
        }
    }

    /** Nobody else decides about that resource until the transaction ends; unlike a lease it keeps nobody from working. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void guard(String resource) {
        for (var attempt = 0; attempt < 2; attempt++) {
            var known = db.sql("update lease set fence = fence where resource = ?")
                    .param(resource)
                    .update();
            if (known == 1) return;
            alone.executeWithoutResult(status -> first(resource));
        }
        throw new IllegalStateException("No row for " + resource);
    }

    private void first(String resource) {
        try {
            db.sql("insert into lease (resource, owner, fence, leased_until) values (?, null, 1, ?)")
                    .params(resource, Timestamp.from(clock.instant()))
                    .update();
        } catch (DataIntegrityViolationException raced) {
            LOG.debug("{} was made by somebody else at the same moment", resource);
        }
    }

    /** Whether somebody works on it right now. */
    public boolean isTaken(String resource) {
        return db.sql("select count(*) from lease where resource = ? and owner is not null and leased_until >= ?")
                        .params(resource, Timestamp.from(clock.instant()))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Refuses when somebody else took over; to be asked in the transaction that writes what was done. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void confirm(Lease lease) {
        var held = db.sql("select fence from lease where resource = ? for update")
                .param(lease.resource())
                .query(Long.class)
                .optional()
                .orElse(-1L);
        if (held != lease.fence())
            throw new LeaseLost(
                    "Somebody else works on " + lease.resource() + " by now: nothing of this attempt is written");
    }

    /** Whether what is held until then lasts for that long from now. */
    public boolean covers(Instant until, Duration length) {
        return clock.instant().plus(length).isBefore(until);
    }

    /** Keeps the lease for at least that long from now. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void extend(Lease lease, Duration length) {
        var now = clock.instant();
        var held = db.sql("update lease set leased_until = case when leased_until < ? then ? else leased_until end"
                        + " where resource = ? and fence = ? and owner is not null")
                .params(
                        Timestamp.from(now.plus(length)),
                        Timestamp.from(now.plus(length)),
                        lease.resource(),
                        lease.fence())
                .update();
        if (held == 0)
            throw new LeaseLost("Somebody else works on " + lease.resource() + " by now: the attempt stops here");
    }

    /** Gives it back, whether or not it was given back before; in the transaction of the last thing done under it, if can be. */
    @Transactional
    public void release(Lease lease) {
        db.sql("update lease set owner = null where resource = ? and fence = ? and owner is not null")
                .params(lease.resource(), lease.fence())
                .update();
    }

    /** At start of a node that is alone with its store: whoever held a lease is dead. */
    @Transactional
    public void releaseAllOfTheDead() {
        db.sql("update lease set owner = null, fence = fence + 1").update();
    }

    /** Whether one of our applies changed the issue at or after that time: then a snapshot read before is stale. */
    public boolean changedSince(long issueId, Instant readAt) {
        return db.sql("select count(*) from issue_revision where issue_id = ? and changed_at >= ?")
                        .params(issueId, Timestamp.from(readAt))
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void bumpRevision(long issueId) {
        var now = Timestamp.from(clock.instant());
        var changed = db.sql("update issue_revision set revision = revision + 1, changed_at = ? where issue_id = ?")
                .params(now, issueId)
                .update();
        if (changed == 0)
            db.sql("insert into issue_revision (issue_id, revision, changed_at) values (?, 1, ?)")
                    .params(issueId, now)
                    .update();
    }

    private long fence(String resource) {
        return db.sql("select fence from lease where resource = ?")
                .param(resource)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
