package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns Jira's JSON of an issue into the neutral issue. */
final class NeutralIssue {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CUSTOM = "customfield_";
    private static final DateTimeFormatter JIRA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]Z", Locale.ROOT);
    private static final Map<String, String> PLAIN =
            Map.of("summary", "summary", "description", "description", "environment", "environment", "duedate", "due");
    private static final Map<String, String> NAMED =
            Map.of("status", "status", "priority", "priority", "resolution", "resolution");
    private static final Map<String, String> PEOPLE =
            Map.of("assignee", "assignee", "reporter", "reporter", "creator", "creator");
    private static final Map<String, String> VERSIONS =
            Map.of("fixVersions", "fixVersions", "versions", "affectedVersions");
    private static final Map<String, String> ESTIMATES = Map.of(
            "timeoriginalestimate", "originalEstimate", "timeestimate", "remainingEstimate", "timespent", "spent");

    private NeutralIssue() {}

    /**
     * Reads an issue.
     *
     * @param known a custom field of this Jira by its number, as {@code {id, name, type}}; empty when there is none
     */
    static Snapshot of(JsonNode bean, Function<String, Optional<ObjectNode>> known) {
        var fields = bean.path("fields");
        var issue = NODES.objectNode();
        issue.put("id", bean.path("id").asText());
        issue.put("key", bean.path("key").asText());
        PLAIN.forEach((theirs, ours) -> issue.set(ours, plain(fields.get(theirs))));
        NAMED.forEach((theirs, ours) -> issue.set(ours, named(fields.get(theirs))));
        PEOPLE.forEach((theirs, ours) -> issue.set(ours, person(fields.get(theirs))));
        VERSIONS.forEach((theirs, ours) -> issue.set(ours, each(fields.path(theirs), NeutralIssue::version)));
        ESTIMATES.forEach((theirs, ours) -> issue.set(ours, plain(fields.get(theirs))));
        issue.set("components", each(fields.path("components"), NeutralIssue::component));
        issue.set("type", type(fields.path("issuetype")));
        issue.set("labels", sorted(fields.path("labels")));
        var project = fields.path("project");
        issue.putObject("project")
                .put("key", project.path("key").asText())
                .put("name", project.path("name").asText());
        issue.put("created", instant(fields.path("created").asText()).toString());
        issue.put("updated", instant(fields.path("updated").asText()).toString());
        if (fields.hasNonNull("resolutiondate"))
            issue.put(
                    "resolutionDate",
                    instant(fields.get("resolutiondate").asText()).toString());
        if (fields.path("votes").has("votes"))
            issue.put("votes", fields.path("votes").path("votes").asInt());
        if (fields.path("watches").has("watchCount"))
            issue.put("watchers", fields.path("watches").path("watchCount").asInt());
        if (fields.path("parent").hasNonNull("id"))
            issue.put("parentId", fields.path("parent").get("id").asText());
        if (fields.path("parent").hasNonNull("key"))
            issue.put("parentKey", fields.path("parent").get("key").asText());
        if (fields.path("security").hasNonNull("name"))
            issue.putObject("securityLevel")
                    .put("name", fields.path("security").get("name").asText());
        issue.set("comments", comments(fields.path("comment").path("comments"), true));
        issue.set("attachments", attachments(fields.path("attachment")));
        issue.set("workLogs", Worklogs.neutral(fields.path("worklog").path("worklogs")));
        issue.set("issueLinks", Links.neutral(fields.path("issuelinks")));
        issue.set("customFields", customFields(fields, known));
        var key = bean.path("key").asText();
        return new Snapshot(
                bean.path("id").asLong(),
                key,
                project.path("key").asText(key.substring(0, key.lastIndexOf('-'))),
                instant(fields.path("created").asText()),
                instant(fields.path("updated").asText()),
                fields.path("creator").path("name").asText(""),
                fields.hasNonNull("security"),
                fields.hasNonNull("archiveddate") || bean.path("archived").asBoolean(false),
                Replica.of(issue));
    }

    /** @param plain none of them can be internal; otherwise one that does not say so may be */
    static ArrayNode comments(JsonNode list, boolean plain) {
        var result = NODES.arrayNode();
        list.forEach(comment -> result.add(comment(comment, plain)));
        return result;
    }

    private static ObjectNode comment(JsonNode comment, boolean plain) {
        var result = NODES.objectNode();
        result.put("id", comment.path("id").asText());
        result.put("body", comment.path("body").asText());
        result.set("author", person(comment.get("author")));
        result.set("updateAuthor", person(comment.get("updateAuthor")));
        result.put("created", instant(comment.path("created").asText()).toString());
        result.put("updated", instant(comment.path("updated").asText()).toString());
        var visibility = comment.path("visibility");
        if (visibility.hasNonNull("value"))
            result.put(
                    visibility.path("type").asText().equals("group") ? "groupLevel" : "roleLevel",
                    visibility.get("value").asText());
        if (plain || comment.has("properties")) result.put("internal", isInternal(comment));
        else result.putNull("internal");
        return result;
    }

    private static boolean isInternal(JsonNode comment) {
        for (var property : comment.path("properties"))
            if (property.path("key").asText().equals("sd.public.comment"))
                return property.path("value").path("internal").asBoolean(false);
        return false;
    }

    private static ArrayNode attachments(JsonNode list) {
        var result = NODES.arrayNode();
        list.forEach(file -> result.addObject()
                .put("id", file.path("id").asText())
                .put("filename", file.path("filename").asText())
                .put("filesize", file.path("size").asLong())
                .put("mimetype", file.path("mimeType").asText("application/octet-stream"))
                .put("created", instant(file.path("created").asText()).toString())
                .set("author", person(file.get("author"))));
        return result;
    }

    private static ObjectNode customFields(JsonNode fields, Function<String, Optional<ObjectNode>> known) {
        var result = NODES.objectNode();
        fields.properties().forEach(field -> {
            if (!field.getKey().startsWith(CUSTOM) || isBlank(field.getValue())) return;
            var id = field.getKey().substring(CUSTOM.length());
            var about = known.apply(id);
            var type = about.map(one -> one.path("type").asText()).orElse("other");
            var entry = result.putObject(id).put("id", id);
            about.ifPresent(one -> entry.put("name", one.path("name").asText()));
            entry.put("type", type).set("value", NeutralField.of(type, field.getValue()));
        });
        return result;
    }

    private static boolean isBlank(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    private static JsonNode type(JsonNode type) {
        if (!type.hasNonNull("name")) return NODES.nullNode();
        return NODES.objectNode()
                .put("id", type.path("id").asText())
                .put("name", type.get("name").asText())
                .put("subtask", type.path("subtask").asBoolean(false));
    }

    /** A version as {@code {id, name, description, startDate, releaseDate, released, archived}}, as far as it is told. */
    static ObjectNode version(JsonNode version) {
        var result = NODES.objectNode().put("name", version.path("name").asText());
        for (var name : List.of("id", "description", "startDate", "releaseDate"))
            if (version.hasNonNull(name)) result.put(name, version.get(name).asText());
        for (var name : List.of("released", "archived"))
            if (version.has(name)) result.put(name, version.path(name).asBoolean());
        return result;
    }

    /** A component as {@code {id, name, description, assigneeType, lead}}, as far as it is told. */
    static ObjectNode component(JsonNode component) {
        var result = NODES.objectNode().put("name", component.path("name").asText());
        for (var name : List.of("id", "description", "assigneeType"))
            if (component.hasNonNull(name)) result.put(name, component.get(name).asText());
        if (component.hasNonNull("lead")) result.set("lead", person(component.get("lead")));
        return result;
    }

    private static JsonNode plain(@Nullable JsonNode value) {
        return value == null ? NODES.nullNode() : value;
    }

    private static JsonNode named(@Nullable JsonNode value) {
        if (value == null || !value.hasNonNull("name")) return NODES.nullNode();
        return NODES.objectNode().put("name", value.get("name").asText());
    }

    static JsonNode person(@Nullable JsonNode value) {
        if (value == null || !value.hasNonNull("name")) return NODES.nullNode();
        return NODES.objectNode()
                .put("key", value.path("key").asText(value.get("name").asText()))
                .put("username", value.get("name").asText())
                .put("displayName", value.path("displayName").asText())
                .put("email", value.path("emailAddress").asText(""))
                .put("active", value.path("active").asBoolean(true));
    }

    private static ArrayNode each(JsonNode list, UnaryOperator<JsonNode> neutral) {
        var result = NODES.arrayNode();
        list.forEach(element -> result.add(neutral.apply(element)));
        return result;
    }

    private static ArrayNode sorted(JsonNode labels) {
        var result = NODES.arrayNode();
        var texts = new java.util.TreeSet<String>();
        labels.forEach(label -> texts.add(label.asText()));
        texts.forEach(result::add);
        return result;
    }

    static Instant instant(String text) {
        return text.isEmpty()
                ? Instant.EPOCH
                : OffsetDateTime.parse(text, JIRA_TIME).toInstant();
    }
}
