package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What Jira Data Center 10.3 says in its OpenAPI document about its answers, mended where the document is known to be
 * wrong or silent: it declares the item where a list comes, no key is required, some beans have no keys at all.
 */
final class Contract {
    private static final String BEANS = "#/components/schemas/";
    private static final String TIME = "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4}$";

    /** The document declares the item, Jira answers with an array. */
    private static final Set<String> MANY = Set.of(
            "GET project",
            "GET field",
            "GET priority",
            "GET status",
            "GET issuetype",
            "GET resolution",
            "GET statuscategory",
            "GET role",
            "GET user/search",
            "GET user/assignable/search",
            "GET project/{projectIdOrKey}/versions",
            "GET project/{projectIdOrKey}/components",
            "GET project/{projectIdOrKey}/statuses",
            "GET issue/{issueIdOrKey}/remotelink",
            "POST issue/{issueIdOrKey}/attachments",
            "POST worklog/list");

    /** The document declares the item, Jira answers with a page of them. */
    private static final Set<String> PAGES = Set.of(
            "GET priority/page",
            "GET status/page",
            "GET issuetype/page",
            "GET issue/createmeta/{projectIdOrKey}/issuetypes",
            "GET issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}");

    /** Answers that the document is silent about. */
    private static final Map<String, String> SILENT = Map.of(
            "POST issue", "IssueRefJsonBean",
            "POST issue/{issueIdOrKey}/remotelink", "RemoteLinkReference",
            "PUT version/{id}", "VersionBean");

