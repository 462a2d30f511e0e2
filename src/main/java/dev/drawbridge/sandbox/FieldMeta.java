package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** What can be entered on the screens of a project: the fields with their kinds, verbs and allowed values. */
record FieldMeta(Beans beans, Project project) {
    private static final List<String> PARTS = List.of("comment", "attachment", "issuelinks", "timetracking", "worklog");

    /** The fields of the create screen, in one list. */
    ArrayNode create(Catalog.IssueType type) {
        var fields = Json.array();
        fields.add(fixed("issuetype", beans.type(type)));
        fields.add(fixed("project", beans.project(project)));
        if (type.subtask()) {
            fields.add(Json.object()
                    .put("required", true)
                    .put("name", "Parent")
                    .put("fieldId", "parent")
                    .put("hasDefaultValue", false)
                    .set("operations", Json.texts(List.of("set"))));
        }
        beans.site.fields.values().stream().filter(this::onScreen).forEach(field -> fields.add(one(field)));
        return fields;
    }

    private ObjectNode fixed(String id, JsonNode value) {
        var meta = head(beans.site.field(id), true);
        meta.set("operations", Json.texts(List.of()));
        meta.putArray("allowedValues").add(value);
        return meta;
    }

    /** The fields of the edit screen by their ids. */
    ObjectNode edit(Issue issue) {
        var fields = Json.object();
        if (issue.archived || !beans.viewer.may("EDIT_ISSUES", project)) {
            return fields;
        }
        fields.set("issuetype", fixed("issuetype", beans.type(issue.type)));
        beans.site.fields.values().stream().filter(this::onScreen).forEach(field -> fields.set(field.id(), one(field)));
        for (var part : PARTS) {
            if (!project.offScreen.contains(part)) {
                fields.set(part, one(beans.site.field(part)));
            }
        }
        return fields;
    }

    ObjectNode transition(Workflow.Step step) {
        var fields = Json.object();
        for (var id : step.screen()) {
            var field = beans.site.fields.get(id);
            if (field != null) {
                fields.set(id, one(field).put("required", step.required().contains(id)));
            }
        }
        return fields;
    }

    boolean onScreen(Field field) {
        return field.kind() != Kind.COMPUTED
                && !field.id().equals("resolution")
                && !project.offScreen.contains(field.id())
                && switch (field.id()) {
                    case "reporter" -> beans.viewer.may("MODIFY_REPORTER", project);
                    case "assignee" -> beans.viewer.may("ASSIGN_ISSUES", project);
                    case "duedate" -> beans.viewer.may("SCHEDULE_ISSUES", project);
                    case "security" -> !project.levels.isEmpty() && beans.viewer.may("SET_ISSUE_SECURITY", project);
                    default -> true;
                };
    }

    private ObjectNode head(Field field, boolean required) {
        var meta = Json.object().put("required", required);
        meta.set("schema", field.schema());
        return meta.put("name", field.name())
                .put("fieldId", field.id())
                .put("hasDefaultValue", field.id().equals("priority"));
    }

    private ObjectNode one(Field field) {
        var meta = head(field, project.required.contains(field.id()));
        meta.set("operations", Json.texts(operations(field)));
        if (field.id().equals("assignee")) {
            meta.put("autoCompleteUrl", beans.rest("user/assignable/search?project=" + project.key + "&username="));
        }
        if (field.kind() == Kind.LABELS) {
            meta.put("autoCompleteUrl", beans.rest("labels/suggest?query="));
        }
        if (field.id().equals("priority")) {
            meta.set("defaultValue", beans.priority(beans.site.catalog.priorities.get(2)));
        }
        var allowed = allowed(field);
        if (allowed != null) {
            meta.set("allowedValues", allowed);
        }
        return meta;
    }

    private static List<String> operations(Field field) {
        return switch (field.id()) {
            case "comment", "worklog" -> List.of("add", "edit", "remove");
            case "attachment" -> List.of("set", "copy");
            case "issuelinks" -> List.of("add", "copy");
            case "timetracking" -> List.of("set", "edit");
            default -> field.kind().many() ? List.of("add", "set", "remove") : List.of("set");
        };
    }

    private @org.jspecify.annotations.Nullable ArrayNode allowed(Field field) {
        var options = Set.of(Kind.OPTION, Kind.OPTIONS, Kind.CASCADE);
        if (options.contains(field.kind())) {
            return Json.array(field.options().stream().map(this::option).toList());
        }
        return switch (field.kind()) {
            case PRIORITY ->
                Json.array(beans.site.catalog.priorities.stream()
                        .map(beans::priority)
                        .toList());
            case RESOLUTION ->
                Json.array(Catalog.RESOLUTIONS.stream().map(beans::resolution).toList());
            case VERSION, VERSIONS ->
                Json.array(project.versions.stream()
                        .map(one -> beans.version(one, project))
                        .toList());
            case COMPONENTS ->
                Json.array(project.components.stream()
                        .map(one -> beans.component(one, project))
                        .toList());
            case PROJECT ->
                Json.array(beans.site.projects.values().stream()
                        .filter(beans.viewer::sees)
                        .map(beans::project)
                        .toList());
            case SECURITY ->
                Json.array(project.levels.stream().map(beans::level).toList());
            default -> null;
        };
    }

    private ObjectNode option(Field.Option option) {
        var bean = beans.option(option);
        if (!option.children().isEmpty()) {
            bean.set(
                    "children",
                    Json.array(option.children().stream().map(beans::option).toList()));
        }
        return bean;
    }
}
