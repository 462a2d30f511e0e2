package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Lines;
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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What administrators decide about work that waits for them: approve, refuse, or go on without it. */
@Component
public class Interventions {
    private static final int SHOWN_OF_A_BULK = 100;
    private static final String REFUSED = "Its administrator refused.";

    private final Twins twins;
    private final Lanes lanes;
    private final Lines lines;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Ends ends;
    private final BulkDecisions decisions;
    private final Connections connections;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;

    Interventions(
            Twins twins,
            Lanes lanes,
            Lines lines,
            Inbox inbox,
            Outbox outbox,
            Ends ends,
            BulkDecisions decisions,
            Connections connections,
            Journal journal,
            NoArgGenerator ids,
            WakeUp wakeUp) {
        this.twins = twins;
        this.lanes = lanes;
        this.lines = lines;
        this.inbox = inbox;
        this.outbox = outbox;
        this.ends = ends;
        this.decisions = decisions;
        this.connections = connections;
        this.journal = journal;
        this.ids = ids;
        this.wakeUp = wakeUp;
    }

    /**
     * Something that waits for one Approve or Refuse: a proposal to connect, or all that is too much of one connection.
     *
     * @param lanes oldest first; never empty
     * @param issues keys of the issues that it is about: ours where there is one, else the partner's; of a bulk of
     *     proposals the first hundred
     */
    public record Held(UUID id, List<Lanes.Held> lanes, List<String> issues) {
        public Lanes.Held oldest() {
            return lanes.get(0);
        }

        /** How many issues it is about. */
        public int count() {
            return oldest().batch() == null ? issues.size() : lanes.size();
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
                                .limit(one.getValue().get(0).batch() == null ? Integer.MAX_VALUE : SHOWN_OF_A_BULK)
                                .flatMap(lane -> issues(lane).stream())
                                .toList()))
                .toList();
    }

    /** Lets what is held go on as it is. */
    @Transactional
    public void approve(UUID id) {
        var held = lanesOf(id);
        var batch = held.get(0).batch();
        if (batch != null) {
            lines.lock(held.get(0).connection());
            var pairs = lanes.approveBatch(batch);
            decisions.put(held.get(0).connection(), batch, true, announced(held.get(0)) - pairs);
            tell(held.get(0), "approved", "Approved: CONNECT of %d pairs, and of those to come.".formatted(pairs));
            return;
        }
        for (var lane : held) {
            lanes.approve(lane.error());
            tell(lane, "approved", "Approved: " + lane.trouble().problem() + ".");
        }
    }

    /** Turns down what is held and tells the partner; of an issue that is under sync, the sync ends and nothing is deleted. */
    @Transactional
    public void refuse(UUID id) {
        var held = lanesOf(id);
        var batch = held.get(0).batch();
        if (batch != null) {
            lines.lock(held.get(0).connection());
            held = lanesOf(id);
            decisions.put(held.get(0).connection(), batch, false, 0);
        }
        for (var lane : held) {
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
                            .bulk(lane.batch() != null)
                            .build(),
                    lane.batch() == null ? Outbox.NEWS : Outbox.BULK);
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
    @Transactional(propagation = Propagation.MANDATORY)
    boolean agree(Connection connection, String localKey, String remoteKey) {
        var asked = lanes.askedFor(connection.id(), Lanes.Asked.pair(localKey, remoteKey))
                .flatMap(lanes::held);
        asked.ifPresent(lane -> {
            lanes.approve(lane.error());
            tell(lane, "approved", "Approved: it is wanted here too.");
        });
        return asked.isPresent();
    }

    private List<Lanes.Held> lanesOf(UUID id) {
        return held().stream()
                .filter(held -> held.id().equals(id))
                .findFirst()
                .map(Held::lanes)
                .orElseThrow(() -> new NoSuchElementException("Nothing is held under " + id + " any more."));
    }

    /** A proposal or a bulk of them is decided for itself; what is too much of a connection is decided at once. */
    private static UUID id(Lanes.Held lane) {
        if (lane.batch() != null) return lane.batch();
        var kind = lane.trouble().problem();
        if (kind.equals("CONNECT")) return lane.error();
        return UUID.nameUUIDFromBytes(("held|" + lane.connection() + "|" + kind).getBytes(StandardCharsets.UTF_8));
    }

    private int announced(Lanes.Held lane) {
        return inbox.head(lane.connection(), lane.twin()).stream()
                .flatMap(stored -> BulkDecisions.of(lane.connection(), stored.event()).stream())
                .mapToInt(BulkDecisions.Announced::pairs)
                .findFirst()
                .orElse(0);
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
