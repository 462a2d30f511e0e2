package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The types of custom fields in our words. */
final class FieldType {
    private static final Map<String, String> BY_KEY = Map.ofEntries(
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
            Map.entry("labels", "labels"),
            Map.entry("gh-epic-link", "epicLink"),
            Map.entry("gh-epic-label", "epicName"),
            Map.entry("gh-sprint", "sprint"));

    private static final Map<String, String> BY_SCHEMA = Map.ofEntries(
            Map.entry("string", "text"),
            Map.entry("number", "number"),
            Map.entry("date", "date"),
            Map.entry("datetime", "datetime"),
            Map.entry("option", "option"),
            Map.entry("option-with-child", "cascade"),
            Map.entry("user", "user"),
            Map.entry("group", "group"),
            Map.entry("version", "version"),
            Map.entry("project", "project"),
            Map.entry("array option", "options"),
            Map.entry("array user", "users"),
            Map.entry("array group", "groups"),
            Map.entry("array version", "versions"));

    private FieldType() {}

    /** Of a field's schema as Jira gives it; {@code other} for what is not known. */
    static String of(JsonNode schema) {
        var key = schema.path("custom").asText("");
        var known = BY_KEY.get(key.substring(key.lastIndexOf(':') + 1));
        if (known != null) return known;
        var type = schema.path("type").asText("");
        return BY_SCHEMA.getOrDefault(
                type.equals("array") ? "array " + schema.path("items").asText("") : type, "other");
    }
}
