package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.replica.Snapshot;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How a sync ends: the twin becomes a tombstone, what waits of it is superseded, and the partner is told. */
@Component
public class Ends {
    private final Twins twins;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Lanes lanes;
    private final Warnings warnings;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;
    private final ApplicationEventPublisher listeners;

    Ends(
            Twins twins,
            Outbox outbox,
            Inbox inbox,
            Lanes lanes,
            Warnings warnings,
            Journal journal,
            NoArgGenerator ids,
            WakeUp wakeUp,
            ApplicationEventPublisher listeners) {
        this.twins = twins;
        this.outbox = outbox;
        this.inbox = inbox;
        this.lanes = lanes;
        this.warnings = warnings;
        this.journal = journal;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.listeners = listeners;
    }

    /** Ends the sync from this side. {@code DELETED_HERE} tells the partner that the issue is gone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(Twin twin, String connection, Twin.State state, String why) {
        endQuietly(twin, connection, state, why);
        tell(twin, state == Twin.State.DELETED_HERE ? Kind.DELETED : Kind.UNSYNC, why, false);
    }

    /** Ends the sync of one of many on a person's word: the news of it can wait behind what people do. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void endOneOfMany(Twin twin, String connection, String why) {
        endQuietly(twin, connection, Twin.State.ENDED, why);
        tell(twin, Kind.UNSYNC, why, true);
    }

    /** Ends the sync of an issue that has left the connection's projects. */
    @Transactional(propagation = Propagation.MANDATORY)
    void endMovedOut(Twin twin, String connection, Snapshot found) {
        var now = twin.with(new Twin.Local(found.issueId(), found.key(), found.created()));
        end(
                now,
                connection,
                Twin.State.MOVED_OUT,
                "The issue was moved to project " + found.projectKey()
                        + ", which is outside the connection's projects.");
    }

    /** Ends the sync without telling the partner: it said so, or nobody is left to tell. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void endQuietly(Twin twin, String connection, Twin.State state, String why) {
        end(twin, connection, state, Happening.of(Happening.Level.INFO, "sync-ended", why));
    }

    /** Ends it because the partner's event of that number says so. */
    @Transactional(propagation = Propagation.MANDATORY)
    void endThere(Twin twin, String connection, Twin.State state, String why, long number) {
        end(
                twin,
                connection,
                state,
                Happening.of(Happening.Level.INFO, "ended-there", why).number(number));
    }

    private void end(Twin twin, String connection, Twin.State state, Happening happening) {
        var why = happening.detail();
        var life = twin.life();
        twins.update(twin.with(new Twin.Life(state, why, life.startedHere(), life.startedAt(), life.acked())));
        outbox.withdrawAll(twin.connection(), twin.id());
        outbox.settled(twin.connection(), twin.id(), Long.MAX_VALUE);
        drop(twin.connection(), twin.id());
        warnings.clearAll(twin.id());
        journal.write(happening
                .on(twin.connection(), connection)
                .with(twin.id(), twin.local() == null ? null : twin.local().key()));
    }

    /** What waits in the lane of a twin is superseded, and nothing holds the lane back any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void drop(UUID connection, UUID twin) {
        inbox.supersedeAll(connection, twin);
        lanes.rest(connection, twin);
        listeners.publishEvent(new Settled(twin, true));
    }

    /** Answers an event of a twin that is unknown or has ended: the partner is to end its side too. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refuse(UUID connection, UUID twin, String why) {
        outbox.put(
                connection,
                SyncEvent.of(Kind.UNSYNC, ids.generate(), twin).text("why", why).build(),
                Outbox.NEWS);
        wakeUp.outgoing(connection);
    }

    private void tell(Twin twin, Kind kind, String why, boolean bulk) {
        outbox.put(
                twin.connection(),
                SyncEvent.of(kind, ids.generate(), twin.id())
                        .basedOn(twin.memory().basedOn())
                        .text("why", why)
                        .bulk(bulk)
                        .build(),
                bulk ? Outbox.BULK : Outbox.NEWS);
        wakeUp.outgoing(twin.connection());
    }
}
