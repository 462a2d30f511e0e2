package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.twin.Incoming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a plan: each call after its durable intent, with its marker; what was begun before and left without a
 * word is looked for before it is done again.
 */
final class Attempt {
    private static final Set<String> NEEDED =
            Set.of("summary", "project", "projectKey", "type", "typeName", "parentId");

    private final Incoming work;
    private final Steps steps;
    private final Notes notes;
    private final JiraSettings.Settle settle;
    private final Clock clock;
    private @Nullable Long issueId;
    private Notes.@Nullable Outcome unsaved;

    Attempt(Incoming work, Steps steps, Notes notes, JiraSettings.Settle settle, Clock clock) {
        this.work = work;
        this.steps = steps;
        this.notes = notes;
        this.settle = settle;
        this.clock = clock;
        issueId = work.snapshot() == null ? null : work.snapshot().issueId();
    }

    List<Plan.Result> carryOut() {
        var results = new ArrayList<Plan.Result>();
        try {
            for (var step : work.decided().plan().steps()) results.addAll(once(step));
        } catch (RuntimeException broken) {
            if (unsaved != null) notes.keep(unsaved);
            throw broken;
        }
        return results;
    }

    /** The issue that the plan is about, or that was made by it. */
    long issueId() {
        return Objects.requireNonNull(issueId, "A plan that makes no issue is about one");
    }

    private Steps.Target target() {
        return new Steps.Target(work, issueId);
    }

    private void answered(Intents.Key key, @Nullable String result) {
        if (unsaved != null && !unsaved.key().equals(key)) notes.keep(unsaved);
        unsaved = new Notes.Outcome(key, result);
    }

    private List<Plan.Result> once(Plan.Step step) {
        steps.stay(work);
        var key = Steps.key(target(), step);
        var begun = notes.begun(key);
        if (begun.isEmpty()) {
            notes.begin(unsaved, steps.intent(target(), step), target(), step);
            unsaved = null;
            return call(step);
        }
        if (!Steps.needsSearch(step)) {
            notes.repeat(key, target(), step);
            return call(step);
        }
        var earlier = begun.get();
        if (earlier.answered()) return found(step, Objects.requireNonNull(earlier.result()));
        var until = earlier.tried().plus(settle(step));
        if (clock.instant().isBefore(until)) throw new TooEarly(until);
        var hits = new ArrayList<>(steps.search(target(), step, earlier));
        hits.removeAll(notes.made(key));
        if (hits.size() > 1) throw new Ambiguous(hits);
        if (hits.isEmpty()) {
            notes.repeat(key, target(), step);
            return call(step);
        }
        answered(key, hits.get(0));
        return found(step, hits.get(0));
    }

    /** An earlier attempt made it. An issue may have been made from an older state: what it lacks of the newest is set. */
    private List<Plan.Result> found(Plan.Step step, String id) {
        var results = new ArrayList<Plan.Result>();
        results.add(new Plan.Result(step, id, null));
        if (step instanceof Plan.CreateIssue create) {
            issueId = Long.valueOf(id);
            var fields = new HashMap<String, JsonNode>();
            create.fields().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            List.of("project", "projectKey", "type", "typeName", "parentId", "customFields")
                    .forEach(fields::remove);
            create.fields()
                    .path("customFields")
                    .properties()
                    .forEach(field -> fields.put(
                            "customFields." + field.getKey(), field.getValue().path("value")));
            if (!fields.isEmpty()) results.addAll(once(new Plan.EditFields(fields)));
        }
        return results;
    }

    private List<Plan.Result> call(Plan.Step step) {
        var key = Steps.key(target(), step);
        try {
            steps.drill("before-" + Steps.kind(step));
            var result = steps.call(target(), step);
            steps.drill("after-" + Steps.kind(step));
            answered(key, result);
            if (step instanceof Plan.CreateIssue) issueId = Long.valueOf(Objects.requireNonNull(result));
            if (step instanceof Plan.ChangeStatus change && result != null) return withTheRest(change, result);
            return List.of(new Plan.Result(step, result, null));
        } catch (JiraTrouble trouble) {
            if (trouble.kind() == JiraTrouble.Kind.UNCLEAR) throw trouble;
            if (step instanceof Plan.EditFields edit && isRefusal(trouble)) return withoutRefused(edit, trouble);
            if (step instanceof Plan.CreateIssue create
                    && !refused(create, trouble).isEmpty()) return withoutRefused(create, trouble);
            notes.withdraw(key);
            if (step instanceof Plan.CreateIssue || !isRefusal(trouble)) throw trouble;
            return List.of(new Plan.Result(step, null, steps.warning(work, step, trouble)));
        }
    }

