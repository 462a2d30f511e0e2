package com.exalate.basic.domain.hubobject.v1;

import com.exalate.basic.domain.hubobject.v1.status.BasicHubStatus;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An issue, or the copy of one that travels. The well-known keys take what rules are used to give: a name for a status, one
 * label or a list for the labels, a user name for a person. Any other key can be set and travels; a key with the name of a
 * custom field of the local Jira is that field's value.
 */
public class BasicHubIssue extends HubObject {
    private static final long serialVersionUID = 1;

    /** Keys that hold many: unset ones read as empty. */
    private static final Set<String> LISTS = Set.of("comments", "attachments", "workLogs", "issueLinks", "components");

    private static final Set<String> SETS = Set.of("labels", "fixVersions", "affectedVersions");

    private static final Set<String> WELL_KNOWN = Set.of(
            "id",
            "key",
            "summary",
            "description",
            "environment",
            "project",
            "projectKey",
            "type",
            "typeName",
            "status",
            "resolution",
            "priority",
            "securityLevel",
            "assignee",
            "reporter",
            "creator",
            "due",
            "created",
            "updated",
            "resolutionDate",
            "originalEstimate",
            "remainingEstimate",
            "spent",
            "votes",
            "watchers",
            "parentId",
            "customFields",
            "customKeys");

    private static final Map<String, String> SPELLINGS = Map.of(
            "issueType",
            "type",
            "dueDate",
            "due",
            "affectsVersions",
            "affectedVersions",
            "customField",
            "customFields");

    private final transient FieldLookup fields;
    private final transient Map<String, Supplier<@Nullable Object>> later = new HashMap<>();

    /** What was handed out for unset keys, so that a rule can add to it. */
    private final transient Map<String, Object> begun = new LinkedHashMap<>();

    public BasicHubIssue() {
        this(FieldLookup.NONE);
    }

    /** @param fields the custom fields of the issue's Jira; none for a copy that has arrived, free for one being made */
    public BasicHubIssue(FieldLookup fields) {
        this.fields = fields;
    }

    /** The keys that mean something to the node; others can be set all the same, and travel. */
    public static Set<String> wellKnownKeys() {
        var keys = new TreeSet<>(WELL_KNOWN);
        keys.addAll(LISTS);
        keys.addAll(SETS);
        return keys;
    }

    /** What is found out only when a rule reads it. */
    public void later(String key, Supplier<@Nullable Object> value) {
        later.put(key, value);
    }

    /** Wants the issue in that status; it is moved there last. */
    public void setStatus(@Nullable Object status) {
        put("status", status);
    }

    /** Keys that were set, and those that were added to. */
    public Map<String, @Nullable Object> used() {
        var used = new LinkedHashMap<String, @Nullable Object>(this);
        begun.forEach((key, value) -> {
            if (!used.containsKey(key) && !isEmpty(value)) used.put(key, value);
        });
        return used;
    }

    @Override
    protected String key(String name) {
        var spelled = SPELLINGS.get(name);
        return spelled == null || containsKey(name) ? name : spelled;
    }

    @Override
    protected @Nullable Object unset(String key) {
        var started = begun.get(key);
        if (started != null) return started;
        if (later.containsKey(key)) {
            var found = later.get(key).get();
            if (found != null) begun.put(key, found);
            return found;
        }
        if (key.equals("projectKey")) return part("project", "key");
        if (key.equals("typeName")) return part("type", "name");
        if (LISTS.contains(key)) return begin(key, new ArrayList<>());
        if (SETS.contains(key)) return begin(key, new LinkedHashSet<>());
        if (key.equals("customFields")) return begin(key, new HubCustomFields(fields));
        if (key.equals("customKeys")) return begin(key, new LinkedHashMap<>());
        return isCustomField(key) && customFields().get(key) instanceof BasicHubCustomField field
                ? field.get("value")
                : null;
    }

    @Override
    public @Nullable Object put(String name, @Nullable Object value) {
        if (!isCustomField(key(name))) return super.put(name, value);
        return customFields().put(name, value);
    }

    @Override
    protected @Nullable Object typed(String key, @Nullable Object value) {
        if (value == null || value instanceof Closure) return value;
        return switch (key) {
            case "labels" -> set(value, one -> fitted(one, BasicHubLabel::new, "label"));
            case "fixVersions", "affectedVersions" -> set(value, one -> fitted(one, BasicHubVersion::new, "name"));
            case "components" -> new ArrayList<>(set(value, one -> fitted(one, BasicHubComponent::new, "name")));
            case "status" -> fitted(value, BasicHubStatus::new, "name");
            case "priority" -> fitted(value, BasicHubPriority::new, "name");
            case "resolution" -> fitted(value, BasicHubResolution::new, "name");
            case "type" -> fitted(value, BasicHubIssueType::new, "name");
            case "securityLevel" -> fitted(value, BasicHubSecurityLevel::new, "name");
            case "assignee", "reporter", "creator" -> fitted(value, BasicHubUser::new, "username");
            case "project" -> fitted(value, BasicHubProject::new, "key");
            case "projectKey", "typeName", "summary", "parentId", "id", "key" -> value.toString();
            case "comments", "attachments", "workLogs", "issueLinks" -> list(value);
            case "customFields" -> customFields(value);
            default -> value;
        };
    }

    private HubCustomFields customFields() {
        return (HubCustomFields) java.util.Objects.requireNonNull(get("customFields"));
    }

    private HubCustomFields customFields(Object value) {
        if (value instanceof HubCustomFields same) return same;
        var mine = new HubCustomFields(fields);
        if (value instanceof Map<?, ?> map) map.forEach((name, field) -> mine.put(String.valueOf(name), field));
        return mine;
    }

    /** Of an issue of this Jira only: the keys of a copy that travels are free. */
    private boolean isCustomField(String key) {
        if (fields == FieldLookup.NONE || fields == FieldLookup.FREE) return false;
        if (WELL_KNOWN.contains(key) || LISTS.contains(key) || SETS.contains(key) || containsKey(key)) return false;
        return fields.find(key) != null;
    }

    private Object begin(String key, Object empty) {
        begun.put(key, empty);
        return empty;
    }

    private @Nullable Object part(String key, String part) {
        return super.get(key) instanceof Map<?, ?> whole ? whole.get(part) : null;
    }

    private static boolean isEmpty(Object value) {
        if (value instanceof HubCustomFields fields) return fields.used().isEmpty();
        if (value instanceof Map<?, ?> map) return map.isEmpty();
        return value instanceof Collection<?> many && many.isEmpty();
    }

    /** A name becomes a thing of that name; a thing stays as it is. */
    private static Object fitted(Object value, Supplier<HubObject> kind, String name) {
        if (value instanceof HubObject) return value;
        var fitted = kind.get();
        if (value instanceof Map<?, ?> map) map.forEach((key, part) -> fitted.put(String.valueOf(key), part));
        else fitted.put(name, value.toString());
        return fitted;
    }

    private static Set<Object> set(Object value, Function<Object, Object> fitted) {
        var set = new LinkedHashSet<Object>();
        for (var one : list(value)) if (one != null) set.add(fitted.apply(one));
        return set;
    }

    private static List<@Nullable Object> list(Object value) {
        if (value instanceof Collection<?> many) return new ArrayList<>(many);
        return value instanceof Object[] many ? new ArrayList<>(Arrays.asList(many)) : new ArrayList<>(List.of(value));
    }
}
