package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Identity;
import dev.drawbridge.replica.Plan;
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
    private static final String CUSTOM = "customFields.";
    private static final Set<String> NEEDED =
            Set.of("summary", "project", "projectKey", "type", "typeName", "parentId", "securityLevel");

    private final Incoming work;
    private final Steps steps;
    private final Notes notes;
    private final JiraSettings.Settle settle;
    private final Clock clock;
    private @Nullable Long issueId;
    private Notes.@Nullable Outcome unsaved;

    /** Fields that are not on the edit screen, and may be on the one of the transition that is still to come. */
    private final Map<String, JsonNode> onTheWay = new HashMap<>();

    private final Map<String, JiraTrouble> refusedBefore = new HashMap<>();
    private boolean isMoved;

    /** Some of the transitions that a change of status takes may be made by now. */
    private boolean isUnderWay;

    private Steps.Standing standing;

    Attempt(Incoming work, Steps steps, Notes notes, JiraSettings.Settle settle, Clock clock) {
        this.work = work;
        this.steps = steps;
        this.notes = notes;
        this.settle = settle;
        this.clock = clock;
        issueId = work.snapshot() == null ? null : work.snapshot().issueId();
        standing = issueId == null ? Steps.Standing.UNKNOWN : Steps.Standing.AS_READ;
    }

    List<Plan.Result> carryOut() {
        var results = new ArrayList<Plan.Result>();
        try {
            for (var step : work.decided().plan().steps()) results.addAll(once(step));
            results.addAll(refusedOnTheWay());
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
        if (Steps.isByName(step)) return call(step);
        var key = Steps.key(target(), step);
        var begun = notes.begun(key);
        if (begun.isEmpty()) {
            notes.begin(unsaved, steps.intent(target(), step), target(), step);
            unsaved = null;
            return call(step);
        }
        if (!Steps.needsSearch(step)) {
            notes.repeat(key, target(), step);
            if (step instanceof Plan.ChangeStatus) {
                standing = Steps.Standing.UNKNOWN;
                isUnderWay = true;
            }
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
            if (step instanceof Plan.ChangeStatus change) return move(key, change);
            steps.drill("before-" + Steps.kind(step));
            var result = steps.call(target(), step);
            steps.drill("after-" + Steps.kind(step));
            if (!Steps.isByName(step)) answered(key, result);
            if (step instanceof Plan.CreateIssue) {
                issueId = Long.valueOf(Objects.requireNonNull(result));
                standing = Steps.Standing.NEW;
            }
            return List.of(new Plan.Result(step, result, null));
        } catch (JiraTrouble trouble) {
            if (trouble.kind() == JiraTrouble.Kind.UNCLEAR || (isUnderWay && !isRefusal(trouble))) throw trouble;
            if (step instanceof Plan.EditFields edit && isRefusal(trouble)) return withoutRefused(edit, trouble);
            if (step instanceof Plan.CreateIssue create
                    && !optional(create, trouble).isEmpty()) return withoutRefused(create, trouble);
            if (!Steps.isByName(step)) notes.withdraw(key);
            if (step instanceof Plan.CreateIssue || !isRefusal(trouble)) throw trouble;
            var results = new ArrayList<Plan.Result>();
            results.add(new Plan.Result(step, null, steps.warning(work, step, trouble)));
            if (step instanceof Plan.ChangeStatus change) {
                change.fields().forEach((field, value) -> results.add(refusal(field, value, trouble)));
                results.addAll(refusedOnTheWay());
            }
            return results;
        }
    }

    /** There was no transition that could have taken them. */
    private List<Plan.Result> refusedOnTheWay() {
        var results = new ArrayList<Plan.Result>();
        onTheWay.forEach(
                (field, value) -> results.add(refusal(field, value, Objects.requireNonNull(refusedBefore.get(field)))));
        onTheWay.clear();
        return results;
    }

    /**
     * The transitions with their fields. What it does not take may be so all the same, or can still be edited; that a field is
     * empty, as the resolution of what is open again, is the workflow's business.
     */
    private List<Plan.Result> move(Intents.Key key, Plan.ChangeStatus change) {
        isMoved = true;
        var fields = new HashMap<>(onTheWay);
        fields.putAll(change.fields());
        steps.drill("before-transition");
        var moved = steps.move(target(), new Plan.ChangeStatus(change.toStatus(), fields), standing, status -> {
            notes.repeat(key, target(), new Plan.ChangeStatus(status, Map.of()));
            isUnderWay = true;
        });
        isUnderWay = false;
        standing = Steps.Standing.AS_READ;
        var left = moved.left();
        onTheWay.clear();
        steps.drill("after-transition");
        answered(key, null);
        var taken = new HashMap<>(fields);
        taken.keySet().removeAll(left.keySet());
        var results = new ArrayList<Plan.Result>();
        results.add(new Plan.Result(new Plan.ChangeStatus(moved.reached(), taken), null, null));
        if (moved.why() != null) results.add(new Plan.Result(change, null, steps.warning(work, change, moved.why())));
        left.forEach((field, why) -> {
            var value = Objects.requireNonNull(fields.get(field));
            var before = refusedBefore.get(field);
            if (!why.isEmpty()) results.add(refusal(field, value, refused(field, why)));
            else if (value.isNull())
                results.add(new Plan.Result(new Plan.EditFields(Map.of(field, value)), null, null));
            else if (before != null) results.add(refusal(field, value, before));
            else if (steps.holds(target(), field, value))
                results.add(new Plan.Result(new Plan.EditFields(Map.of(field, value)), null, null));
            else results.addAll(call(new Plan.EditFields(Map.of(field, value))));
        });
        return results;
    }

    private static JiraTrouble refused(String field, String why) {
        return new JiraTrouble(JiraTrouble.Kind.INVALID, why, Map.of(Fields.jira(field), why), null);
    }

    private boolean willMove() {
        return !isMoved && work.decided().plan().steps().stream().anyMatch(Plan.ChangeStatus.class::isInstance);
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
        for (var field : refused.isEmpty() ? edit.fields().keySet() : refused) {
            var value = Objects.requireNonNull(rest.remove(field));
            var lacking = steps.lacking(target(), field, value);
            var known = known(value, lacking);
            if (!known.isEmpty()) {
                if (!isSo(field, known)) rest.put(field, known);
                results.add(refusal(field, lacking, trouble));
            } else if (lacking.isEmpty() && willMove()) {
                onTheWay.put(field, value);
                refusedBefore.put(field, trouble);
            } else results.add(refusal(field, value, trouble));
        }
        if (rest.isEmpty()) notes.withdraw(Steps.key(target(), edit));
        else results.addAll(call(new Plan.EditFields(rest)));
        return results;
    }

    /** Of several values those that this Jira has, when it lacks others; nothing when that is not what is wrong. */
    private static ArrayNode known(JsonNode value, ArrayNode lacking) {
        var known = JsonNodeFactory.instance.arrayNode();
        if (!value.isArray() || lacking.isEmpty()) return known;
        var gone = lacking.valueStream().collect(Collectors.toSet());
        value.forEach(element -> {
            if (!gone.contains(element)) known.add(element);
        });
        return known;
    }

    private boolean isSo(String field, JsonNode value) {
        var snapshot = work.snapshot();
        return snapshot != null && Canonical.same(Identity.in(snapshot.issue().json(), field), Identity.of(value));
    }

    /**
     * The issue is made without the fields that Jira refuses, unless nothing can be made without them. Where it names none,
     * all but the necessary ones are left out. What is only not on the create screen is set by an edit.
     */
    private List<Plan.Result> withoutRefused(Plan.CreateIssue create, JiraTrouble trouble) {
        var rest = create.fields().deepCopy();
        var refusals = new ArrayList<Plan.Result>();
        var later = new HashMap<String, JsonNode>();
        for (var field : optional(create, trouble)) {
            var value = remove(rest, field);
            var lacking = steps.lacking(target(), field, value);
            var known = known(value, lacking);
            if (!known.isEmpty()) put(rest, field, known);
            if (lacking.isEmpty()) later.put(field, value);
            else refusals.add(refusal(field, known.isEmpty() ? value : lacking, trouble));
        }
        var results = new ArrayList<>(call(new Plan.CreateIssue(rest)));
        results.addAll(refusals);
        if (!later.isEmpty()) results.addAll(once(new Plan.EditFields(later)));
        return results;
    }

    private static JsonNode remove(ObjectNode fields, String field) {
        var removed = field.startsWith(CUSTOM)
                ? ((ObjectNode) fields.path("customFields"))
                        .remove(field.substring(CUSTOM.length()))
                        .path("value")
                : fields.remove(field);
        return Objects.requireNonNull(removed);
    }

    private static void put(ObjectNode fields, String field, JsonNode value) {
        if (field.startsWith(CUSTOM))
            fields.withObject("/customFields")
                    .putObject(field.substring(CUSTOM.length()))
                    .set("value", value);
        else fields.set(field, value);
    }

    private Plan.Result refusal(String field, JsonNode value, JiraTrouble trouble) {
        return new Plan.Result(
                new Plan.EditFields(Map.of(field, value)), null, steps.refusal(target(), field, value, trouble));
    }

    /** Fields that Jira refuses and without which an issue can be made. */
    private static Set<String> optional(Plan.CreateIssue create, JiraTrouble trouble) {
        var optional = new HashSet<String>();
        create.fields().fieldNames().forEachRemaining(optional::add);
        optional.remove("customFields");
        create.fields().path("customFields").fieldNames().forEachRemaining(id -> optional.add(CUSTOM + id));
        optional.removeAll(NEEDED);
        return trouble.fields().isEmpty() && trouble.kind() == JiraTrouble.Kind.INVALID
                ? optional
                : refused(optional, trouble);
    }

    private static Set<String> refused(Set<String> fields, JiraTrouble trouble) {
        return fields.stream()
                .filter(field -> names(trouble, Fields.jira(field)))
                .collect(Collectors.toSet());
    }

    /** Jira speaks of parts of time tracking by names of their own. */
    private static boolean names(JiraTrouble trouble, String field) {
        return trouble.fields().containsKey(field)
                || (field.equals(Estimates.JIRA)
                        && trouble.fields().keySet().stream().anyMatch(name -> name.startsWith(Estimates.JIRA)));
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
