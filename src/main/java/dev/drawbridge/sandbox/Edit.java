package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.sandbox.Catalog.IssueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request to set fields: read and judged as a whole, so that nothing is done when one field is wrong. */
final class Edit {
    private static final Set<String> ELSEWHERE = Set.of("project", "issuetype", "parent");
    private final Work work;
    private final Viewer by;
    private final Project project;
    private final @Nullable Issue issue;
    private final Map<Field, JsonNode> changed = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final EditParts parts;
    private @Nullable IssueType type;
    private @Nullable Set<String> screen;

    Edit(Work work, Viewer by, Project project, @Nullable Issue issue) {
        this.work = work;
        this.by = by;
        this.project = project;
        this.issue = issue;
        this.parts = new EditParts(work, by);
    }

    /** Only what is on the transition's own screen can be set, there also the resolution. */
    void transition(Workflow.Step step) {
        screen = step.screen();
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
        if (parent == null || !by.sees(parent)) {
            throw Refusal.field("parent", "Issue type is a sub-task but parent issue key or id not specified.");
        }
        if (parent.project != project) {
            throw Refusal.field("parent", "Could not find valid 'id' or 'key' using parent given: another project.");
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
        if (EditParts.KNOWN.contains(id)) {
            parts.add(id, verb, value);
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
        var read = judge(field, Json.array().add(value));
        if (read != null) {
            changed.put(field, altered(before(field), verb.equals("remove"), read));
        }
    }

    private @Nullable JsonNode before(Field field) {
        return changed.containsKey(field) ? changed.get(field) : issue == null ? null : issue.values.get(field.id());
    }

    private static JsonNode altered(@Nullable JsonNode before, boolean without, JsonNode some) {
        var all = new ArrayList<JsonNode>();
        if (before instanceof ArrayNode array) {
            array.forEach(all::add);
        }
        for (var one : some) {
            all.remove(one);
            if (!without) {
                all.add(one);
            }
        }
        return all.isEmpty() ? Json.nothing() : Json.array(all);
    }

    void put(String id, JsonNode value) {
        if (id.equals("timetracking")) {
            track(value);
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
        if (id.equals("assignee") && "-1".equals(Json.text(value, "name"))) {
            changed.put(field, project.lead == null ? Json.nothing() : TextNode.valueOf(project.lead));
            return;
        }
        var read = judge(field, value);
        if (!errors.containsKey(id)) {
            changed.put(field, withHistory(field, read));
        }
    }

    /** Sprints that are over stay with the issue. */
    private JsonNode withHistory(Field field, @Nullable JsonNode read) {
        if (field.kind() != Kind.SPRINT) {
            return read == null ? Json.nothing() : read;
        }
        var all = Json.array();
        if (before(field) instanceof ArrayNode former) {
            former.forEach(id -> {
                var sprint = work.site.sprints.get(id.asLong());
                if (sprint != null && sprint.isClosed()) {
                    all.add(id);
                }
            });
        }
        if (read != null) {
            read.forEach(all::add);
        }
        return all.isEmpty() ? Json.nothing() : all;
    }

    /** Puts down a value of our own making, which nobody may refuse. */
    void force(String id, JsonNode kept) {
        changed.put(work.site.field(id), kept);
    }

    private void track(JsonNode value) {
        if (project.offScreen.contains("timetracking") && !by.trusted()) {
            errors.put("timetracking", unsettable("timetracking"));
            return;
        }
        value.properties().forEach(entry -> {
            var id = entry.getKey().startsWith("original") ? "timeoriginalestimate" : "timeestimate";
            if (Json.blank(entry.getValue()) || entry.getValue().asText().isEmpty()) {
                force(id, Json.nothing());
                return;
            }
            try {
                var seconds = Durations.read(entry.getValue().asText());
                force(id, LongNode.valueOf(seconds));
                if (id.equals("timeoriginalestimate") && (issue == null || !issue.values.containsKey("timeestimate"))) {
                    // An issue begins with all of its work ahead.
                    changed.putIfAbsent(work.site.field("timeestimate"), LongNode.valueOf(seconds));
                }
            } catch (Kind.BadValue wrong) {
                errors.put("timetracking", wrong.words());
            }
        });
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
        boolean may = by.trusted() || (onScreen(id) && permitted(id));
        if (field == null || field.kind() == Kind.COMPUTED || !may) {
            errors.put(id, unsettable(id));
            return null;
        }
        return field;
    }

    private boolean onScreen(String id) {
        return screen == null ? !id.equals("resolution") && !project.offScreen.contains(id) : screen.contains(id);
    }

    private boolean permitted(String id) {
        return switch (id) {
            case "reporter" -> by.may("MODIFY_REPORTER", project);
            case "assignee" -> by.may("ASSIGN_ISSUES", project);
            case "duedate" -> by.may("SCHEDULE_ISSUES", project);
            case "security" -> by.may("SET_ISSUE_SECURITY", project);
            default -> true;
        };
    }

    private static String unsettable(String id) {
        return "Field '" + id + "' cannot be set. It is not on the appropriate screen, or unknown.";
    }

    void needSummary() {
        if (!has("summary")) {
            errors.putIfAbsent("summary", "You must specify a summary of the issue.");
        }
        needRequired(project.required);
    }

    void needRequired(Set<String> ids) {
        for (var id : ids) {
            var field = work.site.fields.get(id);
            if (field != null && field.kind() != Kind.COMPUTED && !has(id)) {
                errors.putIfAbsent(id, field.name() + " is required.");
            }
        }
    }

    void refuseErrors() {
        if (!errors.isEmpty()) {
            throw new Refusal(400, java.util.List.of(), errors);
        }
    }

    /** Does what came with the fields and is no field. */
    void also(Issue target) {
        parts.apply(target);
    }
}
