package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of writes that a rule asked for with {@code store(issue)}: say reopen, edit, close. Values that only stand in
 * between are written too; a field that the merge leaves as it is stays so at every stage.
 */
final class Stages {
    private static final Set<String> NOT_WRITTEN = Set.of(
            "id",
            "key",
            "created",
            "updated",
            "creator",
            "resolutionDate",
            "resolution",
            "spent",
            "votes",
            "watchers",
            "project",
            "comments",
            "attachments",
            "workLogs",
            "issueLinks",
            "customFields");

    private final ObjectNode end;
    private final Map<String, JsonNode> edits;
    private final List<Plan.Step> last;
    private ObjectNode reached;

    /**
     * @param current the issue as it is
     * @param end as the rule wants it in the end
     * @param edits what the merge lets through of that
     * @param last the steps that lead there without a stage in between
     */
    Stages(ObjectNode current, ObjectNode end, Map<String, JsonNode> edits, List<Plan.Step> last) {
        this.reached = current;
        this.end = end;
        this.edits = edits;
        this.last = last;
    }

    List<Plan.Step> inOrder(List<ObjectNode> stages) {
        var steps = new ArrayList<Plan.Step>();
        for (var stage : stages) {
            steps.addAll(towards(stage));
            reached = stage;
        }
        for (var step : last) {
            if (step instanceof Plan.EditFields) {
                var rest = rest();
                if (!rest.isEmpty()) steps.add(new Plan.EditFields(rest));
            } else if (!(step instanceof Plan.ChangeStatus)) steps.add(step);
        }
        var status = name(end);
        if (!status.isEmpty() && !status.equals(name(reached)))
            steps.add(last.stream()
                    .filter(Plan.ChangeStatus.class::isInstance)
                    .findFirst()
                    .orElseGet(() -> new Plan.ChangeStatus(status)));
        return steps;
    }

    private List<Plan.Step> towards(ObjectNode stage) {
        var steps = new ArrayList<Plan.Step>();
        var fields = new LinkedHashMap<String, JsonNode>();
        for (var field : fields(stage)) {
            var value = Policy.value(stage, field);
            if (Canonical.same(value, Policy.value(reached, field))) continue;
            if (edits.containsKey(field) || !Canonical.same(value, Policy.value(end, field)))
                fields.put(field, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
        var moves = !name(stage).isEmpty() && !name(stage).equals(name(reached));
        if (!fields.isEmpty()) steps.add(new Plan.EditFields(fields));
        if (moves)
            steps.add(
                    new Plan.ChangeStatus(name(stage), changesResolution(stage) ? Policy.resolution(stage) : Map.of()));
        return steps;
    }

    private boolean changesResolution(ObjectNode stage) {
        return !Canonical.same(Policy.value(stage, Policy.RESOLUTION), Policy.value(reached, Policy.RESOLUTION));
    }

    private Map<String, JsonNode> rest() {
        var rest = new LinkedHashMap<String, JsonNode>();
        edits.forEach((field, value) -> {
            if (!Canonical.same(value, Policy.value(reached, field))) rest.put(field, value);
        });
        return rest;
    }

    private static Set<String> fields(ObjectNode stage) {
        var names = new LinkedHashSet<String>();
        stage.fieldNames().forEachRemaining(names::add);
        names.removeAll(NOT_WRITTEN);
        names.removeAll(Set.of("status", "projectKey", "typeName"));
        stage.path("customFields").fieldNames().forEachRemaining(id -> names.add("customFields." + id));
        return names;
    }

    private static String name(ObjectNode issue) {
        return issue.path("status").path("name").asText("");
    }
}
