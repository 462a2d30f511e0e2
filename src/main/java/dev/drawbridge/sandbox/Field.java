package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A field of an issue: of the system, or a custom one with its type key and options. */
record Field(String id, String name, Kind kind, boolean navigable, @Nullable String customKey, List<Option> options) {
    record Option(String id, String value, List<Option> children) {}

    private static final String SOFTWARE = "com.pyxis.greenhopper.jira:";
    private static final int FIRST_STANDARD = 10100;
    private static final String PLATFORM = "com.atlassian.jira.plugin.system.customfieldtypes:";

    static List<Field> system() {
        return List.of(
                computed("issuetype", "Issue Type"),
                computed("project", "Project"),
                computed("timespent", "Time Spent"),
                new Field("fixVersions", "Fix Version/s", Kind.VERSIONS, true, null, List.of()),
                computed("aggregatetimespent", "Σ Time Spent"),
                new Field("resolution", "Resolution", Kind.RESOLUTION, true, null, List.of()),
                computed("resolutiondate", "Resolved"),
                computed("workratio", "Work Ratio"),
                computed("lastViewed", "Last Viewed"),
                computed("watches", "Watchers"),
                computed("created", "Created"),
                new Field("priority", "Priority", Kind.PRIORITY, true, null, List.of()),
                new Field("labels", "Labels", Kind.LABELS, true, null, List.of()),
                computed("timeestimate", "Remaining Estimate"),
                computed("aggregatetimeoriginalestimate", "Σ Original Estimate"),
                new Field("versions", "Affects Version/s", Kind.VERSIONS, true, null, List.of()),
                computed("issuelinks", "Linked Issues"),
                new Field("assignee", "Assignee", Kind.USER, true, null, List.of()),
                computed("updated", "Updated"),
                computed("status", "Status"),
                new Field("components", "Component/s", Kind.COMPONENTS, true, null, List.of()),
                computed("timeoriginalestimate", "Original Estimate"),
                new Field("description", "Description", Kind.TEXT, true, null, List.of()),
                new Field("timetracking", "Time Tracking", Kind.COMPUTED, false, null, List.of()),
                new Field("security", "Security Level", Kind.SECURITY, true, null, List.of()),
                new Field("attachment", "Attachment", Kind.COMPUTED, false, null, List.of()),
                computed("aggregatetimeestimate", "Σ Remaining Estimate"),
                new Field("summary", "Summary", Kind.STRING, true, null, List.of()),
                computed("creator", "Creator"),
                computed("subtasks", "Sub-Tasks"),
                new Field("reporter", "Reporter", Kind.USER, true, null, List.of()),
                computed("aggregateprogress", "Σ Progress"),
                new Field("environment", "Environment", Kind.TEXT, true, null, List.of()),
                new Field("duedate", "Due Date", Kind.DATE, true, null, List.of()),
                computed("progress", "Progress"),
                new Field("comment", "Comment", Kind.COMPUTED, false, null, List.of()),
                computed("votes", "Votes"),
                new Field("worklog", "Log Work", Kind.COMPUTED, false, null, List.of()));
    }

    /** One custom field of each standard type, and those of Jira Software, as every project has them on its screens. */
    static List<Field> standard() {
        var fields = new ArrayList<Field>();
        add(fields, "Text Field (single line)", "textfield");
        add(fields, "Text Field (multi-line)", "textarea");
        add(fields, "Number Field", "float");
        add(fields, "Date Picker", "datepicker");
        add(fields, "Date Time Picker", "datetime");
        add(fields, "Select List (single choice)", "select", "Red", "Green", "Blue");
        add(fields, "Select List (multiple choices)", "multiselect", "Red", "Green", "Blue");
        add(fields, "Radio Buttons", "radiobuttons", "Yes", "No");
        add(fields, "Checkboxes", "multicheckboxes", "Code", "Docs", "Tests");
        add(fields, "Select List (cascading)", "cascadingselect", "Europe/Berlin/Ghent", "America/Boston");
        add(fields, "User Picker (single user)", "userpicker");
        add(fields, "User Picker (multiple users)", "multiuserpicker");
        add(fields, "Group Picker (single group)", "grouppicker");
        add(fields, "Group Picker (multiple groups)", "multigrouppicker");
        add(fields, "Version Picker (single version)", "version");
        add(fields, "Version Picker (multiple versions)", "multiversion");
        add(fields, "Project Picker (single project)", "project");
        add(fields, "Label Picker", "labels");
        add(fields, "URL Field", "url");
        add(fields, "Epic Link", SOFTWARE + "gh-epic-link");
        add(fields, "Epic Name", SOFTWARE + "gh-epic-label");
        add(fields, "Sprint", SOFTWARE + "gh-sprint");
        return fields;
    }