    /** What clients rely on; the document requires nothing. */
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry(
                    "AttachmentJsonBean", List.of("self", "id", "filename", "created", "size", "mimeType", "content")),
            Map.entry("AttachmentMetaBean", List.of("enabled", "uploadLimit")),
            Map.entry("ChangelogBean", List.of("startAt", "maxResults", "total", "histories")),
            Map.entry("ChangeHistoryBean", List.of("id", "created", "items")),
            Map.entry("ChangeItemBean", List.of("field", "fieldtype", "from", "fromString", "to", "toString")),
            Map.entry("CommentJsonBean", List.of("self", "id", "author", "body", "updateAuthor", "created", "updated")),
            Map.entry("CommentsWithPaginationJsonBean", List.of("startAt", "maxResults", "total", "comments")),
            Map.entry("ComponentBean", List.of("self", "id", "name", "project", "projectId")),
            Map.entry("CreateMetaIssueTypeBean", List.of("self", "id", "description", "iconUrl", "name", "subtask")),
            Map.entry("EntityPropertiesKeysBean", List.of("keys")),
            Map.entry("EntityPropertyKeyBean", List.of("self", "key")),
            Map.entry("EntityPropertyBean", List.of("key", "value")),
            Map.entry(
                    "FieldBean",
                    List.of("id", "name", "custom", "orderable", "navigable", "searchable", "clauseNames", "schema")),
            Map.entry(
                    "FieldMetaBean", List.of("required", "schema", "name", "fieldId", "hasDefaultValue", "operations")),
            Map.entry("IssueBean", List.of("expand", "id", "self", "key", "fields")),
            Map.entry("IssueLinkTypeJsonBean", List.of("id", "name", "inward", "outward", "self")),
            Map.entry("issueLinks", List.of("id", "type")),
            Map.entry("IssueRefJsonBean", List.of("id", "key", "self")),
            Map.entry("IssueTypeJsonBean", List.of("self", "id", "description", "iconUrl", "name", "subtask")),
            Map.entry("IssueTypeWithStatusJsonBean", List.of("self", "id", "name", "subtask", "statuses")),
            Map.entry("JsonTypeBean", List.of("type")),
            Map.entry("PageBean", List.of("maxResults", "startAt", "total", "isLast", "values")),
            Map.entry("PermissionsJsonBean", List.of("permissions")),
            Map.entry("PermissionJsonBean", List.of("id", "key", "name", "type", "description", "havePermission")),
            Map.entry("PriorityJsonBean", List.of("self", "iconUrl", "name", "id")),
            Map.entry("ProjectBean", List.of("self", "id", "key", "name", "avatarUrls", "projectTypeKey")),
            Map.entry("ProjectJsonBean", List.of("self", "id", "key", "name", "avatarUrls", "projectTypeKey")),
            Map.entry("ProjectRoleBean", List.of("self", "id", "name")),
            Map.entry("ResolutionJsonBean", List.of("self", "id", "description", "name")),
            Map.entry("SearchResultsBean", List.of("expand", "startAt", "maxResults", "total", "issues")),
            Map.entry("StatusJsonBean", List.of("self", "description", "iconUrl", "name", "id", "statusCategory")),
            Map.entry("StatusCategoryJsonBean", List.of("self", "id", "key", "colorName", "name")),
            Map.entry("TransitionsMetaBean", List.of("expand", "transitions")),
            Map.entry("TransitionBean", List.of("id", "name", "to")),
            Map.entry("UserBean", List.of("self", "key", "name", "displayName", "active", "avatarUrls", "timeZone")),
            Map.entry("UserJsonBean", List.of("self", "key", "name", "displayName", "active", "avatarUrls")),
            Map.entry("VersionBean", List.of("self", "id", "name", "archived", "released", "projectId")),
            Map.entry("VisibilityJsonBean", List.of("type", "value")),
            Map.entry(
                    "worklog",
                    List.of(
                            "self",
                            "id",
                            "issueId",
                            "author",
                            "updateAuthor",
                            "comment",
                            "created",
                            "updated",
                            "started",
                            "timeSpent",
                            "timeSpentSeconds")),
            Map.entry("WorklogChangedSinceBean", List.of("values", "since", "until", "self", "lastPage")),
            Map.entry("WorklogWithPaginationBean", List.of("startAt", "maxResults", "total", "worklogs")));

    /** Beans that the document leaves without any key, or gives a type that Jira does not keep to. */
    private static final String MENDED =
            """
            {
              "AttachmentBean": {"$ref": "#/components/schemas/AttachmentJsonBean"},
              "EditMetaBean": {"type": "object", "required": ["fields"], "properties": {"fields": {
                "type": "object", "minProperties": 1,
                "additionalProperties": {"$ref": "#/components/schemas/FieldMetaBean"}}}},
              "EntityPropertyBean": {"type": "object", "properties": {"key": {"type": "string"}, "value": true}},
              "IssueLinkTypesBean": {"type": "object", "required": ["issueLinkTypes"], "properties": {"issueLinkTypes": {
                "type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/IssueLinkTypeJsonBean"}}}},
              "RemoteLinkReference": {"type": "object", "required": ["id", "self"], "properties": {
                "id": {"type": "integer"}, "self": {"type": "string"}}},
              "RemoteIssueLinkBean": {"type": "object", "required": ["id", "self", "object"], "properties": {
                "id": {"type": "integer"}, "self": {"type": "string"}, "globalId": {"type": "string"},
                "relationship": {"type": "string"}, "application": {"type": "object"},
                "object": {"type": "object", "required": ["url", "title"], "properties": {
                  "url": {"type": "string"}, "title": {"type": "string"}, "summary": {"type": "string"},
                  "icon": {"type": "object"}, "status": {"type": "object", "required": ["icon"]}}}}},
              "ServerInfoBean": {"type": "object",
                "required": ["baseUrl", "version", "versionNumbers", "deploymentType", "buildNumber", "buildDate",
                  "serverTime", "scmInfo", "serverTitle"],
                "properties": {"baseUrl": {"type": "string"}, "version": {"type": "string"},
                  "versionNumbers": {"type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "integer"}},
                  "deploymentType": {"enum": ["Server", "Data Center"]}, "buildNumber": {"type": "integer"},
                  "buildDate": {"type": "string", "pattern": "TIME"}, "serverTime": {"type": "string", "pattern": "TIME"},
                  "scmInfo": {"type": "string"}, "serverTitle": {"type": "string"}}},
              "WatchersBean": {"type": "object", "required": ["self", "isWatching", "watchCount", "watchers"],
                "properties": {"self": {"type": "string"}, "isWatching": {"type": "boolean"},
                  "watchCount": {"type": "integer"},
                  "watchers": {"type": "array", "items": {"$ref": "#/components/schemas/UserJsonBean"}}}},
              "VoteBean": {"type": "object", "required": ["self", "votes", "hasVoted", "voters"],
                "properties": {"self": {"type": "string"}, "votes": {"type": "integer"}, "hasVoted": {"type": "boolean"},
                  "voters": {"type": "array", "items": {"$ref": "#/components/schemas/UserJsonBean"}}}}
            }
            """;

    /** The document calls every field of an issue an object; an empty field is null. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("summary", "string"),
            Map.entry("description", "string"),
            Map.entry("environment", "string"),
            Map.entry("duedate", "string"),
            Map.entry("created", "time"),
            Map.entry("updated", "time"),
            Map.entry("resolutiondate", "time"),
            Map.entry("timespent", "integer"),
            Map.entry("timeestimate", "integer"),
            Map.entry("timeoriginalestimate", "integer"),
            Map.entry("workratio", "integer"),
            Map.entry("labels", "[string]"),
            Map.entry("issuetype", "IssueTypeJsonBean"),
            Map.entry("project", "ProjectJsonBean"),
            Map.entry("status", "StatusJsonBean"),
            Map.entry("priority", "PriorityJsonBean"),
            Map.entry("resolution", "ResolutionJsonBean"),
            Map.entry("assignee", "UserJsonBean"),
            Map.entry("reporter", "UserJsonBean"),
            Map.entry("creator", "UserJsonBean"),
            Map.entry("comment", "CommentsWithPaginationJsonBean"),
            Map.entry("worklog", "WorklogWithPaginationBean"),
            Map.entry("parent", "IssueRefJsonBean"),
            Map.entry("attachment", "[AttachmentJsonBean]"),
            Map.entry("issuelinks", "[issueLinks]"),
            Map.entry("subtasks", "[IssueRefJsonBean]"));

    private final JsonNode paths;
    private final ObjectNode components;
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private Contract(JsonNode document) throws IOException {
        paths = document.path("paths");
        components = Json.object();
        var beans = (ObjectNode) document.at("/components/schemas");
        components.set("schemas", beans);
        beans.setAll((ObjectNode) Json.MAPPER.readTree(MENDED.replace("TIME", TIME.replace("\\", "\\\\"))));
        required(beans);
        for (var name : List.of("from", "fromString", "to", "toString")) {
            property(beans, "ChangeItemBean", name).set("type", Json.texts(List.of("string", "null")));
        }
        for (var name : List.of("CommentJsonBean", "AttachmentJsonBean", "worklog", "ChangeHistoryBean")) {
            for (var time : List.of("created", "updated", "started")) {
                if (beans.path(name).path("properties").has(time)) {
                    property(beans, name, time).put("type", "string").put("pattern", TIME);
                }
            }
        }
        beans.withObject("/IssueBean/properties").set("fields", fields());
        var meta = beans.withObject("/FieldMetaBean/properties");
        meta.set("defaultValue", Json.object());
        meta.withObject("/allowedValues").remove("items");
    }

    static Contract read(Path document) throws IOException {
        return new Contract(Json.MAPPER.readTree(Files.readAllBytes(document)));
    }

    private static void required(ObjectNode beans) {
        REQUIRED.forEach((name, keys) -> {
            if (!beans.has(name)) {
                throw new IllegalArgumentException("Not a bean of the contract: '" + name + "'");
            }
            ((ObjectNode) beans.get(name)).set("required", Json.texts(keys));
        });
    }

    private static ObjectNode property(ObjectNode beans, String bean, String name) {
        return (ObjectNode) beans.at("/" + bean + "/properties/" + name);
    }

    private static ObjectNode fields() {
        var fields = Json.object().put("type", "object").put("minProperties", 1);
        var known = fields.putObject("properties");
        FIELDS.forEach((id, kind) -> known.putObject(id)
                .putArray("anyOf")
                .add(Json.object().put("type", "null"))
                .add(kind.startsWith("[") ? list(value(kind.substring(1, kind.length() - 1))) : value(kind)));
        return fields;
    }

    private static ObjectNode value(String kind) {
        return switch (kind) {
            case "string", "integer" -> Json.object().put("type", kind);
            case "time" -> Json.object().put("type", "string").put("pattern", TIME);
            default -> bean(kind);
        };
    }

    private static ObjectNode bean(String name) {
        return Json.object().put("$ref", BEANS + name);
    }

    private static ObjectNode list(JsonNode item) {
        var list = Json.object().put("type", "array");
        list.set("items", item);
        return list;
    }

    /**
     * What is wrong with an answer; empty when nothing is.
     *
     * @param call such as {@code GET issue/{issueIdOrKey}}, with the names that the document gives the variables
     */
    List<String> faults(String call, int status, JsonNode answer) {
        var schema = schema(call, declared(call, status));
        schema.set("components", components);
        return factory.getSchema(schema).validate(answer).stream()
                .map(fault -> fault.getMessage())
                .toList();
    }

    private static ObjectNode schema(String call, ObjectNode item) {
        if (MANY.contains(call)) {
            return list(item).put("minItems", 1);
        }
        if (PAGES.contains(call)) {
            var page = bean("PageBean");
            page.putObject("properties").set("values", list(item).put("minItems", 1));
            return page;
        }
        return item;
    }

    private ObjectNode declared(String call, int status) {
        if (SILENT.containsKey(call)) {
            return bean(SILENT.get(call));
        }
        var parts = call.split(" ");
        var found = paths.path("/api/2/" + parts[1])
                .path(parts[0].toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(status))
                .at("/content/application~1json/schema");
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("The contract knows no answer " + status + " to '" + call + "'");
        }
        return ((ObjectNode) found).deepCopy();
    }
}
