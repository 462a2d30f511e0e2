package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Canonical;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Epics that a rule names as the partner does: they become ours, or the field waits for the epic while the rest is
 * applied.
 */
public final class Kin {
    private static final String FIELDS = "customFields";
    private static final String EPIC = "epicLink";

    /** In a link or an epic that the partner names: its ids and keys are those of the partner's Jira. */
    private static final String REMOTE = "remote";

    private final UUID connection;
    private final Twinned twinned;
    private final @Nullable ObjectNode current;
    private final List<JsonNode> theirEpics = new ArrayList<>();
    private final Map<String, String> missing = new HashMap<>();
    private final List<Warning> warnings = new ArrayList<>();

    private Kin(Incoming work, Twinned twinned) {
        connection = work.connection().id();
        this.twinned = twinned;
        current = work.snapshot() == null ? null : work.snapshot().issue().json();
        var fields = work.newest().replica().get(FIELDS);
        if (fields != null)
            fields.forEach(field -> {
                if (field.path("type").asText().equals(EPIC) && field.hasNonNull("value"))
                    theirEpics.add(field.get("value"));
            });
    }

    /** What arrives, with a mark where it names issues of the partner's Jira. */
    public static Replica marked(Replica received) {
        var json = received.json();
        json.path("issueLinks").forEach(link -> mark(link));
        json.path(FIELDS).forEach(field -> {
            if (field.path("type").asText().equals(EPIC)) mark(field.path("value"));
        });
        return Replica.of(json);
    }

    static boolean isRemote(JsonNode named) {
        return named.path(REMOTE).asBoolean(false);
    }

    private static void mark(JsonNode named) {
        if (named instanceof ObjectNode object) object.put(REMOTE, true);
    }

    /** The same work with our epics in the place of the partner's. */
    static Incoming ours(Incoming work, Twinned twinned) {
        var kin = new Kin(work, twinned);
        if (kin.theirEpics.isEmpty()
                && work.runs().stream().noneMatch(run -> namesRemote(run.now()) || namesRemote(run.was()))) return work;
        var runs = new ArrayList<Incoming.Run>();
        for (var i = 0; i < work.runs().size(); i++) {
            var run = work.runs().get(i);
            runs.add(kin.ours(run, i == work.runs().size() - 1));
        }
        return work.ruledAgain(runs, kin.missing);
    }

    private Incoming.Run ours(Incoming.Run run, boolean newest) {
        var now = run.now().deepCopy();
        var was = run.was().deepCopy();
        for (var id : names(now, was)) {
            var wanted = now.path(FIELDS).path(id);
            var unknown = wanted.isObject() ? epic(wanted) : Optional.<JsonNode>empty();
            if (unknown.isPresent()) {
                if (newest) waits(id, unknown.get());
                leaveOut(now, id);
                leaveOut(was, id);
            } else if (was.path(FIELDS).path(id).isObject()
                    && epic(was.path(FIELDS).path(id)).isPresent()) clear(was, id);
        }
        var all = new ArrayList<>(run.warnings());
        if (newest) all.addAll(warnings);
        return new Incoming.Run(now, was, run.forced(), run.ruleVersion(), all, run.wishes(), run.lines());
    }

    private static List<String> names(ObjectNode now, ObjectNode was) {
        var names = new ArrayList<String>();
        now.path(FIELDS).fieldNames().forEachRemaining(names::add);
        was.path(FIELDS).fieldNames().forEachRemaining(id -> {
            if (!names.contains(id)) names.add(id);
        });
        return names;
    }

    /** Puts our epic into the field; gives the partner's where it has no twin here. */
    private Optional<JsonNode> epic(JsonNode field) {
        var value = field.path("value");
        if (isTheirs(value)) {
            var here = local(value);
            if (here.isEmpty()) return Optional.of(value);
            ((ObjectNode) field).putObject("value").put("urn", here.get().key());
            return Optional.empty();
        }
        if (value.hasNonNull("urn") && value.has("id")) ((ObjectNode) value).remove("id");
        // A rule that looked for the twin of the epic found none.
        if (value.isNull() && field.path("type").asText().equals(EPIC))
            return theirEpics.stream().filter(epic -> local(epic).isEmpty()).findFirst();
        return Optional.empty();
    }

    private boolean isTheirs(JsonNode value) {
        if (!value.isObject()) return false;
        if (isRemote(value)) return true;
        return theirEpics.stream()
                .anyMatch(epic -> !value.hasNonNull("id")
                        && value.hasNonNull("urn")
                        && Canonical.same(value.get("urn"), epic.get("urn")));
    }

    private Optional<Twinned.Local> local(JsonNode epic) {
        if (epic.hasNonNull("id"))
            return twinned.ofRemote(connection, epic.get("id").asText());
        return epic.hasNonNull("urn")
                ? twinned.ofRemoteKey(connection, epic.get("urn").asText())
                : Optional.empty();
    }

    private void waits(String id, JsonNode epic) {
        var part = FIELDS + "." + id;
        var key = Claims.key(epic.path("urn").asText());
        if (epic.path("id").asText("").matches("[\\w-]{1,64}"))
            missing.put(part, epic.get("id").asText());
        else if (key != null) missing.put(part, key);
        var name = key == null ? "the epic" : key;
        warnings.add(new Warning(
                part,
                key == null ? "" : key,
                "Waiting for the partner's epic %s, which is not under sync here yet.".formatted(name),
                "Bring %s under sync; the link is then made by itself.".formatted(name)));
    }

    private void leaveOut(ObjectNode issue, String id) {
        var now = current == null ? null : current.path(FIELDS).path(id).get("value");
        if (!(issue.path(FIELDS).path(id) instanceof ObjectNode field)) return;
        if (now == null && current == null) ((ObjectNode) issue.path(FIELDS)).remove(id);
        else field.set("value", now == null ? JsonNodeFactory.instance.nullNode() : now);
    }

    private static void clear(ObjectNode issue, String id) {
        ((ObjectNode) issue.path(FIELDS).path(id)).putNull("value");
    }

    private static boolean namesRemote(ObjectNode issue) {
        for (var field : issue.path(FIELDS)) if (isRemote(field.path("value"))) return true;
        return false;
    }
}
