package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Identity;
import dev.drawbridge.replica.Merge;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides field by field what of the rule's wishes is written, and turns that into a plan of Jira calls. */
@Component("policy")
public class Policy {
    static final String RESOLUTION = "resolution";
    private static final String CUSTOM = "customFields.";
    static final Set<String> NOT_FIELDS = Set.of(
            "id",
            "key",
            "created",
            "updated",
            "creator",
            "resolutionDate",
            "spent",
            "votes",
            "watchers",
            "mentions",
            "parentId",
            "parentKey",
            "comments",
            "attachments",
            "workLogs",
            "issueLinks",
            "project",
            "projectKey",
            "typeName",
            "status",
            "transition");

    private final Outbox outbox;
    private final Bounds bounds;
    private final Family family;
    private final Twins twins;

    Policy(Outbox outbox, Bounds bounds, Family family, Twins twins) {
        this.outbox = outbox;
        this.bounds = bounds;
        this.family = family;
        this.twins = twins;
    }

    public Incoming plan(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.RULED);
        var ours = family.gather(Kin.ours(work, twins));
        if (ours.isDone()) return ours;
        var current = ours.snapshot() == null
                ? JsonNodeFactory.instance.objectNode()
                : ours.snapshot().issue().json();
        var links = LinkPlan.of(current, newest(ours).now(), ours, twins);
        var linked = ours.ruledAgain(ours.runs(), links.missing());
        return bounds.keep(linked.planned(
                linked.snapshot() == null ? creation(linked, links) : update(linked, linked.snapshot(), links)));
    }

    private static Incoming.Decided creation(Incoming work, LinkPlan.Planned links) {
        var wanted = newest(work).now().deepCopy();
        var steps = new ArrayList<Plan.Step>();
        var wishes = work.wishes();
        steps.addAll(wishes.first());
        steps.add(new Plan.CreateIssue(made(wanted)));
        if (wishes.halfway()) return new Incoming.Decided(new Plan(steps), Set.of(), List.of(), List.of());
        steps.addAll(SubItems.plan(JsonNodeFactory.instance.objectNode(), wanted, work));
        steps.addAll(links.steps());
        wishes.stored().forEach(stored -> status(stored).ifPresent(steps::add));
        status(wanted).filter(last -> !last.equals(steps.get(steps.size() - 1))).ifPresent(steps::add);
        if (status(wanted).isEmpty() && wanted.path(RESOLUTION).hasNonNull("name"))
            steps.add(new Plan.EditFields(resolution(wanted)));
        if (wishes.transition() != null) steps.add(new Plan.MakeTransition(wishes.transition()));
        return new Incoming.Decided(new Plan(steps), Set.of(), List.of(), links.pairs());
    }

    private Incoming.Decided update(Incoming work, Snapshot snapshot, LinkPlan.Planned links) {
        var current = snapshot.issue().json();
        var decisions = new Decisions(work, snapshot);
        for (var field : fields(work)) {
            if (field.equals("customFields")) continue;
            decisions.on(field, field);
        }
        for (var id : customFields(work)) decisions.on("customFields." + id, "customFields/" + id);
        decisions.on("status", "status");
        var parts = new ArrayList<>(SubItems.plan(current, newest(work).now(), work));
        parts.addAll(links.steps());
        return decisions.decided(parts, links.pairs());
    }

    /** Collects what is written, kept and lost. */
    private final class Decisions {
        private final Incoming work;
        private final Map<String, String> seenNow;
        private final ObjectNode current;
        private final Map<String, JsonNode> edits = new LinkedHashMap<>();
        private final Set<String> force = new LinkedHashSet<>();
        private final List<Incoming.Lost> lost = new ArrayList<>();
        private @Nullable JsonNode status;

        Decisions(Incoming work, Snapshot snapshot) {
            this.work = work;
            seenNow = Seen.of(snapshot.issue());
            current = snapshot.issue().json();
        }

        void on(String field, String part) {
            var now = value(current, field);
            var wanted = new ArrayList<Merge.Wanted>();
            for (var run : work.runs()) {
                // What could not be applied earlier is still to come, before what this event changes.
                if (wanted.isEmpty() && work.pending().containsKey(field))
                    wanted.add(new Merge.Wanted(
                            value(run.was(), field), work.pending().get(field), true));
                wanted.add(new Merge.Wanted(
                        value(run.now(), field),
                        value(run.was(), field),
                        run.forced().contains(field)));
            }
            var outcome = outcome(field, part, now, wanted);
            if (outcome instanceof Merge.Apply apply) write(field, apply.value());
            if (outcome instanceof Merge.Yield yield) {
                lost.add(new Incoming.Lost(field, true, yield.lost()));
                if (!Canonical.same(yield.value(), now)) write(field, yield.value());
            }
            if (outcome instanceof Merge.Keep keep) {
                force.add(field);
                lost.add(new Incoming.Lost(field, false, keep.lost()));
            }
        }

        private Merge.Outcome outcome(String field, String part, @Nullable JsonNode now, List<Merge.Wanted> wanted) {
            if (isSet(field)) return Merge.set(now, wanted);
            if (mirrors(newest(work), field)) return Merge.mirror(now, wanted);
            var ours = changedHere(part);
            return Merge.field(
                    field,
                    now,
                    wanted,
                    ours.changed(),
                    work.connection().weWin(ours.number(), changedThere(wanted), outbox::numberOf));
        }

        private boolean isSet(String field) {
            var here = field(current, field);
            return Merge.isSet(field, here == null ? field(newest(work).now(), field) : here);
        }

        /** The rule means "mirror": what it sets is written whoever changed it, but absence still clears nothing. */
        private boolean mirrors(Incoming.Run run, String field) {
            var value = value(run.now(), field);
            return work.connection().settings().merge().equals("always-write") && value != null && !value.isNull();
        }

        Incoming.Decided decided(List<Plan.Step> subItems, List<Trace> pairs) {
            var wishes = work.wishes();
            var last = new ArrayList<Plan.Step>();
            var target = status == null ? "" : status.path("name").asText("");
            var onTheWay = target.isEmpty() ? null : edits.remove(RESOLUTION);
            if (!edits.isEmpty()) last.add(new Plan.EditFields(edits));
            last.addAll(subItems);
            if (!target.isEmpty())
                last.add(new Plan.ChangeStatus(target, onTheWay == null ? Map.of() : Map.of(RESOLUTION, onTheWay)));
            var steps = new ArrayList<>(wishes.first());
            if (last.isEmpty() || wishes.stored().isEmpty()) steps.addAll(last);
            else steps.addAll(new Stages(current, newest(work).now(), edits, last).inOrder(wishes.stored()));
            if (wishes.transition() != null) steps.add(new Plan.MakeTransition(wishes.transition()));
            return new Incoming.Decided(new Plan(steps), force, lost, pairs);
        }

        private void write(String field, JsonNode value) {
            if (field.equals("status")) status = value;
            else edits.put(field, value);
        }

        /** A change made here that the partner's newest event did not know. */
        private Here changedHere(String part) {
            if (!Objects.equals(work.seenBefore().get(part), seenNow.get(part))) return new Here(true, null);
            var twin = work.twin();
            var event = twin == null ? null : twin.memory().sent().get(part);
            if (event == null) return Here.NOT;
            var number = outbox.numberOf(event);
            return number == null || number > work.newest().basedOn() ? new Here(true, number) : Here.NOT;
        }

        /** Number of the last event that changed it there; the wishes are of as many events, or of one more before them. */
        private long changedThere(List<Merge.Wanted> wanted) {
            var events = work.events();
            for (var back = 1; back <= Math.min(wanted.size(), events.size()); back++)
                if (wanted.get(wanted.size() - back).changed())
                    return events.get(events.size() - back).seq();
            return work.newest().seq();
        }
    }

    /**
     * Whether a field was changed here.
     *
     * @param number of the event with which the change left; null while it has not left
     */
    private record Here(boolean changed, @Nullable Long number) {
        static final Here NOT = new Here(false, null);
    }

    private static Set<String> fields(Incoming work) {
        var names = new LinkedHashSet<String>();
        for (var run : work.runs()) {
            run.now().fieldNames().forEachRemaining(names::add);
            run.was().fieldNames().forEachRemaining(names::add);
        }
        names.removeAll(NOT_FIELDS);
        return names;
    }

    private static Set<String> customFields(Incoming work) {
        var ids = new LinkedHashSet<String>();
        for (var run : work.runs()) run.now().path("customFields").fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /** The value of a field, by what identifies it. */
    static @Nullable JsonNode value(ObjectNode issue, String field) {
        return Identity.in(issue, field);
    }

    /** The entry of a custom field; null for other properties. */
    private static @Nullable JsonNode field(ObjectNode issue, String field) {
        return field.startsWith(CUSTOM) ? issue.path("customFields").get(field.substring(CUSTOM.length())) : null;
    }

    private static Incoming.Run newest(Incoming work) {
        return work.runs().get(work.runs().size() - 1);
    }

    private static java.util.Optional<Plan.Step> status(ObjectNode wanted) {
        var name = wanted.path("status").path("name").asText("");
        return name.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(new Plan.ChangeStatus(name, resolution(wanted)));
    }

    /** A resolution goes with the transition; that it is empty is what Jira makes of most. */
    static Map<String, JsonNode> resolution(ObjectNode wanted) {
        var resolution = Identity.of(wanted.get(RESOLUTION));
        return resolution == null || resolution.isNull() ? Map.of() : Map.of(RESOLUTION, resolution);
    }

    /** The values that an issue is made with: no blanks, and nothing that is done to it later. */
    static ObjectNode made(ObjectNode wanted) {
        var fields = wanted.deepCopy();
        fields.remove(List.of(
                "comments", "attachments", "workLogs", "issueLinks", "status", "transition", "mentions", "id", "key"));
        fields.remove(List.of("created", "updated", "creator", "resolution", "resolutionDate"));
        fields.remove(List.of("spent", "votes", "watchers", "parentKey"));
        return withoutBlanks(fields);
    }

    private static ObjectNode withoutBlanks(ObjectNode fields) {
        var result = JsonNodeFactory.instance.objectNode();
        fields.properties().forEach(field -> {
            if (!isBlank(field.getValue())) result.set(field.getKey(), field.getValue());
        });
        if (!(result.get("customFields") instanceof ObjectNode custom)) return result;
        var said = custom.deepCopy();
        said.properties().removeIf(field -> isBlank(field.getValue().path("value")));
        return result.set("customFields", said);
    }

    private static boolean isBlank(JsonNode value) {
        return value.isNull() || value.isMissingNode() || (value.isArray() && value.isEmpty());
    }
}
