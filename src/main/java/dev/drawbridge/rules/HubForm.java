package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubAttachment;
import com.exalate.basic.domain.hubobject.v1.BasicHubCascading;
import com.exalate.basic.domain.hubobject.v1.BasicHubComment;
import com.exalate.basic.domain.hubobject.v1.BasicHubComponent;
import com.exalate.basic.domain.hubobject.v1.BasicHubCustomField;
import com.exalate.basic.domain.hubobject.v1.BasicHubGroup;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssueLink;
import com.exalate.basic.domain.hubobject.v1.BasicHubLabel;
import com.exalate.basic.domain.hubobject.v1.BasicHubOption;
import com.exalate.basic.domain.hubobject.v1.BasicHubProject;
import com.exalate.basic.domain.hubobject.v1.BasicHubUser;
import com.exalate.basic.domain.hubobject.v1.BasicHubVersion;
import com.exalate.basic.domain.hubobject.v1.BasicHubWorkLog;
import com.exalate.basic.domain.hubobject.v1.FieldLookup;
import com.exalate.basic.domain.hubobject.v1.HubCustomFields;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Neutral JSON as the hub objects that rules handle: dates become dates, people people, labels labels. */
final class HubForm {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> TIMES = Set.of("created", "updated", "resolutionDate", "startDate", "releaseDate");

    private static final Kinds OURS =
            new Kinds(BasicHubUser::new, BasicHubComment::new, BasicHubAttachment::new, BasicHubWorkLog::new);
    private static final Kinds THEIRS =
            new Kinds(Remote.User::new, Remote.Comment::new, Remote.Attachment::new, Remote.WorkLog::new);

    private final FieldLookup fields;
    private final Kinds kinds;

    private HubForm(FieldLookup fields, Kinds kinds) {
        this.fields = fields;
        this.kinds = kinds;
    }

    /** What ours and the partner's things are made of. */
    private record Kinds(
            Supplier<BasicHubUser> person,
            Supplier<BasicHubComment> comment,
            Supplier<BasicHubAttachment> attachment,
            Supplier<BasicHubWorkLog> workLog) {}

    /** An issue of the local Jira. */
    static BasicHubIssue local(ObjectNode issue, FieldLookup fields) {
        return new HubForm(fields, OURS).issue(issue);
    }

    /** What has arrived from the partner. */
    static BasicHubIssue received(ObjectNode replica) {
        return new HubForm(FieldLookup.NONE, THEIRS).issue(replica);
    }

    /** Something of the local Jira that was looked up, in the given kind of hub object; null for null. */
    static <T extends HubObject> @Nullable T looked(@Nullable JsonNode found, Supplier<T> kind) {
        return found == null || !found.isObject() ? null : new HubForm(FieldLookup.NONE, OURS).object(found, kind);
    }

    private BasicHubIssue issue(ObjectNode json) {
        var issue = new BasicHubIssue(fields);
        json.properties()
                .forEach(property -> issue.put(property.getKey(), value(property.getKey(), property.getValue())));
        return issue;
    }

    private @Nullable Object value(String name, JsonNode value) {
        if (value.isNull()) return null;
        return switch (name) {
            case "assignee", "reporter", "creator", "author", "updateAuthor", "lead" -> one(value, kinds.person());
            case "comments" -> many(value, kinds.comment());
            case "attachments" -> many(value, kinds.attachment());
            case "workLogs" -> many(value, kinds.workLog());
            case "issueLinks" -> many(value, BasicHubIssueLink::new);
            case "fixVersions", "affectedVersions", "versions" -> many(value, BasicHubVersion::new);
            case "components" -> many(value, BasicHubComponent::new);
            case "project" -> one(value, BasicHubProject::new);
            case "due" -> date(value);
            case "customFields" -> customFields(value);
            default -> TIMES.contains(name) ? date(value) : plain(value);
        };
    }

    private HubCustomFields customFields(JsonNode json) {
        var result = new HubCustomFields(FieldLookup.NONE);
        json.properties().forEach(entry -> {
            var field = new BasicHubCustomField();
            entry.getValue().properties().forEach(part -> {
                if (!part.getKey().equals("value")) field.put(part.getKey(), plain(part.getValue()));
            });
            field.put(
                    "value",
                    typed(
                            entry.getValue().path("type").asText(),
                            entry.getValue().path("value")));
            result.put(entry.getKey(), field);
        });
        return result.bound(fields);
    }

    private @Nullable Object typed(String type, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) return null;
        return switch (type) {
            case "date", "datetime" -> date(value);
            case "option" -> one(value, BasicHubOption::new);
            case "options" -> many(value, BasicHubOption::new);
            case "cascade" -> cascade(value);
            case "user" -> one(value, kinds.person());
            case "users" -> many(value, kinds.person());
            case "group" -> one(value, BasicHubGroup::new);
            case "groups" -> many(value, BasicHubGroup::new);
            case "version" -> one(value, BasicHubVersion::new);
            case "versions" -> many(value, BasicHubVersion::new);
            case "project" -> one(value, BasicHubProject::new);
            case "labels" -> labels(value);
            default -> plain(value);
        };
    }

    private @Nullable Object cascade(JsonNode value) {
        if (!value.isObject()) return plain(value);
        var cascade = new BasicHubCascading();
        cascade.put("parent", one(value.path("parent"), BasicHubOption::new));
        cascade.put("child", one(value.path("child"), BasicHubOption::new));
        return cascade;
    }

    private static Set<Object> labels(JsonNode value) {
        var labels = new LinkedHashSet<Object>();
        value.forEach(label -> labels.add(new BasicHubLabel(label.asText())));
        return labels;
    }

    private @Nullable Object one(JsonNode value, Supplier<? extends HubObject> kind) {
        return value.isObject() ? object(value, kind) : value.isMissingNode() ? null : plain(value);
    }

    private List<@Nullable Object> many(JsonNode values, Supplier<? extends HubObject> kind) {
        var list = new ArrayList<@Nullable Object>();
        values.forEach(value -> list.add(one(value, kind)));
        return list;
    }

    private <T extends HubObject> T object(JsonNode value, Supplier<T> kind) {
        var object = kind.get();
        value.properties().forEach(part -> object.put(part.getKey(), value(part.getKey(), part.getValue())));
        return object;
    }

    /** A day is midnight where the node runs; what is no date stays a text. */
    private static @Nullable Object date(JsonNode value) {
        try {
            if (value.isNumber()) return new Date(value.asLong());
            var text = value.asText();
            return text.length() == 10
                    ? Date.from(LocalDate.parse(text)
                            .atStartOfDay(ZoneId.systemDefault())
                            .toInstant())
                    : Date.from(Instant.parse(text));
        } catch (DateTimeException | IllegalArgumentException other) {
            return plain(value);
        }
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isObject()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            value.properties().forEach(part -> map.put(part.getKey(), plain(part.getValue())));
            return map;
        }
        return JSON.convertValue(value, Object.class);
    }
}
