package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators decide about work that waits for them: approve, refuse, or go on without it. */
@Component
public class Interventions {
    private final Lanes lanes;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Ends ends;
    private final Connections connections;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;

    Interventions(
            Lanes lanes,
            Inbox inbox,
            Outbox outbox,
            Ends ends,
            Connections connections,
            Journal journal,
            NoArgGenerator ids,
            WakeUp wakeUp) {
        this.lanes = lanes;
        this.inbox = inbox;
        this.outbox = outbox;
        this.ends = ends;
        this.connections = connections;
        this.journal = journal;
        this.ids = ids;
        this.wakeUp = wakeUp;
    }

    /**
     * Something that waits for Approve or Refuse.
     *
     * @param issues keys of the issues that it is about, as far as they are known
     */
    public record Held(Lanes.Held lane, List<String> issues) {}

    public List<Held> held() {
        return lanes.held().stream()
                .filter(lane -> lane.state().equals("HELD"))
                .map(lane -> new Held(lane, issues(lane)))
                .toList();
    }

    /** Lets what is held go on as it is. */
    @Transactional
    public void approve(UUID id) {
        var lane = heldLane(id);
        lanes.approve(id);
        tell(lane, "approved", "Approved: " + lane.trouble().problem() + ".");
    }

    /** Turns down what is held and tells the partner. */
    @Transactional
    public void refuse(UUID id) {
        var lane = heldLane(id);
        if (lane.trouble().problem().equals("CONNECT")) {
            outbox.put(
                    lane.connection(),
                    SyncEvent.of(Kind.CONNECT_REFUSED, ids.generate(), lane.twin())
                            .text("why", "Its administrator refused.")
                            .build(),
                    Outbox.NEWS);
            wakeUp.outgoing(lane.connection());
        } else ends.refuse(lane.connection(), lane.twin(), "Its administrator refused.");
        ends.drop(lane.connection(), lane.twin());
        tell(lane, "refused", "Refused: " + lane.trouble().problem() + ".");
    }

    /**
     * Goes on without what is at the head of a lane that is held back; what the partner sends later is worked on again.
     *
     * @throws IllegalStateException while it is being tried
     */
    @Transactional
    public void skip(UUID id) {
        var lane =
                lanes.held(id).orElseThrow(() -> new NoSuchElementException("There is no error " + id + " any more."));
        if (!lanes.lockIdle(lane.connection(), lane.twin()))
            throw new IllegalStateException("It is being tried just now: skip it when that has failed.");
        inbox.head(lane.connection(), lane.twin()).forEach(inbox::superseded);
        if (inbox.inLane(lane.connection(), lane.twin()).isEmpty()) lanes.rest(lane.connection(), lane.twin());
        else lanes.retry(id);
        tell(lane, "skipped", "Skipped by an administrator: " + lane.trouble().reason());
    }

    /** An administrator wants the same as a proposal that waits here: that is as good as approving it. */
    @Transactional
    public boolean agree(Connection connection, String localKey, String remoteKey) {
        for (var held : held()) {
            if (!held.lane().connection().equals(connection.id())
                    || !held.lane().trouble().problem().equals("CONNECT")) continue;
            var proposal =
                    inbox.head(connection.id(), held.lane().twin()).get(0).event();
            var same = localKey.equalsIgnoreCase(
                            proposal.details().path("remoteKey").asText())
                    && remoteKey.equalsIgnoreCase(proposal.text("issueKey"));
            if (!same) continue;
            approve(held.lane().error());
            return true;
        }
        return false;
    }

    private Lanes.Held heldLane(UUID id) {
        return lanes.held(id)
                .filter(lane -> lane.state().equals("HELD"))
                .orElseThrow(() -> new NoSuchElementException("Nothing is held under " + id + " any more."));
    }

    private List<String> issues(Lanes.Held lane) {
        return inbox.head(lane.connection(), lane.twin()).stream()
                .map(Inbox.Stored::event)
                .map(event -> event.kind() == Kind.CONNECT
                        ? event.details().path("remoteKey").asText("")
                        : String.valueOf(event.text("issueKey")))
                .distinct()
                .toList();
    }

    private void tell(Lanes.Held lane, String kind, String sentence) {
        var name = connections.find(lane.connection()).map(Connection::name).orElse("?");
        journal.write(Happening.of(Happening.Level.INFO, kind, sentence)
                .on(lane.connection(), name)
                .with(lane.twin(), issues(lane).stream().findFirst().orElse(null)));
    }
}
