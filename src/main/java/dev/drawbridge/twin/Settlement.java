package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.IssueLink;
import dev.drawbridge.replica.Merge;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.replica.Was;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Closes an apply in one transaction: the events, the twin with all that was received, heard and seen, the traces, the
 * acknowledgement and the journal.
 */
@Component("settlement")
public class Settlement {
    private final Twins twins;
    private final Traces traces;
    private final Lineage lineage;
    private final Warnings warnings;
    private final LostValues lostValues;
    private final Awaited awaited;
    private final Errands errands;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Lanes lanes;
    private final Leases leases;
    private final Journal journal;
    private final NodeIdentity node;
    private final NoArgGenerator ids;
    private final WakeUp wakeUp;
    private final ApplicationEventPublisher listeners;
    private final Drill drill;
    private final Clock clock;

    Settlement(
            Twins twins,
            Traces traces,
            Lineage lineage,
            Warnings warnings,
            LostValues lostValues,
            Awaited awaited,
            Errands errands,
            Inbox inbox,
            Outbox outbox,
            Lanes lanes,
            Leases leases,
            Journal journal,
            NodeIdentity node,
            NoArgGenerator ids,
            WakeUp wakeUp,
            ApplicationEventPublisher listeners,
            Drill drill,
            Clock clock) {
        this.twins = twins;
        this.traces = traces;
        this.lineage = lineage;
        this.warnings = warnings;
        this.lostValues = lostValues;
        this.awaited = awaited;
        this.errands = errands;
        this.inbox = inbox;
        this.outbox = outbox;
        this.lanes = lanes;
        this.leases = leases;
        this.journal = journal;
        this.node = node;
        this.ids = ids;
        this.wakeUp = wakeUp;
        this.listeners = listeners;
        this.drill = drill;
        this.clock = clock;
    }

