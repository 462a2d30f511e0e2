package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.drawbridge.sandbox.Catalog.IssueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request to set fields: read and judged as a whole, so that nothing is done when one field is wrong. */
final class Edit {
    private static final Set<String> ELSEWHERE = Set.of("project", "issuetype", "parent", "timetracking");
    private final Work work;
    private final Viewer by;
    private final Project project;
    private final @Nullable Issue issue;
    private final Map<Field, JsonNode> changed = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final List<JsonNode> comments = new ArrayList<>();
    private final Map<String, JsonNode> tracking = new LinkedHashMap<>();
    private @Nullable IssueType type;
    private boolean transition;

    Edit(Work work, Viewer by, Project project, @Nullable Issue issue) {
        this.work = work;
        this.by = by;
        this.project = project;
        this.issue = issue;
    }

    /** The resolution can be set, which is on no other screen. */
    void transition() {
        transition = true;
    }

    Map<Field, JsonNode> changed() {
        return changed;
    }

    @Nullable
    IssueType newType() {
        return issue == null ? null : type;
    }

    boolean has(String id) {
        return changed.keySet().stream().anyMatch(field -> field.id().equals(id));
    }

    IssueType type(JsonNode given) {
        var id = Json.text(given, "id");
        var name = id == null ? Json.text(given, "name") : id;
        var found = name == null ? null : Named.find(project.types, name).orElse(null);
        if (found == null) {
            throw Refusal.field("issuetype", name == null ? "issue type is required" : "valid issue type is required");
        }
        type = found;
        return found;
    }

    @Nullable
    Issue parent(IssueType type, JsonNode given) {
        if (!type.subtask()) {
            return null;
        }
        var key = Json.text(given, "id") != null ? Json.text(given, "id") : Json.text(given, "key");
        var parent = key == null ? null : work.site.findIssue(key);
        if (parent == null) {
            throw Refusal.field("parent", "Issue type is a sub-task but parent issue key or id not specified.");
        }
        return parent;
    }

    void read(JsonNode body) {
        body.path("fields").properties().forEach(entry -> {
            if (body.path("update").has(entry.getKey())) {
                errors.put(
                        entry.getKey(), "Field '" + entry.getKey() + "' cannot appear in both 'fields' and 'update'");
            }
            put(entry.getKey(), entry.getValue());
        });
        body.path("update").properties().forEach(entry -> {
            for (var step : entry.getValue()) {
                step.properties().forEach(verb -> update(entry.getKey(), verb.getKey(), verb.getValue()));
            }
        });
    }

    private void update(String id, String verb, JsonNode value) {
        if (id.equals("comment")) {
            comments.add(Json.object().set(verb, value));
            return;
        }
        if (verb.equals("set") || id.equals("timetracking")) {
            put(id, value);
            return;
        }
        var field = settable(id);
        if (field == null) {
            return;
        }
        if (!field.kind().many() || !(verb.equals("add") || verb.equals("remove"))) {
            errors.put(id, "Field with id '" + id + "' and operation '" + verb + "' cannot be set.");
            return;
        }
        var before = changed.containsKey(field) ? changed.get(field) : issue == null ? null : issue.values.get(id);
        var after = before instanceof ArrayNode array ? array.deepCopy() : Json.array();
        var read = judge(field, Json.array().add(value));
        if (read == null) {
            return;
        }
        for (var one : read) {
            var at = new ArrayList<JsonNode>();
            after.forEach(at::add);
            if (verb.equals("remove")) {
                at.remove(one);
                after = Json.array(at);
            } else if (!at.contains(one)) {
                after.add(one);
            }
        }
        changed.put(field, after.isEmpty() ? Json.nothing() : after);
    }

    void put(String id, JsonNode value) {
        if (id.equals("timetracking")) {
            value.properties().forEach(entry -> tracking.put(entry.getKey(), entry.getValue()));
            return;
        }
        if (id.equals("issuetype") && issue != null) {
            type(value);
            return;
        }
        if (ELSEWHERE.contains(id)) {
            return;
        }
        var field = settable(id);
        if (field == null) {
            return;
        }
        if (id.equals("summary") && Json.blank(value)) {
            errors.put("summary", "You must specify a summary of the issue.");
            return;
        }
        var read = judge(field, value);
        if (!errors.containsKey(id)) {
            changed.put(field, read == null ? Json.nothing() : read);
        }
    }

    private @Nullable JsonNode judge(Field field, JsonNode value) {
        try {
            var kept = field.kind().read(work.site, project, field, value);
            if (field.id().equals("assignee") && kept != null && !by.trusted()) {
                var user = work.site.user(kept.asText());
                if (!Permissions.has(user, project, "ASSIGNABLE_USER")) {
                    throw new Kind.BadValue("User '" + user.name + "' cannot be assigned issues.");
                }
            }
            return kept;
        } catch (Kind.BadValue e) {
            errors.put(field.id(), e.words());
            return null;
        }
    }

    private @Nullable Field settable(String id) {
        var field = work.site.fields.get(id);
        boolean may = by.trusted()
                || switch (id) {
                    case "reporter" -> by.may("MODIFY_REPORTER", project);
                    case "assignee" -> by.may("ASSIGN_ISSUES", project);
                    case "duedate" -> by.may("SCHEDULE_ISSUES", project);
                    case "security" -> by.may("SET_ISSUE_SECURITY", project);
                    case "resolution" -> transition;
                    default -> true;
                };
        if (field == null
                || field.kind() == Kind.COMPUTED
                || (!by.trusted() && project.offScreen.contains(id))
                || !may) {
            errors.put(id, "Field '" + id + "' cannot be set. It is not on the appropriate screen, or unknown.");
            return null;
        }
        return field;
    }

    void needSummary() {
        if (!has("summary")) {
            errors.putIfAbsent("summary", "You must specify a summary of the issue.");
        }
        for (var id : project.required) {
            var field = work.site.fields.get(id);
            if (field != null && field.kind() != Kind.COMPUTED && !has(id)) {
                errors.putIfAbsent(id, field.name() + " is required.");
            }
        }
    }

    void refuseErrors() {
        if (!errors.isEmpty()) {
            throw new Refusal(400, List.of(), errors);
        }
    }

    /** Estimates and comments that came with the fields. */
    void also(Issue target) {
        tracking.forEach((name, value) -> {
            var id = name.startsWith("original") ? "timeoriginalestimate" : "timeestimate";
            target.values.put(id, Json.of(Durations.read(value.asText())));
            work.site.index.put(target);
        });
        for (var step : comments) {
            if (step.has("add")) {
                new Talk(work).add(by, target, step.get("add"));
            }
        }
    }
}
