package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.replica.Unsent;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.replica.Was;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts what changed into the outbox: the event, what the peer has heard by it and what was seen, in one transaction. */
@Component("telling")
public class Telling {
    private final Twins twins;
    private final Lineage lineage;
    private final Outbox outbox;
    private final Leases leases;
    private final Ends ends;
    private final BulkStarts bulk;
    private final Warnings warnings;
    private final Journal journal;
    private final NoArgGenerator ids;
    private final NodeIdentity node;
    private final WakeUp wakeUp;
    private final Drill drill;

    Telling(
            Twins twins,
            Lineage lineage,
            Outbox outbox,
            Leases leases,
            Ends ends,
            BulkStarts bulk,
            Warnings warnings,
            Journal journal,
            NoArgGenerator ids,
            NodeIdentity node,
            WakeUp wakeUp,
            Drill drill) {
        this.twins = twins;
        this.lineage = lineage;
        this.outbox = outbox;
        this.leases = leases;
        this.ends = ends;
        this.bulk = bulk;
        this.warnings = warnings;
        this.journal = journal;
        this.ids = ids;
        this.node = node;
        this.wakeUp = wakeUp;
        this.drill = drill;
    }

    @Transactional
    public Outgoing tell(Outgoing work) {
        if (work.isDone()) return outside(work);
        work.expect(Outgoing.Stage.SPOOLED);
        var lease = work.lease();
        if (lease == null) throw new IllegalStateException("Outgoing work without a lease");
        leases.confirm(lease);
        leases.release(lease); // with all that follows
        var twin = twins.lock(work.twin().id()).filter(Twin::isActive).orElse(null);
        if (twin == null) return work.done("The sync has ended.");
        if (work.trouble() != null) return refused(work, twin);
        warnings.clear(twin.id(), Warnings.Side.OUTGOING);
        if (work.replica() == null) return silent(work, twin);
        var told = Wire.of(
                work.replica(),
                work.snapshot().issue(),
                work.connection().settings().shareEmails());
        return send(work, twin, lineage.told(twin.id(), work.snapshot().issueId(), told));
    }

    private Outgoing send(Outgoing work, Twin twin, Replica told) {
        var heard = twin.memory().heard();
        if (heard != null && heard.equals(told) && twin.memory().force().isEmpty()) {
            twins.update(localised(twin, work).with(twin.memory().seen(work.seen())));
            return work.done("The peer knows all that the rule sends.");
        }
        var now = new Unsent(
                told, heard == null ? Was.between(told, told) : Was.between(heard, told), forced(twin, told));
        var unsent = outbox.unsent(twin.connection(), twin.id(), Kind.REPLICA);
        var id = unsent.map(Outbox.Waiting::id).orElseGet(ids::generate);
        var whole = unsent.map(older -> unsentOf(older.event()).replacedBy(now)).orElse(now);
        var starts = !twin.life().acked() && twin.life().startedHere();
        var canWait = heard == null && bulk.isMarked(twin.id());
        var event = event(id, work, twin, whole, starts, canWait);
        unsent.ifPresentOrElse(
                older -> outbox.replace(older, event, Outbox.EDIT),
                () -> outbox.put(twin.connection(), event, canWait ? Outbox.BULK : Outbox.EDIT));
        twins.update(localised(twin, work)
                .with(twin.memory()
                        .told(told, work.seen(), sent(twin, work.changed(), id))
                        .pending(stillPending(work, twin))));
        drill.passAfterCommit("told");
        wakeUp.outgoing(twin.connection());
        journal.write(happening(work, twin, "change-queued", "Queued: " + parts(work.changed(), twin))
                .rule(work.ruleVersion()));
        return work.done("Queued.");
    }

    private SyncEvent event(UUID id, Outgoing work, Twin twin, Unsent whole, boolean starts, boolean canWait) {
        var gid = node.nodeId() + ":issue:" + work.snapshot().issueId();
        var told = SyncEvent.of(Kind.REPLICA, id, twin.id());
        if (starts && whole.replica().has("parentId")) parent(work).ifPresent(told::details);
        return told.starts(starts)
                .bulk(canWait)
                .text("from", gid)
                .text(
                        "origin",
                        twin.remote().origin() == null ? gid : twin.remote().origin())
                .text("to", twin.remote().gid())
                .text("issueKey", work.snapshot().key())
                .text("ruleVersion", work.ruleVersion())
                .basedOn(twin.memory().basedOn())
                .hops(twin.remote().hops())
                .was(whole.was())
                .asserted(whole.asserted())
                .replica(whole.replica())
                .blobs(work.blobs())
                .build();
    }

