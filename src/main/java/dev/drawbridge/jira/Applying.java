package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Warning;
import dev.drawbridge.twin.Incoming;
import dev.drawbridge.twin.Setbacks;
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
import org.springframework.stereotype.Component;

/**
 * Carries out a plan: each call after its durable intent, with its marker; what was begun before and left without a word
 * is looked for before it is done again.
 */
@Component("applying")
public class Applying {
    private static final Set<String> NEEDED = Set.of("summary", "project", "projectKey", "type", "typeName");

    private final Steps steps;
    private final Intents intents;
    private final OwnWrites ownWrites;
    private final Issues issues;
    private final JiraSettings settings;
    private final Setbacks setbacks;
    private final Clock clock;

    Applying(
            Steps steps,
            Intents intents,
            OwnWrites ownWrites,
            Issues issues,
            JiraSettings settings,
            Setbacks setbacks,
            Clock clock) {
        this.steps = steps;
        this.intents = intents;
        this.ownWrites = ownWrites;
        this.issues = issues;
        this.settings = settings;
        this.setbacks = setbacks;
        this.clock = clock;
    }

    public Incoming apply(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.FETCHED);
        try {
            return carryOut(work);
        } catch (TooEarly early) {
            return setbacks.at(
                    work, early.until, "An attempt was cut off; its outcome is looked for at " + early.until + ".");
        } catch (Ambiguous two) {
            return setbacks.block(
                    work, Lanes.Trouble.of("AMBIGUOUS", two.sentence, "Delete one of the two, then retry."));
        } catch (JiraTrouble trouble) {
            return failed(work, trouble);
        }
    }

    private Incoming failed(Incoming work, JiraTrouble trouble) {
        return switch (trouble.kind()) {
            case LATER, UNCLEAR, LOGIN -> setbacks.later(work, Issues.message(trouble), trouble.retryAfter());
            case MISSING, FORBIDDEN, INVALID ->
                setbacks.block(
                        work,
                        Lanes.Trouble.of(
                                "JIRA",
                                Issues.message(trouble),
                                "Change the incoming rule, the project's configuration or the proxy user's permissions, then"
                                        + " retry."));
        };
    }

    private Incoming carryOut(Incoming work) {
        var results = new ArrayList<Plan.Result>();
        var issueId = work.snapshot() == null ? null : work.snapshot().issueId();
        for (var step : work.decided().plan().steps()) {
            var done = once(new Steps.Target(work, issueId), step);
            if (step instanceof Plan.CreateIssue)
                issueId = Long.valueOf(Objects.requireNonNull(done.get(0).localId()));
            results.addAll(done);
        }
        return work.applied(results, after(work, Objects.requireNonNull(issueId), results));
    }

    private List<Plan.Result> once(Steps.Target target, Plan.Step step) {
        steps.stay(target.work());
        var key = Steps.key(target, step);
        var begun = intents.begun(key);
        if (begun.isEmpty()) {
            intents.open(steps.intent(target, step));
            return call(target, step);
        }
        if (!Steps.needsSearch(step)) return call(target, step);
        var earlier = begun.get();
        if (earlier.answered()) return found(target, step, Objects.requireNonNull(earlier.result()));
        var until = earlier.tried().plus(settle(step));
        if (clock.instant().isBefore(until)) throw new TooEarly(until);
        var hits = steps.search(target, step, earlier);
        if (hits.size() > 1)
            throw new Ambiguous("An attempt left two results in Jira: " + String.join(" and ", hits) + ".");
        if (hits.isEmpty()) {
            intents.again(key);
            return call(target, step);
        }
        intents.answered(key, hits.get(0));
        return found(target, step, hits.get(0));
    }

    /** An earlier attempt made it. An issue may have been made from an older state: what it lacks of the newest is set. */
    private List<Plan.Result> found(Steps.Target target, Plan.Step step, String id) {
        var results = new ArrayList<Plan.Result>();
        results.add(new Plan.Result(step, id, null));
        if (step instanceof Plan.CreateIssue create) {
            var fields = new HashMap<String, JsonNode>();
            create.fields().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            List.of("project", "projectKey", "type", "typeName", "customFields").forEach(fields::remove);
            create.fields()
                    .path("customFields")
                    .properties()
                    .forEach(field -> fields.put(
                            "customFields." + field.getKey(), field.getValue().path("value")));
            if (!fields.isEmpty())
                results.addAll(once(new Steps.Target(target.work(), Long.valueOf(id)), new Plan.EditFields(fields)));
        }
        return results;
    }

    private List<Plan.Result> call(Steps.Target target, Plan.Step step) {
        var key = Steps.key(target, step);
        try {
            note(target, step);
            steps.drill("before-" + Steps.kind(step));
            var result = steps.call(target, step);
            steps.drill("after-" + Steps.kind(step));
            intents.answered(key, result);
            return List.of(new Plan.Result(step, result, null));
        } catch (JiraTrouble trouble) {
            if (trouble.kind() == JiraTrouble.Kind.UNCLEAR) throw trouble;
            if (step instanceof Plan.EditFields edit && isRefusal(trouble))
                return withoutRefused(target, edit, trouble);
            if (step instanceof Plan.CreateIssue create
                    && !refused(create, trouble).isEmpty()) return withoutRefused(target, create, trouble);
            intents.withdrawn(key);
            if (step instanceof Plan.CreateIssue || !isRefusal(trouble)) throw trouble;
            return List.of(new Plan.Result(step, null, steps.warning(target.work(), step, trouble)));
        }
    }

    private void note(Steps.Target target, Plan.Step step) {
        var before = target.work().snapshot();
        if (before != null) ownWrites.note(target.work().lane().twin(), before, step);
    }

    /** Fields that Jira refuses become warnings, the others are written; where it names none, each is tried alone. */
    private List<Plan.Result> withoutRefused(Steps.Target target, Plan.EditFields edit, JiraTrouble trouble) {
        var refused = refused(edit.fields().keySet(), trouble);
        var results = new ArrayList<Plan.Result>();
        if (refused.isEmpty() && edit.fields().size() > 1 && trouble.kind() == JiraTrouble.Kind.INVALID) {
            for (var field : edit.fields().entrySet())
                results.addAll(call(target, new Plan.EditFields(Map.of(field.getKey(), field.getValue()))));
            return results;
        }
        var rest = new HashMap<>(edit.fields());
        for (var field : refused.isEmpty() ? edit.fields().keySet() : refused)
            results.add(refusal(field, Objects.requireNonNull(rest.remove(field)), trouble));
        if (rest.isEmpty()) intents.withdrawn(Steps.key(target, edit));
        else results.addAll(call(target, new Plan.EditFields(rest)));
        return results;
    }

    /** The issue is made without the fields that Jira refuses by name, unless nothing can be made without them. */
    private List<Plan.Result> withoutRefused(Steps.Target target, Plan.CreateIssue create, JiraTrouble trouble) {
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
        var results = new ArrayList<>(call(target, new Plan.CreateIssue(rest)));
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
        return step instanceof Plan.CreateIssue
                ? settings.settle().create()
                : settings.settle().parts();
    }

    /** A new issue is read once, since Jira fills it with defaults; of a known one we know what we wrote. */
    private Snapshot after(Incoming work, long issueId, List<Plan.Result> results) {
        var before = work.snapshot();
        if (before == null)
            return issues.read(String.valueOf(issueId))
                    .orElseThrow(() -> new JiraTrouble(
                            JiraTrouble.Kind.LATER, "The issue that was just made cannot be read.", Map.of(), null));
        var issue = before.issue().json();
        for (var result : results) if (result.refused() == null) Overlay.put(issue, result.step(), result.localId());
        return before.withIssue(dev.drawbridge.replica.Replica.of(issue));
    }

    /** The last attempt may still be under way in Jira. */
    private static final class TooEarly extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Instant until;

        TooEarly(Instant until) {
            this.until = until;
        }
    }

    private static final class Ambiguous extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String sentence;

        Ambiguous(String sentence) {
            this.sentence = sentence;
        }
    }
}