    @Transactional
    public Incoming settle(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.RESTATED);
        drill.pass("before-settle");
        var lease = Objects.requireNonNull(work.lease());
        leases.confirm(lease);
        lanes.confirm(work.lane());
        leases.release(lease); // with all that follows
        drill.passAfterCommit("settled");
        var twin = twins.lock(work.lane().twin());
        if (!inbox.allWait(work.events())) return overtaken(work, twin.isPresent());
        if (twin.isEmpty() && work.wishes().halfway()) return halfway(work);
        closeEvents(work);
        if (twin.isPresent() && !twin.get().isActive()) {
            lanes.advance(work.lane());
            return work.done("The sync ended meanwhile.");
        }
        var after = Objects.requireNonNull(work.outcome().after(), "An apply leaves an issue");
        var settled = settled(work, twin.orElseGet(() -> begun(work)), after);
        if (twin.isPresent()) twins.update(settled);
        else twins.add(settled);
        if (twin.isEmpty()) listeners.publishEvent(Awaited.Paired.of(settled));
        var late = awaited.replace(settled.connection(), settled.id(), work.missing());
        var warned = note(work, settled);
        if (wrote(work)) leases.bumpRevision(after.issueId());
        // What must be said again is no change in Jira, so no search would bring it up.
        var unsaid = !work.decided().force().isEmpty();
        if (unsaid
                || (work.snapshot() == null
                        && settled.memory().seen().size()
                                < Seen.of(after.issue()).size()))
            listeners.publishEvent(new LookAgain(after.issueId()));
        lanes.advance(work.lane());
        if (work.repeats() && !wrote(work) && !warned.differs()) return work.done("Nothing is different by now.");
        acknowledge(work, settled, after);
        tell(work, settled, after, warned.fresh());
        tellOfLinks(work, settled, after, late);
        afterwards(work, after);
        return work.done("Settled.");
    }

    /** The issue is there as far as the rule came; what arrived waits for the rule to go on with it. */
    private Incoming halfway(Incoming work) {
        var after = Objects.requireNonNull(work.outcome().after(), "An apply leaves an issue");
        var begun = begun(work);
        var twin = begun.with(new Twin.Local(after.issueId(), after.key(), after.created()))
                .with(begun.memory().heard(heard(work, begun)).seen(seen(work, begun, after)));
        begin(work, twin, after, "issue-made", "Made, as far as the rule stored it.");
        leases.bumpRevision(after.issueId());
        if (twin.memory().seen().size() < Seen.of(after.issue()).size())
            listeners.publishEvent(new LookAgain(after.issueId()));
        return work.done("Made halfway.");
    }

    /**
     * An issue that is there already is taken for the copy: what stands in it is known to both from now on, as far as the
     * rule does not say otherwise.
     *
     * @param said what our outgoing rule says of it
     */
    @Transactional
    public Incoming takeOver(Incoming work, Snapshot found, @Nullable Replica said) {
        leases.confirm(Objects.requireNonNull(work.lease()));
        lanes.confirm(work.lane());
        leases.guard(Leases.issue(found.issueId()));
        if (twins.lock(work.lane().twin()).isPresent() || !inbox.allWait(work.events()))
            return work.done("Somebody was faster.");
        var told = said == null
                ? null
                : Wire.of(
                        said,
                        Echo.named(found.issue(), work.newest().replica()),
                        work.connection().settings().shareEmails());
        var begun = begun(work);
        var twin = begun.with(new Twin.Local(found.issueId(), found.key(), found.created()))
                .with(begun.memory().heard(told).seen(Seen.of(found.issue())));
        begin(work, twin, found, "taken-over", "Taken for the copy, as the rule wanted.");
        return work.done("Taken over.");
    }

    private void begin(Incoming work, Twin twin, Snapshot local, String kind, String sentence) {
        leases.release(Objects.requireNonNull(work.lease()));
        twins.add(twin);
        listeners.publishEvent(Awaited.Paired.of(twin));
        journal.write(Happening.of(Happening.Level.INFO, kind, sentence)
                .on(twin.connection(), work.connection().name())
                .with(twin.id(), local.key())
                .number(work.newest().seq()));
        lanes.giveBack(work.lane(), clock.instant());
    }

    private void afterwards(Incoming work, Snapshot after) {
        var wanted = work.wishes().afterwards();
        if (wanted.syncBack()) listeners.publishEvent(new LookAgain(after.issueId()));
        errands.put(work.connection().id(), after.issueId(), wanted);
    }

    /** The sync ended while the change was being applied: what was made stays, and is known as no longer under sync. */
    private Incoming overtaken(Incoming work, boolean known) {
        var after = Objects.requireNonNull(work.outcome().after());
        var why = "The partner ended the sync while its change was being applied.";
        if (!known) {
            var begun = begun(work).with(new Twin.Local(after.issueId(), after.key(), after.created()));
            twins.add(begun.with(new Twin.Life(Twin.State.ENDED, why, false, clock.instant(), true)));
        }
        if (wrote(work)) leases.bumpRevision(after.issueId());
        listeners.publishEvent(new Settled(work.lane().twin(), false));
        lanes.advance(work.lane());
        journal.write(Happening.of(Happening.Level.WARN, "overtaken", why + " What was written stays.")
                .on(work.connection().id(), work.connection().name())
                .with(work.lane().twin(), after.key())
                .number(work.newest().seq()));
        return work.done(why);
    }

    private void closeEvents(Incoming work) {
        for (var stored : work.events().subList(0, work.events().size() - 1)) inbox.superseded(stored);
        inbox.done(work.events().get(work.events().size() - 1));
        listeners.publishEvent(new Settled(work.lane().twin(), false));
    }

    private Twin begun(Incoming work) {
        var event = work.newest();
        var life = new Twin.Life(Twin.State.ACTIVE, "", false, clock.instant(), true);
        var remote = new Twin.Remote(
                Claims.gid(event.text("from")),
                null,
                Claims.key(event.text("issueKey")),
                null,
                Claims.gid(event.text("origin")),
                event.hops() + 1);
        return new Twin(work.lane().twin(), work.connection().id(), life, null, remote, Twin.Memory.EMPTY, null);
    }

    private Twin settled(Incoming work, Twin twin, Snapshot after) {
        var event = work.newest();
        var force = new LinkedHashSet<>(twin.memory().force());
        force.addAll(work.decided().force());
        if (work.wishes().afterwards().syncBack()) force.addAll(saidBack(work));
        var memory = twin.memory()
                .applied(event.seq(), event.replica(), force)
                .heard(heard(work, twin))
                .pending(pending(work))
                .seen(seen(work, twin, after));
        renewUnsent(work, twin);
        return twin.with(new Twin.Local(after.issueId(), after.key(), after.created()))
                .with(remote(work, twin))
                .with(memory);
    }

    /** What could not be applied, with the value before the partner changed it: the first one, if that waits for long. */
    private static Map<String, JsonNode> pending(Incoming work) {
        var fields = new LinkedHashSet<String>();
        for (var result : work.outcome().results()) {
            if (result.refused() == null) continue;
            if (result.step() instanceof Plan.EditFields edit)
                fields.addAll(edit.fields().keySet());
            else fields.add(work.part(result.step()));
        }
        leftOut(work).forEach(warning -> fields.add(warning.field()));
        var pending = new HashMap<String, JsonNode>();
        for (var field : fields) {
            var before = work.pending().get(field);
            // Before an issue was made, it had nothing.
            if (before == null && !work.runs().isEmpty() && work.snapshot() != null)
                before = Policy.value(work.runs().get(0).was(), field);
            pending.put(field, before == null ? NullNode.getInstance() : before);
        }
        return pending;
    }

    /** What the rule wants the partner to be told of this apply. */
    private static Set<String> saidBack(Incoming work) {
        var now = work.outcome().restated();
        if (now == null) return Set.of();
        var before = work.outcome().before();
        return written(before == null ? Replica.empty() : told(work, before), told(work, now));
    }

    private static Twin.Remote remote(Incoming work, Twin twin) {
        var event = work.newest();
        var known = twin.remote();
        var from = Claims.gid(event.text("from"));
        var key = Claims.key(event.text("issueKey"));
        return new Twin.Remote(
                from == null ? known.gid() : from,
                from == null ? known.id() : Claims.id(from),
                key == null ? known.key() : key,
                key == null ? known.url() : Claims.link(work.connection(), key),
                known.origin(),
                known.hops());
    }

    /** What this apply changed is known to the peer; a change of ours that is not queued yet is not. */
    private static @Nullable Replica heard(Incoming work, Twin twin) {
        var now = work.outcome().restated();
        var heard = twin.memory().heard();
        if (now == null) return heard;
        var told = told(work, now);
        var before = work.outcome().before();
        if (before == null) return withoutLists(told);
        if (heard == null) return told;
        return Was.heard(heard, told(work, before), told);
    }

    /** Whatever stands in a new copy and is not the partner's was said here, and is still to be told. */
    private static Replica withoutLists(Replica told) {
        var result = told;
        for (var list : Seen.LISTS)
            if (told.has(list)) result = result.with(list, JsonNodeFactory.instance.arrayNode());
        return result;
    }

    private static Replica told(Incoming work, Replica said) {
        var after = Objects.requireNonNull(work.outcome().after());
        return Wire.of(
                said,
                Echo.named(after.issue(), work.newest().replica()),
                work.connection().settings().shareEmails());
    }

    /** Only what was written counts as seen: a change made here meanwhile must still be found. */
    private static Map<String, String> seen(Incoming work, Twin twin, Snapshot after) {
        var now = Seen.of(after.issue());
        if (work.snapshot() == null) {
            now.keySet().retainAll(known(work, now.keySet()));
            return now;
        }
        var seen = new HashMap<>(twin.memory().seen());
        var before = new HashMap<>(Seen.of(work.snapshot().issue()));
        // What an earlier attempt had made was read with the issue, and is no change of anybody's.
        made(work).forEach(part -> before.remove(part));
        for (var part : Seen.differences(before, now)) {
            // A set edited here meanwhile holds both sides' elements: it must be looked at again.
            if (isSet(part, after) && !Objects.equals(before.get(part), seen.get(part))) continue;
            var hash = now.get(part);
            if (hash == null) seen.remove(part);
            else seen.put(part, hash);
        }
        return seen;
    }

    private static boolean isSet(String part, Snapshot issue) {
        return Merge.isSet(part, Was.value(issue.issue(), part.replace("customFields/", "customFields.")));
    }

    /** Of a new copy all is known but what others have said in it before the sync was recorded. */
    private static Set<String> known(Incoming work, Set<String> parts) {
        var made = made(work);
        return parts.stream()
                .filter(part -> !Seen.isSubItem(part) || made.contains(part))
                .collect(Collectors.toSet());
    }

    private static List<String> made(Incoming work) {
        return work.outcome().results().stream()
                .filter(result -> result.refused() == null && result.localId() != null)
                .map(result -> made(result.step(), String.valueOf(result.localId())))
                .toList();
    }

    private static String made(Plan.Step step, String localId) {
        if (step instanceof Plan.AddComment) return "comments/" + localId;
        if (step instanceof Plan.AddAttachment) return "attachments/" + localId;
        if (step instanceof Plan.AddWorklog) return "workLogs/" + localId;
        return step instanceof Plan.AddLink link ? "issueLinks/" + link.link().key() : "";
    }

    /** The partner's own values must not travel back in an event of ours that has not left. */
    private void renewUnsent(Incoming work, Twin twin) {
        var now = work.outcome().restated();
        var before = work.outcome().before();
        if (now == null || before == null) return;
        var told = told(work, now);
        var toldBefore = told(work, before);
        var written = written(toldBefore, told);
        if (written.isEmpty()) return;
        outbox.unsent(twin.connection(), twin.id(), Kind.REPLICA).ifPresent(older -> {
            var renewed = Telling.unsentOf(older.event()).afterApply(told, written);
            var json = older.event().json().deepCopy();
            json.set("replica", renewed.replica().json());
            json.remove(List.of("was", "assert"));
            var event = new SyncEvent(json);
            if (!renewed.was().isEmpty()) event = event.with("was", renewed.was());
            if (!renewed.asserted().isEmpty()) {
                var asserted = JsonNodeFactory.instance.arrayNode();
                renewed.asserted().forEach(asserted::add);
                event = event.with("assert", asserted);
            }
            outbox.replace(older, event, older.priority());
        });
    }

    private static Set<String> written(Replica before, Replica now) {
        var written = new LinkedHashSet<String>();
        for (var property : now.properties()) {
            if (Seen.LISTS.contains(property) || Canonical.same(now.get(property), before.get(property))) continue;
            if (!property.equals("customFields")) written.add(property);
            else if (now.get(property) instanceof ObjectNode fields)
                fields.fieldNames().forEachRemaining(id -> {
                    var name = "customFields." + id;
                    if (!Canonical.same(Was.value(now, name), Was.value(before, name))) written.add(name);
                });
        }
        return written;
    }

    private Warnings.Change note(Incoming work, Twin twin) {
        for (var result : work.outcome().results()) {
            if (result.refused() != null) continue;
            var step = result.step();
            if (step instanceof Plan.AddComment comment)
                traces.put(
                        twin.id(),
                        new Trace(Trace.Kind.COMMENT, result.localId(), comment.remoteId(), Trace.Owner.REMOTE));
            if (step instanceof Plan.AddAttachment file)
                traces.put(
                        twin.id(),
                        new Trace(Trace.Kind.ATTACHMENT, result.localId(), file.remoteId(), Trace.Owner.REMOTE));
            if (step instanceof Plan.AddWorklog worklog)
                traces.put(
                        twin.id(),
                        new Trace(Trace.Kind.WORKLOG, result.localId(), worklog.remoteId(), Trace.Owner.REMOTE));
            if (step instanceof Plan.AddLink link) linked(twin, link.remoteId(), link.link(), true);
            if (step instanceof Plan.RemoveLink link) unlinked(work, twin, link.link());
            if (step instanceof Plan.DeleteWorklog worklog) forget(work, twin, Trace.Kind.WORKLOG, worklog.localId());
            if (step instanceof Plan.DeleteComment comment) forget(work, twin, Trace.Kind.COMMENT, comment.localId());
            if (step instanceof Plan.DeleteAttachment file) forget(work, twin, Trace.Kind.ATTACHMENT, file.localId());
        }
        work.decided().pairs().forEach(pair -> traces.put(twin.id(), pair));
        lineage.note(work, twin);
        work.decided().lost().forEach(lost -> lostValues.keep(twin.id(), lost));
        return warnings.replace(twin.connection(), twin.id(), Warnings.Side.INCOMING, refused(work));
    }

    private void unlinked(Incoming work, Twin twin, IssueLink link) {
        work.traces().stream()
                .filter(trace -> trace.kind() == Trace.Kind.LINK
                        && link.key().equals(trace.localId())
                        && trace.owner() == Trace.Owner.REMOTE
                        && trace.remoteId() != null)
                .forEach(trace -> linked(twin, String.valueOf(trace.remoteId()), link, false));
    }

    /** A link is there, or gone, for both its issues: at the other end it is the same copy. */
    private void linked(Twin twin, String remoteId, IssueLink link, boolean there) {
        var local = Objects.requireNonNull(twin.local());
        traces.put(twin.id(), copy(link.key(), remoteId, there));
        twins.ofIssue(Long.parseLong(link.other())).stream()
                .filter(other -> other.isActive() && other.connection().equals(twin.connection()))
                .forEach(other -> traces.put(
                        other.id(),
                        copy(link.fromOtherEnd(String.valueOf(local.issueId())).key(), remoteId, there)));
    }

    private static Trace copy(String key, String remoteId, boolean there) {
        return new Trace(Trace.Kind.LINK, there ? key : null, remoteId, Trace.Owner.REMOTE);
    }

    /** The copy is gone and is not made again. */
    private void forget(Incoming work, Twin twin, Trace.Kind kind, String localId) {
        work.traces().stream()
                .filter(trace -> trace.kind() == kind && localId.equals(trace.localId()))
                .forEach(trace -> traces.put(twin.id(), new Trace(kind, null, trace.remoteId(), trace.owner())));
    }

    private void acknowledge(Incoming work, Twin twin, Snapshot after) {
        var details = JsonNodeFactory.instance.objectNode();
        details.put("upTo", work.newest().seq());
        details.putObject("remote")
                .put("gid", node.nodeId() + ":issue:" + after.issueId())
                .put("id", String.valueOf(after.issueId()))
                .put("key", after.key());
        var pairs = details.putArray("traces");
        for (var trace : traces.of(twin.id()))
            if (isCopy(trace) && isNew(work, trace))
                pairs.addObject()
                        .put("kind", trace.kind().name())
                        .put("yours", trace.remoteId())
                        .put("ours", trace.localId());
        var refusals = details.putArray("warnings");
        if (!work.connection().settings().shareErrors().equals("none"))
            refused(work).forEach(warning -> refusals.addObject()
                    .put("field", warning.field())
                    .put("value", work.connection().settings().shareErrors().equals("full") ? warning.value() : "")
                    .put("reason", warning.reason())
                    .put("remedy", warning.remedy()));
        var unsent = outbox.unsent(twin.connection(), twin.id(), Kind.ACK);
        unsent.ifPresent(older -> older.event().details().path("traces").forEach(pairs::add));
        var id = unsent.map(Outbox.Waiting::id).orElseGet(ids::generate);
        var event = SyncEvent.of(Kind.ACK, id, twin.id()).details(details).build();
        unsent.ifPresentOrElse(
                older -> outbox.replace(older, event, Outbox.NEWS),
                () -> outbox.put(twin.connection(), event, Outbox.NEWS));
        wakeUp.outgoing(twin.connection());
    }

    /** Of links only the side that has the copy keeps a note. */
    private static boolean isCopy(Trace trace) {
        return trace.owner() == Trace.Owner.REMOTE
                && trace.kind() != Trace.Kind.LINK
                && trace.localId() != null
                && trace.remoteId() != null
                && !SubItems.isByRule(trace.remoteId());
    }

    private static boolean isNew(Incoming work, Trace trace) {
        return work.traces().stream()
                .noneMatch(known -> known.kind() == trace.kind()
                        && known.localId() != null
                        && Objects.equals(known.remoteId(), trace.remoteId()));
    }

    private static List<Warning> refused(Incoming work) {
        return Stream.concat(
                        work.outcome().results().stream()
                                .map(Plan.Result::refused)
                                .filter(Objects::nonNull),
                        leftOut(work).stream())
                .toList();
    }

    private static List<Warning> leftOut(Incoming work) {
        var runs = work.runs();
        return runs.isEmpty() ? List.of() : runs.get(runs.size() - 1).warnings();
    }

    private static boolean wrote(Incoming work) {
        return work.outcome().results().stream().anyMatch(result -> result.refused() == null);
    }

    private void tell(Incoming work, Twin twin, Snapshot after, List<Warning> fresh) {
        var what = work.outcome().results().stream()
                .filter(result -> result.refused() == null)
                .map(result -> word(result.step()))
                .distinct()
                .collect(Collectors.joining(", "));
        var detail = what.isEmpty() ? "Nothing had to be written." : "Applied: " + what + ".";
        journal.write(about(work, twin, after, Happening.Level.INFO, "change-applied", detail));
        for (var note : work.wishes().notes())
            journal.write(about(work, twin, after, Happening.Level.WARN, "otherwise-done", note));
        for (var warning : fresh)
            journal.write(about(
                    work, twin, after, Happening.Level.WARN, "not-applied", warning.field() + ": " + warning.reason()));
        fields(work.decided().lost())
                .forEach(loss -> journal.write(about(work, twin, after, Happening.Level.INFO, "conflict", loss)));
    }

    /** With the number of the partner's event, and the version of the rule that took it. */
    private static Happening about(
            Incoming work, Twin twin, Snapshot after, Happening.Level level, String kind, String detail) {
        return Happening.of(level, kind, detail)
                .on(twin.connection(), work.connection().name())
                .with(twin.id(), after.key())
                .number(work.newest().seq())
                .rule(
                        work.runs().isEmpty()
                                ? null
                                : work.runs().get(work.runs().size() - 1).ruleVersion());
    }

    private void tellOfLinks(Incoming work, Twin twin, Snapshot after, Set<String> late) {
        var links = late.stream().filter(part -> part.startsWith("issueLinks/")).count();
        if (links > 0)
            journal.write(about(
                    work,
                    twin,
                    after,
                    Happening.Level.INFO,
                    "links-wait",
                    "Links to %d issues of the partner that are not under sync here yet: each is made when its issue is."
                            .formatted(links)));
    }

    private static Set<String> fields(List<Incoming.Lost> lost) {
        return lost.stream()
                .map(value -> "Both sides changed %s; %s value stayed, the other is kept for 30 days."
                        .formatted(value.field(), value.ours() ? "the partner's" : "our"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String word(Plan.Step step) {
        if (step instanceof Plan.CreateIssue) return "issue created";
        if (step instanceof Plan.EditFields edit)
            return edit.fields().keySet().stream().sorted().collect(Collectors.joining(", "));
        if (step instanceof Plan.ChangeStatus || step instanceof Plan.MakeTransition) return "status";
        if (step instanceof Plan.CreateVersion) return "version made";
        if (step instanceof Plan.CreateComponent) return "component made";
        if (step instanceof Plan.AddComment) return "comment added";
        if (step instanceof Plan.EditComment) return "comment edited";
        if (step instanceof Plan.DeleteComment) return "comment deleted";
        if (step instanceof Plan.AddWorklog) return "worklog added";
        if (step instanceof Plan.EditWorklog) return "worklog edited";
        if (step instanceof Plan.DeleteWorklog) return "worklog deleted";
        if (step instanceof Plan.AddLink) return "link added";
        if (step instanceof Plan.RemoveLink) return "link removed";
        if (step instanceof Plan.AddAttachment) return "attachment added";
        return "attachment deleted";
    }
}
