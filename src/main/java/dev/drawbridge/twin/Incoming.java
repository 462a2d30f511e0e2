package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.RuleLine;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Work on what one lane has received: the events at its head that are applied together. Verbs take it and return it a
 * stage further; what is done with passes through.
 *
 * @param twin null while the issue is to be made
 * @param snapshot the local issue, freshly read; null while it is to be made
 * @param runs what the rule wants because of each event, oldest first
 * @param missing part of the issue to the number that the issue it waits for has in the partner's Jira
 */
public record Incoming(
        Stage stage,
        Connection connection,
        Lanes.Lane lane,
        List<Inbox.Stored> events,
        @Nullable Twin twin,
        Leases.@Nullable Lease lease,
        List<Trace> traces,
        @Nullable Snapshot snapshot,
        List<Run> runs,
        Map<String, String> missing,
        Decided decided,
        Done outcome,
        String reason) {

    public enum Stage {
        OPEN,
        READ,
        RULED,
        PLANNED,
        FETCHED,
        APPLIED,
        RESTATED,
        DONE
    }

    /**
     * The local issue after the rule ran because of one event.
     *
     * @param now on the event's replica
     * @param was on that replica with its former values put back
     * @param forced local fields that the sender says again on purpose
     * @param warnings parts that this Jira does not have or cannot take, and that were left out for that reason
     * @param wishes what the rule asked for besides
     * @param lines neutral name of a field to the line of the rule that set it
     */
    public record Run(
            ObjectNode now,
            ObjectNode was,
            Set<String> forced,
            String ruleVersion,
            List<Warning> warnings,
            Wishes wishes,
            Map<String, RuleLine> lines) {}

    /**
     * What is to be written.
     *
     * @param force replica properties to be said again because we won a conflict
     * @param lost field to the value that lost, and whether it was ours
     * @param pairs links that both sides made by themselves
     */
    public record Decided(Plan plan, Set<String> force, List<Lost> lost, List<Trace> pairs) {
        static final Decided NOTHING = new Decided(new Plan(List.of()), Set.of(), List.of(), List.of());
    }

    public record Lost(String field, boolean ours, JsonNode value) {}

    /**
     * What was written.
     *
     * @param after the issue as it is now
     * @param restated what the outgoing rule says of the issue before and after
     */
    public record Done(
            List<Plan.Result> results, @Nullable Snapshot after, @Nullable Replica before, @Nullable Replica restated) {
        static final Done NOTHING = new Done(List.of(), null, null, null);
    }

    static Incoming open(
            Connection connection,
            Lanes.Lane lane,
            List<Inbox.Stored> events,
            @Nullable Twin twin,
            Leases.Lease lease,
            List<Trace> traces) {
        return new Incoming(
                Stage.OPEN,
                connection,
                lane,
                events,
                twin,
                lease,
                traces,
                null,
                List.of(),
                Map.of(),
                Decided.NOTHING,
                Done.NOTHING,
                "");
    }

    static Incoming nothing(Connection connection, Lanes.Lane lane, String reason) {
        return new Incoming(
                Stage.DONE,
                connection,
                lane,
                List.of(),
                null,
                null,
                List.of(),
                null,
                List.of(),
                Map.of(),
                Decided.NOTHING,
                Done.NOTHING,
                reason);
    }

    public boolean isDone() {
        return stage == Stage.DONE;
    }

    public Incoming expect(Stage expected) {
        if (stage != expected)
            throw new IllegalStateException(
                    "Incoming work on lane %s is %s, not %s: a step of the route is missing or out of order"
                            .formatted(lane.twin(), stage, expected));
        return this;
    }

    /** The same events with what travelled apart from them. */
    public Incoming unpacked(List<Inbox.Stored> whole) {
        return new Incoming(
                stage, connection, lane, whole, twin, lease, traces, snapshot, runs, missing, decided, outcome, reason);
    }

    /** The same, with more known of the partner's things. */
    Incoming knowing(List<Trace> more) {
        var all = new ArrayList<>(traces);
        all.addAll(more);
        return new Incoming(
                stage, connection, lane, events, twin, lease, all, snapshot, runs, missing, decided, outcome, reason);
    }

    /** The event whose state is applied. */
    public SyncEvent newest() {
        return events.get(events.size() - 1).event();
    }

    /** Whether the local issue is to be made. */
    public boolean creates() {
        return twin == null || twin.local() == null;
    }

    /** The partner began the sync with this, and nothing of it was applied before. */
    public boolean isFirst() {
        return creates()
                || previous() == null
                        && events.stream().anyMatch(stored -> stored.event().starts());
    }

    /** Key or number of an issue that is there already, which the rule takes instead of a new one; null for a new one. */
    public @Nullable String existing() {
        if (!creates() || runs.isEmpty()) return null;
        var wanted = newestRun().now();
        var named = wanted.hasNonNull("id")
                ? wanted.get("id").asText()
                : wanted.path("key").asText("");
        return named.isBlank() ? null : named;
    }

    public @Nullable Replica previous() {
        return twin == null ? null : twin.memory().received();
    }

    /** The rule that decided; null before it did. */
    public @Nullable String ruleVersion() {
        return runs.isEmpty() ? null : runs.get(runs.size() - 1).ruleVersion();
    }

    /** What the rule asked for because of the newest state. Nothing new has arrived, nothing is asked for again. */
    public Wishes wishes() {
        return runs.isEmpty() || repeats()
                ? Wishes.NONE
                : runs.get(runs.size() - 1).wishes();
    }

    /** What could not be applied before, with the value that each field had before. */
    public Map<String, JsonNode> pending() {
        return twin == null ? Map.of() : twin.memory().pending();
    }

    /** Nothing new has arrived: what could not be applied is tried again. */
    public boolean repeats() {
        return events.stream().allMatch(stored -> stored.id() == null);
    }

    /** As much of an issue as this connection may tell its partner. */
    public Snapshot shown(Snapshot snapshot) {
        return Withholding.apply(Echo.marked(snapshot, traces, previous()), connection);
    }

    /** The local issue was read; null when it is to be made. */
    public Incoming read(@Nullable Snapshot snapshot) {
        return copy(
                Stage.READ,
                snapshot == null ? null : Echo.marked(snapshot, traces, previous()),
                runs,
                decided,
                outcome,
                reason);
    }

    public Incoming ruled(List<Run> runs) {
        return copy(Stage.RULED, snapshot, List.copyOf(runs), decided, outcome, reason);
    }

    /** Where the rule set what it wants of the newest state; nothing before it ran. */
    public Map<String, RuleLine> lines() {
        return runs.isEmpty() ? Map.of() : newestRun().lines();
    }

    Run newestRun() {
        return runs.get(runs.size() - 1);
    }

    /** The rule's wishes with what they name of the partner's Jira in our terms. */
    Incoming ruledAgain(List<Run> runs, Map<String, String> missing) {
        expect(Stage.RULED);
        var all = new HashMap<>(this.missing);
        all.putAll(missing);
        return new Incoming(
                stage,
                connection,
                lane,
                events,
                twin,
                lease,
                traces,
                snapshot,
                List.copyOf(runs),
                Map.copyOf(all),
                decided,
                outcome,
                reason);
    }

    /** The same wishes, but for this of the newest. */
    Incoming withNewest(ObjectNode now) {
        var run = newestRun();
        return withNewest(
                new Run(now, run.was(), run.forced(), run.ruleVersion(), run.warnings(), run.wishes(), run.lines()));
    }

    /** A part of the newest wishes cannot be applied. */
    Incoming warned(Warning warning) {
        var run = newestRun();
        var all = new ArrayList<>(run.warnings());
        all.add(warning);
        return withNewest(
                new Run(run.now(), run.was(), run.forced(), run.ruleVersion(), all, run.wishes(), run.lines()));
    }

    private Incoming withNewest(Run newest) {
        var all = new ArrayList<>(runs);
        all.set(all.size() - 1, newest);
        return ruledAgain(all, Map.of());
    }

    Incoming planned(Decided decided) {
        return copy(Stage.PLANNED, snapshot, runs, decided, outcome, reason);
    }

    /** The contents that the plan needs lie in the spool. */
    public Incoming fetched() {
        return copy(Stage.FETCHED, snapshot, runs, decided, outcome, reason);
    }

    /** The plan was carried out. {@code after} is the issue as it is now, as far as it is known. */
    public Incoming applied(List<Plan.Result> results, @Nullable Snapshot after) {
        return copy(Stage.APPLIED, snapshot, runs, decided, new Done(List.copyOf(results), after, null, null), reason);
    }

    /** What our outgoing rule says of the issue before and after the apply; null when it says nothing. */
    public Incoming restated(@Nullable Replica before, @Nullable Replica after) {
        var done = new Done(outcome.results(), outcome.after(), before, after);
        return copy(Stage.RESTATED, snapshot, runs, decided, done, reason);
    }

    /** The issue as far as it may be shown to the partner. */
    public Snapshot shown() {
        return Withholding.apply(Objects.requireNonNull(snapshot), connection);
    }

    /** What our outgoing rule says of an issue that the partner proposes to connect. */
    public Incoming presented(Replica said) {
        var done = new Done(List.of(), snapshot, null, said);
        return copy(Stage.RESTATED, snapshot, runs, decided, done, reason);
    }

    public Incoming done(String reason) {
        return copy(Stage.DONE, snapshot, runs, decided, outcome, reason);
    }

    /** The name of what a step is about: a field, or a comment or file of the partner. */
    public String part(Plan.Step step) {
        if (step instanceof Plan.EditFields edit)
            return edit.fields().keySet().stream().sorted().collect(Collectors.joining(", "));
        if (step instanceof Plan.ChangeStatus || step instanceof Plan.MakeTransition) return "status";
        if (step instanceof Plan.CreateVersion version) return "version " + version.name();
        if (step instanceof Plan.CreateComponent component) return "component " + component.name();
        if (step instanceof Plan.AddComment comment) return "comments/" + comment.remoteId();
        if (step instanceof Plan.EditComment comment)
            return "comments/" + remoteId(Trace.Kind.COMMENT, comment.localId());
        if (step instanceof Plan.DeleteComment comment)
            return "comments/" + remoteId(Trace.Kind.COMMENT, comment.localId());
        if (step instanceof Plan.AddWorklog worklog) return "workLogs/" + worklog.remoteId();
        if (step instanceof Plan.EditWorklog worklog)
            return "workLogs/" + remoteId(Trace.Kind.WORKLOG, worklog.localId());
        if (step instanceof Plan.DeleteWorklog worklog)
            return "workLogs/" + remoteId(Trace.Kind.WORKLOG, worklog.localId());
        if (step instanceof Plan.AddLink link) return "issueLinks/" + link.remoteId();
        if (step instanceof Plan.RemoveLink link)
            return "issueLinks/" + remoteId(Trace.Kind.LINK, link.link().key());
        if (step instanceof Plan.AddAttachment file) return "attachments/" + file.remoteId();
        if (step instanceof Plan.DeleteAttachment file)
            return "attachments/" + remoteId(Trace.Kind.ATTACHMENT, file.localId());
        return "issue";
    }

    private String remoteId(Trace.Kind kind, String localId) {
        return traces.stream()
                .filter(trace -> trace.kind() == kind && localId.equals(trace.localId()) && trace.remoteId() != null)
                .map(trace -> String.valueOf(trace.remoteId()))
                .findFirst()
                .orElse("?");
    }

    Map<String, String> seenBefore() {
        return twin == null ? Map.of() : twin.memory().seen();
    }

    private Incoming copy(
            Stage stage, @Nullable Snapshot snapshot, List<Run> runs, Decided decided, Done outcome, String reason) {
        return new Incoming(
                stage,
                connection,
                lane,
                events,
                twin,
                lease,
                traces,
                snapshot,
                runs,
                missing,
                decided,
                outcome,
                reason);
    }
}
