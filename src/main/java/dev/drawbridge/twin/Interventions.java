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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators decide about work that waits for them: approve, refuse, or go on without it. */
@Component
public class Interventions {
    private static final String REFUSED = "Its administrator refused.";

    private final Twins twins;
    private final Lanes lanes;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Ends ends;
    private final Connections connections;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;

    Interventions(
            Twins twins,
            Lanes lanes,
            Inbox inbox,
            Outbox outbox,
            Ends ends,
            Connections connections,
            Journal journal,
            NoArgGenerator ids,
            WakeUp wakeUp) {
        this.twins = twins;
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
     * Something that waits for one Approve or Refuse: a proposal to connect, or all that is too much of one connection.
     *
     * @param lanes oldest first; never empty
     * @param issues keys of the issues that it is about: ours where there is one, else the partner's
     */
    public record Held(UUID id, List<Lanes.Held> lanes, List<String> issues) {
        public Lanes.Held oldest() {
            return lanes.get(0);
        }
    }

    public List<Held> held() {
        var together = new LinkedHashMap<UUID, List<Lanes.Held>>();
        for (var lane : lanes.held())
            if (lane.state().equals("HELD"))
                together.computeIfAbsent(id(lane), id -> new ArrayList<>()).add(lane);
        return together.entrySet().stream()
                .map(one -> new Held(
                        one.getKey(),
                        one.getValue(),
                        one.getValue().stream()
                                .flatMap(lane -> issues(lane).stream())
                                .toList()))
                .toList();
    }

    /** Lets what is held go on as it is. */
    @Transactional
    public void approve(UUID id) {
        for (var lane : lanesOf(id)) {
            lanes.approve(lane.error());
            tell(lane, "approved", "Approved: " + lane.trouble().problem() + ".");
        }
    }

    /** Turns down what is held and tells the partner; of an issue that is under sync, the sync ends and nothing is deleted. */
    @Transactional
    public void refuse(UUID id) {
        for (var lane : lanesOf(id)) {
            refuse(lane);
            ends.drop(lane.connection(), lane.twin());
            tell(lane, "refused", "Refused: " + lane.trouble().problem() + ".");
        }
    }

    private void refuse(Lanes.Held lane) {
        var known = twins.lock(lane.twin()).filter(Twin::isActive);
        if (known.isPresent()) ends.end(known.get(), name(lane), Twin.State.ENDED, REFUSED);
        else if (!lane.trouble().problem().equals("CONNECT")) ends.refuse(lane.connection(), lane.twin(), REFUSED);
        else {
            outbox.put(
                    lane.connection(),
                    SyncEvent.of(Kind.CONNECT_REFUSED, ids.generate(), lane.twin())
                            .text("why", REFUSED)
                            .build(),
                    Outbox.NEWS);
            wakeUp.outgoing(lane.connection());
        }
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
            if (!held.oldest().connection().equals(connection.id())
                    || !held.oldest().trouble().problem().equals("CONNECT")) continue;
            var proposal =
                    inbox.head(connection.id(), held.oldest().twin()).get(0).event();
            var same = localKey.equalsIgnoreCase(
                            proposal.details().path("remoteKey").asText())
                    && remoteKey.equalsIgnoreCase(proposal.text("issueKey"));
            if (!same) continue;
            approve(held.id());
            return true;
        }
        return false;
    }

    private List<Lanes.Held> lanesOf(UUID id) {
        return held().stream()
                .filter(held -> held.id().equals(id))
                .findFirst()
                .map(Held::lanes)
                .orElseThrow(() -> new NoSuchElementException("Nothing is held under " + id + " any more."));
    }

    /** Each proposal is decided for itself; what is too much of a connection is decided at once. */
    private static UUID id(Lanes.Held lane) {
        var kind = lane.trouble().problem();
        if (kind.equals("CONNECT")) return lane.error();
        return UUID.nameUUIDFromBytes(("held|" + lane.connection() + "|" + kind).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> issues(Lanes.Held lane) {
        var ours = twins.find(lane.twin()).map(Twin::local);
        if (ours.isPresent()) return List.of(ours.get().key());
        return inbox.head(lane.connection(), lane.twin()).stream()
                .map(Inbox.Stored::event)
                .map(event -> event.kind() == Kind.CONNECT
                        ? event.details().path("remoteKey").asText("")
                        : String.valueOf(event.text("issueKey")))
                .distinct()
                .toList();
    }

    private void tell(Lanes.Held lane, String kind, String sentence) {
        journal.write(Happening.of(Happening.Level.INFO, kind, sentence)
                .on(lane.connection(), name(lane))
                .with(lane.twin(), issues(lane).stream().findFirst().orElse(null)));
    }

    private String name(Lanes.Held lane) {
        return connections.find(lane.connection()).map(Connection::name).orElse("?");
    }
}