    /** What a partner that waits for the parent shows to its people. */
    private Optional<ObjectNode> parent(Outgoing work) {
        var key = work.snapshot().issue().get("parentKey");
        var id = work.snapshot().issue().get("parentId");
        if (key == null || id == null || !id.asText().matches("[0-9]{1,18}")) return Optional.empty();
        var underSync = twins.ofIssue(id.asLong()).stream()
                .anyMatch(twin -> twin.isActive()
                        && twin.connection().equals(work.connection().id()));
        var details = JsonNodeFactory.instance.objectNode();
        details.putObject("parent").put("key", key.asText()).put("underSync", underSync);
        return Optional.of(details);
    }

    private Outgoing silent(Outgoing work, Twin twin) {
        twins.update(localised(twin, work).with(twin.memory().seen(work.seen())));
        return work.done("The rule sends nothing.");
    }

    private Outgoing refused(Outgoing work, Twin twin) {
        var trouble = java.util.Objects.requireNonNull(work.trouble());
        var change = warnings.replace(
                twin.connection(),
                twin.id(),
                Warnings.Side.OUTGOING,
                List.of(new Warning("outgoing rule", "", trouble.reason(), trouble.remedy(), at(trouble))));
        if (!change.fresh().isEmpty())
            journal.write(new Happening(
                            Happening.Level.ERROR,
                            "rule-failed",
                            null,
                            null,
                            null,
                            null,
                            null,
                            trouble.ruleVersion(),
                            trouble.reason())
                    .on(twin.connection(), work.connection().name())
                    .with(twin.id(), work.snapshot().key()));
        return work.done(trouble.reason());
    }

    private static @Nullable RuleLine at(Lanes.Trouble trouble) {
        return trouble.ruleFile() == null
                ? null
                : new RuleLine(trouble.ruleFile(), trouble.ruleLine() == null ? 0 : trouble.ruleLine());
    }

    /** An issue that left the connection's projects is no longer kept in sync. */
    private Outgoing outside(Outgoing work) {
        if (work.lease() == null || work.connection().covers(work.snapshot().projectKey())) return work;
        twins.lock(work.twin().id())
                .filter(Twin::isActive)
                .ifPresent(twin -> ends.endMovedOut(twin, work.connection().name(), work.snapshot()));
        return work;
    }

    private static Set<String> forced(Twin twin, Replica told) {
        return twin.memory().force().stream()
                .filter(property -> Was.value(told, property) != null)
                .collect(Collectors.toSet());
    }

    private static Map<String, UUID> sent(Twin twin, Set<String> changed, UUID event) {
        var sent = new HashMap<>(twin.memory().sent());
        changed.stream().filter(part -> !Seen.isSubItem(part)).forEach(part -> sent.put(part, event));
        return sent;
    }

    /** What a person changes here is no longer waiting for the partner's value. */
    private Map<String, JsonNode> stillPending(Outgoing work, Twin twin) {
        var pending = new HashMap<>(twin.memory().pending());
        for (var part : work.changed()) {
            if (Seen.isSubItem(part)) continue;
            var field = part.replace("customFields/", "customFields.");
            if (pending.remove(field) != null) warnings.clear(twin.id(), Warnings.Side.INCOMING, field);
        }
        return pending;
    }

    private static Twin localised(Twin twin, Outgoing work) {
        var snapshot = work.snapshot();
        return twin.with(new Twin.Local(snapshot.issueId(), snapshot.key(), snapshot.created()));
    }

    static Unsent unsentOf(SyncEvent event) {
        return new Unsent(event.replica(), event.was(), event.asserted());
    }

    private static String parts(Set<String> changed, Twin twin) {
        if (twin.memory().heard() == null) return "the whole issue, for the first time.";
        var names = changed.stream()
                .map(part -> part.contains("/") ? part.substring(0, part.indexOf('/')) : part)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "what must be said again." : names + ".";
    }

    private static Happening happening(Outgoing work, Twin twin, String kind, String detail) {
        return Happening.of(Happening.Level.INFO, kind, detail)
                .on(twin.connection(), work.connection().name())
                .with(twin.id(), work.snapshot().key());
    }
}
