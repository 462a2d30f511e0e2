package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.LeaseLost;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.RetryPolicy;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a lane when the work on it does not go through: it waits, or it waits for a person. */
@Component("setbacks")
public class Setbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    private final Lanes lanes;
    private final Outbox outbox;
    private final RetryPolicy retries;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Setbacks(
            Lanes lanes,
            Outbox outbox,
            RetryPolicy retries,
            Journal journal,
            NoArgGenerator ids,
            WakeUp wakeUp,
            TransactionTemplate transaction,
            Clock clock) {
        this.lanes = lanes;
        this.outbox = outbox;
        this.retries = retries;
        this.journal = journal;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Tried again by itself after a while that grows, or when Jira asked everybody to call again. */
    public Incoming later(Incoming work, String reason, @Nullable Duration retryAfter) {
        if (retryAfter != null) return at(work, clock.instant().plus(retries.afterPatience(retryAfter)), reason);
        lanes.later(
                work.lane(),
                clock.instant().plus(retries.afterAttempt(work.lane().attempts())),
                trouble(reason));
        journal.write(happening(work, Happening.Level.WARN, "retry", reason));
        return work.done(reason);
    }

    /**
     * Something else must be first: tried again at that time, and not earlier. Nothing has failed here, so the next
     * failure is not answered with a longer wait.
     */
    public Incoming at(Incoming work, Instant when, String reason) {
        if (lanes.await(work.lane(), when, trouble(reason)))
            journal.write(happening(work, Happening.Level.WARN, "retry", reason));
        return work.done(reason);
    }

    /** Another issue must be first: tried again when that has come, at the latest at that time. */
    Incoming await(Incoming work, Instant atTheLatest, Lanes.Trouble trouble) {
        if (lanes.await(work.lane(), atTheLatest, trouble))
            journal.write(happening(work, Happening.Level.INFO, "waiting", trouble.reason()));
        return work.done(trouble.reason());
    }

    private static Lanes.Trouble trouble(String reason) {
        return Lanes.Trouble.of("RETRY", reason, "Nothing: it is tried again by itself. Retry tries at once.");
    }

    /** Waits for a person, or for a change of rule, metadata or issue. The partner is told as much as is shared. */
    public Incoming block(Incoming work, Lanes.Trouble trouble) {
        transaction.executeWithoutResult(status -> {
            lanes.block(work.lane(), trouble);
            if (!work.connection().settings().shareErrors().equals("none")) tellPartner(work, trouble);
            journal.write(happening(work, Happening.Level.ERROR, "blocked", trouble.reason())
                    .rule(trouble.ruleVersion()));
        });
        return work.done(trouble.reason());
    }

    /** Waits for an administrator's Approve or Refuse. */
    Incoming hold(Incoming work, Lanes.Trouble trouble) {
        transaction.executeWithoutResult(status -> {
            lanes.hold(work.lane(), trouble);
            journal.write(happening(work, Happening.Level.ERROR, "held", trouble.reason()));
        });
        return work.done(trouble.reason());
    }

    /** The twin has ended in the middle: what waited of it is superseded already, the lane rests. */
    public Incoming dropped(Incoming work, String reason) {
        transaction.executeWithoutResult(status -> lanes.advance(work.lane()));
        return work.done(reason);
    }

    /**
     * Something nobody foresaw: the lane waits and is tried again; nothing of the attempt is written.
     *
     * @param work null when it could not even be opened
     */
    public void surprise(Lanes.Lane lane, @Nullable Incoming work, Exception surprise) {
        if (work == null) {
            LOG.error("The work of lane {} cannot be opened; it is tried again", lane.twin(), surprise);
            lanes.giveBack(lane, clock.instant().plus(retries.afterAttempt(lane.attempts())));
            return;
        }
        if (surprise instanceof LeaseLost) {
            journal.write(happening(work, Happening.Level.WARN, "lease-lost", String.valueOf(surprise.getMessage())));
            return;
        }
        var reason = surprise.getClass().getSimpleName() + ": " + surprise.getMessage();
        later(work, reason, null);
    }

    private void tellPartner(Incoming work, Lanes.Trouble trouble) {
        var details = JsonNodeFactory.instance.objectNode();
        details.put("class", trouble.problem());
        details.put("upTo", work.newest().seq());
        details.put(
                "sentence",
                work.connection().settings().shareErrors().equals("full")
                        ? trouble.reason()
                        : "The other side could not apply the change; its administrator has to look at it.");
        outbox.put(
                work.connection().id(),
                SyncEvent.of(Kind.FAILED, ids.generate(), work.lane().twin())
                        .details(details)
                        .build(),
                Outbox.NEWS);
        wakeUp.outgoing(work.connection().id());
    }

    private static Happening happening(Incoming work, Happening.Level level, String kind, String detail) {
        var twin = work.twin();
        var key = twin == null || twin.local() == null
                ? work.newest().text("issueKey")
                : twin.local().key();
        return Happening.of(level, kind, detail)
                .on(work.connection().id(), work.connection().name())
                .with(work.lane().twin(), key)
                .number(work.newest().seq());
    }
}