    private static void add(List<Field> fields, String name, String type, String... options) {
        var number = FIRST_STANDARD + fields.size();
        fields.add(custom("customfield_" + number, name, type, List.of(options), number * 10));
    }

    private static Field computed(String id, String name) {
        return new Field(id, name, Kind.COMPUTED, true, null, List.of());
    }

    /** @param type the part after the colon of a platform type key, or a whole key */
    static Field custom(String id, String name, String type, List<String> options, int firstOption) {
        var made = new ArrayList<Option>();
        int next = firstOption;
        for (var option : options) {
            var parts = option.split("/");
            var children = new ArrayList<Option>();
            var optionId = String.valueOf(next++);
            for (int i = 1; i < parts.length; i++) {
                children.add(new Option(String.valueOf(next++), parts[i], List.of()));
            }
            made.add(new Option(optionId, parts[0], List.copyOf(children)));
        }
        return new Field(id, name, kindOf(type), true, type.contains(":") ? type : PLATFORM + type, List.copyOf(made));
    }

    /** The same field with one more option. */
    Field withOption(String value, LongSupplier ids) {
        var made = custom(id, name, String.valueOf(customKey), List.of(value), (int) ids.getAsLong());
        var all = new ArrayList<>(options);
        all.addAll(made.options());
        return new Field(id, name, kind, navigable, customKey, List.copyOf(all));
    }

    Field called(String other) {
        return new Field(id, other, kind, navigable, customKey, options);
    }

    private static Kind kindOf(String type) {
        return switch (type.startsWith(PLATFORM) ? type.substring(PLATFORM.length()) : type) {
            case "textfield", "readonlyfield", "url" -> Kind.STRING;
            case "textarea" -> Kind.TEXT;
            case "float" -> Kind.NUMBER;
            case "datepicker" -> Kind.DATE;
            case "datetime" -> Kind.DATETIME;
            case "select", "radiobuttons" -> Kind.OPTION;
            case "multiselect", "multicheckboxes" -> Kind.OPTIONS;
            case "cascadingselect" -> Kind.CASCADE;
            case "userpicker" -> Kind.USER;
            case "multiuserpicker" -> Kind.USERS;
            case "grouppicker" -> Kind.GROUP;
            case "multigrouppicker" -> Kind.GROUPS;
            case "project" -> Kind.PROJECT;
            case "version" -> Kind.VERSION;
            case "multiversion" -> Kind.VERSIONS;
            case "labels" -> Kind.LABELS;
            case "com.pyxis.greenhopper.jira:gh-sprint" -> Kind.SPRINT;
            case "com.pyxis.greenhopper.jira:gh-epic-label" -> Kind.STRING;
            case "com.pyxis.greenhopper.jira:gh-epic-link" -> Kind.ANY;
            default ->
                throw new IllegalArgumentException("Not a custom field type of the simulated Jira: '" + type + "'");
        };
    }

    boolean isOfSoftware() {
        return customKey != null && customKey.startsWith(SOFTWARE);
    }

    boolean isEpicLink() {
        return (SOFTWARE + "gh-epic-link").equals(customKey);
    }

    boolean custom() {
        return customKey != null;
    }

    ObjectNode schema() {
        var schema = Json.object();
        schema.put("type", id.equals("timetracking") ? "timetracking" : kind.type);
        switch (id) {
            case "created", "updated", "resolutiondate" -> schema.put("type", "datetime");
            case "issuetype", "project", "status" -> schema.put("type", id);
            case "creator" -> schema.put("type", "user");
            case "comment" -> schema.put("type", "comments-page");
            case "attachment", "issuelinks", "subtasks", "worklog" -> schema.put("type", "array");
            default -> {}
        }
        if (kind.items != null) {
            schema.put("items", kind.items);
        }
        if (customKey == null) {
            schema.put("system", id);
        } else {
            schema.put("custom", customKey);
            schema.put("customId", Long.parseLong(id.substring("customfield_".length())));
        }
        return schema;
    }
}
