package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the rules of a connection would be run on, and what calls would come of it; nothing of it is done or kept. */
@Component
public class Preview {
    private final Twins twins;
    private final Traces traces;
    private final Lineage lineage;

    Preview(Twins twins, Traces traces, Lineage lineage) {
        this.twins = twins;
        this.traces = traces;
        this.lineage = lineage;
    }

    /**
     * An issue as the rules of a connection see it.
     *
     * @param twin id of its twin; null when it is not under sync
     * @param issue with marks where something is a copy
     * @param shown the same without what the partner may not know
     * @param heard what the partner was told last; null when it was told nothing
     * @param received what the partner said last; null when it said nothing
     */
    public record Sight(
            @Nullable UUID twin,
            Snapshot issue,
            Snapshot shown,
            List<Trace> traces,
            @Nullable Replica heard,
            @Nullable Replica received) {}

    @Transactional(readOnly = true)
    public Sight of(Connection connection, Snapshot issue) {
        var twin = twins.ofIssue(issue.issueId()).stream()
                .filter(known -> known.connection().equals(connection.id()) && known.isLive())
                .findFirst();
        var known = twin.map(found -> traces.of(found.id())).orElseGet(List::of);
        var received = twin.map(found -> found.memory().received()).orElse(null);
        var marked = Echo.marked(issue, known, received);
        return new Sight(
                twin.map(Twin::id).orElse(null),
                marked,
                Withholding.apply(marked, connection),
                known,
                twin.map(found -> found.memory().heard()).orElse(null),
                received);
    }

    /** What of the rule's words would leave. */
    public Replica told(Connection connection, Sight sight, Replica said) {
        var told = Wire.of(said, sight.shown().issue(), connection.settings().shareEmails());
        return sight.twin() == null
                ? told
                : lineage.told(sight.twin(), sight.issue().issueId(), told);
    }

    /**
     * The calls that lead to what an incoming rule wants, if nobody here changed the issue meanwhile.
     *
     * @param current the issue as it is; null when it is to be made
     */
    public static List<Plan.Step> steps(
            @Nullable ObjectNode current, ObjectNode wanted, Wishes wishes, List<Trace> traces) {
        var before = current == null ? JsonNodeFactory.instance.objectNode() : current;
        var steps = new ArrayList<>(wishes.first());
        if (current == null) steps.add(new Plan.CreateIssue(Policy.made(wanted)));
        else {
            var edits = edits(before, wanted);
            if (!edits.isEmpty()) steps.add(new Plan.EditFields(edits));
        }
        steps.addAll(SubItems.plan(before, wanted, traces, "try"));
        var status = wanted.path("status").path("name").asText("");
        if (!status.isEmpty()
                && !status.equals(before.path("status").path("name").asText("")))
            steps.add(new Plan.ChangeStatus(status));
        if (wishes.transition() != null) steps.add(new Plan.MakeTransition(wishes.transition()));
        return steps;
    }

    private static Map<String, JsonNode> edits(ObjectNode before, ObjectNode wanted) {
        var names = new LinkedHashSet<String>();
        wanted.fieldNames().forEachRemaining(names::add);
        names.removeAll(Policy.NOT_FIELDS);
        names.remove("customFields");
        wanted.path("customFields").fieldNames().forEachRemaining(id -> names.add("customFields." + id));
        var edits = new LinkedHashMap<String, JsonNode>();
        for (var name : names) {
            var value = Policy.value(wanted, name);
            if (!Canonical.same(value, Policy.value(before, name)))
                edits.put(name, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        return edits;
    }
}
