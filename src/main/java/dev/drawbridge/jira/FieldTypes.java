package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What kind of value a custom field holds: by the key of its schema, else by the type that its plugin gives. */
final class FieldTypes {
    private static final String PLATFORM = "com.atlassian.jira.plugin.system.customfieldtypes:";
    private static final String SOFTWARE = "com.pyxis.greenhopper.jira:";

    private static final Map<String, String> PLATFORM_TYPES = Map.ofEntries(
            Map.entry("textfield", "text"),
            Map.entry("readonlyfield", "text"),
            Map.entry("textarea", "textarea"),
            Map.entry("url", "url"),
            Map.entry("float", "number"),
            Map.entry("datepicker", "date"),
            Map.entry("datetime", "datetime"),
            Map.entry("select", "option"),
            Map.entry("radiobuttons", "option"),
            Map.entry("multiselect", "options"),
            Map.entry("multicheckboxes", "options"),
            Map.entry("cascadingselect", "cascade"),
            Map.entry("userpicker", "user"),
            Map.entry("multiuserpicker", "users"),
            Map.entry("grouppicker", "group"),
            Map.entry("multigrouppicker", "groups"),
            Map.entry("version", "version"),
            Map.entry("multiversion", "versions"),
            Map.entry("project", "project"),
            Map.entry("labels", "labels"));
    private static final Map<String, String> SOFTWARE_TYPES =
            Map.of("gh-epic-link", "epicLink", "gh-epic-label", "epicName", "gh-sprint", "sprint");

    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("string", "text"),
            Map.entry("number", "number"),
            Map.entry("date", "date"),
            Map.entry("datetime", "datetime"),
            Map.entry("option", "option"),
            Map.entry("option-with-child", "cascade"),
            Map.entry("user", "user"),
            Map.entry("group", "group"),
            Map.entry("version", "version"),
            Map.entry("project", "project"));
    private static final Map<String, String> MANY =
            Map.of("option", "options", "user", "users", "group", "groups", "version", "versions");

    private FieldTypes() {}

    /** The neutral type for a schema of Jira's REST API; {@code other} when its values are left as they are. */
    static String of(JsonNode schema) {
        var custom = schema.path("custom").asText();
        if (custom.startsWith(PLATFORM)) {
            var known = PLATFORM_TYPES.get(custom.substring(PLATFORM.length()));
            if (known != null) return known;
        }
        if (custom.startsWith(SOFTWARE)) {
            var known = SOFTWARE_TYPES.get(custom.substring(SOFTWARE.length()));
            if (known != null) return known;
        }
        return schema.path("type").asText().equals("array")
                ? MANY.getOrDefault(schema.path("items").asText(), "other")
                : SINGLE.getOrDefault(schema.path("type").asText(), "other");
    }
}