    /** What the screen of the transition does not have may be on that of the issue. */
    private List<Plan.Result> withTheRest(Plan.ChangeStatus change, String names) {
        var results = new ArrayList<Plan.Result>();
        results.add(new Plan.Result(change, null, null));
        var rest = new HashMap<String, JsonNode>();
        for (var name : names.split(","))
            rest.put(name, Objects.requireNonNull(change.fields().get(name)));
        results.addAll(once(new Plan.EditFields(rest)));
        return results;
    }

    /** Fields that Jira refuses become warnings, the others are written; where it names none, each is tried alone. */
    private List<Plan.Result> withoutRefused(Plan.EditFields edit, JiraTrouble trouble) {
        var refused = refused(edit.fields().keySet(), trouble);
        var results = new ArrayList<Plan.Result>();
        if (refused.isEmpty() && edit.fields().size() > 1 && trouble.kind() == JiraTrouble.Kind.INVALID) {
            for (var field : edit.fields().entrySet())
                results.addAll(call(new Plan.EditFields(Map.of(field.getKey(), field.getValue()))));
            return results;
        }
        var rest = new HashMap<>(edit.fields());
        for (var field : refused.isEmpty() ? edit.fields().keySet() : refused)
            results.add(refusal(field, Objects.requireNonNull(rest.remove(field)), trouble));
        if (rest.isEmpty()) notes.withdraw(Steps.key(target(), edit));
        else results.addAll(call(new Plan.EditFields(rest)));
        return results;
    }

    /** The issue is made without the fields that Jira refuses by name, unless nothing can be made without them. */
    private List<Plan.Result> withoutRefused(Plan.CreateIssue create, JiraTrouble trouble) {
        var rest = create.fields().deepCopy();
        var refusals = new ArrayList<Plan.Result>();
        for (var field : refused(create, trouble)) {
            if (!field.startsWith("customFields."))
                refusals.add(refusal(field, Objects.requireNonNull(rest.remove(field)), trouble));
            else if (rest.get("customFields") instanceof ObjectNode fields)
                refusals.add(refusal(
                        field,
                        Objects.requireNonNull(fields.remove(field.substring("customFields.".length())))
                                .path("value"),
                        trouble));
        }
        var results = new ArrayList<>(call(new Plan.CreateIssue(rest)));
        results.addAll(refusals);
        return results;
    }

    private static Plan.Result refusal(String field, JsonNode value, JiraTrouble trouble) {
        var why = trouble.fields().getOrDefault(Fields.jira(field), Issues.message(trouble));
        return new Plan.Result(
                new Plan.EditFields(Map.of(field, value)), null, Warning.of(field, value, why, Steps.REMEDY));
    }

    private static Set<String> refused(Plan.CreateIssue create, JiraTrouble trouble) {
        var optional = new HashSet<String>();
        create.fields().fieldNames().forEachRemaining(optional::add);
        create.fields().path("customFields").fieldNames().forEachRemaining(id -> optional.add("customFields." + id));
        optional.removeAll(NEEDED);
        return refused(optional, trouble);
    }

    private static Set<String> refused(Set<String> fields, JiraTrouble trouble) {
        return fields.stream()
                .filter(field -> trouble.fields().containsKey(Fields.jira(field)))
                .collect(Collectors.toSet());
    }

    private static boolean isRefusal(JiraTrouble trouble) {
        return trouble.kind() == JiraTrouble.Kind.INVALID
                || trouble.kind() == JiraTrouble.Kind.FORBIDDEN
                || trouble.kind() == JiraTrouble.Kind.MISSING;
    }

    private Duration settle(Plan.Step step) {
        return step instanceof Plan.CreateIssue ? settle.create() : settle.parts();
    }

    /** The last attempt may still be under way in Jira. */
    static final class TooEarly extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Instant until;

        TooEarly(Instant until) {
            this.until = until;
        }

        Instant until() {
            return until;
        }
    }

    /** Nobody can tell which of two results is the right one; the message is the sentence for a person. */
    static final class Ambiguous extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ambiguous(List<String> hits) {
            super("An attempt left two results in Jira: " + String.join(" and ", hits) + ".");
        }
    }
}
