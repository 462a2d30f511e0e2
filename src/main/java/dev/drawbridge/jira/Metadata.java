package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.replica.Canonical;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Projects, fields, people and the like of the local Jira, remembered for some minutes. */
@Component("directory")
class Metadata implements Directory {
    private static final String NOTHING = Canonical.hash(null);
    private static final String NOBODY = Canonical.hash(JsonNodeFactory.instance.arrayNode());

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String FIELDS = "/rest/api/2/field";

    /** What is not found is not asked for again before that time. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private static final Duration JUST_READ = Duration.ofSeconds(1);

    private final Door door;
    private final Clock clock;
    private final Cache<String, Told> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** When a name was last looked for in vain. */
    private final Cache<String, Instant> misses =
            Caffeine.newBuilder().maximumSize(10_000).build();

    /** What Jira last said to each question, as a hash; kept when the answer itself is forgotten. */
    private final Cache<String, String> told =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private volatile CustomFields fields = new CustomFields(NullNode.getInstance(), Map.of());

    Metadata(Door door, Clock clock) {
        this.door = door;
        this.clock = clock;
    }

    /** The custom fields by their numbers, as an answer of Jira tells. */
    private record CustomFields(JsonNode answer, Map<String, ObjectNode> byId) {}

    /** What Jira answered, missing when there is no such thing, and when. */
    private record Told(JsonNode answer, Instant at) {}

    @Override
    public Optional<ObjectNode> project(String key) {
        return look("/rest/api/2/project/" + encoded(key)).map(project -> JsonNodeFactory.instance
                .objectNode()
                .put("id", project.path("id").asText())
                .put("key", project.path("key").asText())
                .put("name", project.path("name").asText())
                .put("type", project.path("projectTypeKey").asText("")));
    }

    @Override
    public List<ObjectNode> issueTypes(String projectKey) {
        var types = new ArrayList<ObjectNode>();
        look("/rest/api/2/project/" + encoded(projectKey)).ifPresent(project -> project.path("issueTypes")
                .forEach(type -> types.add(JsonNodeFactory.instance
                        .objectNode()
                        .put("id", type.path("id").asText())
                        .put("name", type.path("name").asText())
                        .put("subtask", type.path("subtask").asBoolean(false)))));
        return types;
    }

    @Override
    public Optional<ObjectNode> priority(String name) {
        return named("/rest/api/2/priority", name);
    }

    @Override
    public List<ObjectNode> priorities() {
        return all("/rest/api/2/priority");
    }

    @Override
    public Optional<ObjectNode> resolution(String name) {
        return named("/rest/api/2/resolution", name);
    }

    @Override
    public List<ObjectNode> resolutions() {
        return all("/rest/api/2/resolution");
    }

    @Override
    public Optional<ObjectNode> userByEmail(String email) {
        if (email.isBlank()) return Optional.empty();
        var fitting = new ArrayList<JsonNode>();
        look("/rest/api/2/user/search?maxResults=50&username=" + encoded(email))
                .ifPresent(users -> users.forEach(user -> {
                    var same = user.path("emailAddress").asText("").equalsIgnoreCase(email);
                    if (same && user.path("active").asBoolean(true)) fitting.add(user);
                }));
        return fitting.size() == 1 ? person(fitting.get(0)) : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> userByName(String username) {
        return look("/rest/api/2/user?username=" + encoded(username)).flatMap(Metadata::person);
    }

    @Override
    public Optional<ObjectNode> userByKey(String key) {
        return look("/rest/api/2/user?key=" + encoded(key)).flatMap(Metadata::person);
    }

    @Override
    public boolean isAssignable(String projectKey, String username) {
        var path = "/rest/api/2/user/assignable/search?maxResults=50&project=" + encoded(projectKey) + "&username="
                + encoded(username);
        return look(path)
                .map(users -> {
                    for (var user : users) if (user.path("name").asText().equals(username)) return true;
                    return false;
                })
                .orElse(false);
    }

    @Override
    public long uploadLimit() {
        return look("/rest/api/2/attachment/meta")
                .map(meta -> meta.path("enabled").asBoolean(true)
                        ? meta.path("uploadLimit").asLong(Long.MAX_VALUE)
                        : 0)
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void forget() {
        known.invalidateAll();
        misses.invalidateAll();
    }

    /** Looks up anew what is remembered and might be waited for; says whether anything differs from before. */
    boolean renew() {
        forget();
        var differs = false;
        for (var before : told.asMap().entrySet()) {
            if (!isWaitedFor(before.getKey(), before.getValue())) continue;
            look(before.getKey());
            differs |= !before.getValue().equals(told.getIfPresent(before.getKey()));
        }
        return differs;
    }

    /** A user who is known is never waited for. */
    private static boolean isWaitedFor(String path, String hash) {
        return !path.startsWith("/rest/api/2/user") || hash.equals(NOBODY) || hash.equals(NOTHING);
    }

    @Override
    public List<ObjectNode> customFields() {
        return List.copyOf(fieldsById().values());
    }

    /** Asked for each field of each issue: the list is taken apart once. */
    @Override
    public Optional<ObjectNode> customField(String id) {
        var known = fieldsById().get(id);
        return known != null
                ? Optional.of(known)
                : sought(FIELDS, id, this::customFields, field -> field.path("id")
                        .asText()
                        .equals(id));
    }

    @Override
    public List<ObjectNode> customFieldsCalled(String name) {
        return sought(FIELDS, name, this::customFields, isCalled(name)).isEmpty()
                ? List.of()
                : Directory.super.customFieldsCalled(name);
    }

    /** Each field of each issue that is read asks for them: they are put in order once for each answer of Jira. */
    private Map<String, ObjectNode> fieldsById() {
        var answer = look(FIELDS).orElse(MissingNode.getInstance());
        var last = fields;
        if (last.answer() == answer) return last.byId();
        var byId = new LinkedHashMap<String, ObjectNode>();
        for (var field : answer) {
            var custom = customField(field);
            if (custom != null) byId.put(custom.path("id").asText(), custom);
        }
        fields = new CustomFields(answer, byId);
        return byId;
    }

    private static @Nullable ObjectNode customField(JsonNode field) {
        if (!field.path("custom").asBoolean(false)) return null;
        return NODES.objectNode()
                .put("id", field.path("id").asText().replace("customfield_", ""))
                .put("name", field.path("name").asText())
                .put("type", FieldTypes.of(field.path("schema")))
                .put("custom", field.path("schema").path("custom").asText());
    }

    @Override
    public List<ObjectNode> versions(String projectKey) {
        return list(versionsOf(projectKey), versions -> versions, NeutralIssue::version);
    }

    @Override
    public Optional<ObjectNode> version(String projectKey, String name) {
        return sought(versionsOf(projectKey), name, () -> versions(projectKey), isCalled(name));
    }

    @Override
    public List<ObjectNode> components(String projectKey) {
        return list(componentsOf(projectKey), components -> components, Metadata::component);
    }

    @Override
    public Optional<ObjectNode> component(String projectKey, String name) {
        return sought(componentsOf(projectKey), name, () -> components(projectKey), isCalled(name));
    }

    private static ObjectNode component(JsonNode component) {
        var result = NeutralIssue.component(component);
        result.put("assigneeType", component.path("assigneeType").asText("PROJECT_DEFAULT"));
        return result.set("lead", NeutralIssue.person(component.get("lead")));
    }

    private static String versionsOf(String projectKey) {
        return "/rest/api/2/project/" + encoded(projectKey) + "/versions";
    }

    private static String componentsOf(String projectKey) {
        return "/rest/api/2/project/" + encoded(projectKey) + "/components";
    }

    /** Something was made in the project just now. */
    void forgetParts(String projectKey) {
        known.invalidate(versionsOf(projectKey));
        known.invalidate(componentsOf(projectKey));
    }

    /** The create screen is the same for all issues of a type; the one to edit a single issue is asked for only after it. */
    @Override
    public Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId) {
        var field = "customfield_" + customFieldId;
        var onCreation = issueTypes(projectKey).stream()
                .filter(isCalled(typeName))
                .findFirst()
                .flatMap(type -> createField(projectKey, type, field));
        var meta = onCreation.isPresent() || issueId == null
                ? onCreation
                : look("/rest/api/2/issue/" + issueId + "/editmeta")
                        .map(edit -> edit.path("fields").path(field))
                        .filter(JsonNode::isObject);
        return meta.map(found -> options(found.path("allowedValues"), true));
    }

    /** Jira's names of the fields with which an issue of a type can be made. */
    Set<String> createFields(String project, ObjectNode type) {
        var fields = new HashSet<String>();
        createField(project, type, one -> !fields.add(one.path("fieldId").asText()));
        if (fields.isEmpty())
            look("/rest/api/2/issue/createmeta?expand=projects.issuetypes.fields&projectKeys=" + encoded(project)
                            + "&issuetypeIds=" + type.path("id").asText())
                    .ifPresent(meta -> meta.at("/projects/0/issuetypes/0/fields")
                            .fieldNames()
                            .forEachRemaining(fields::add));
        return fields;
    }

    /** Jira's names of the fields of an issue that can be edited. */
    Set<String> editFields(String issue) {
        var fields = new HashSet<String>();
        look("/rest/api/2/issue/" + issue + "/editmeta")
                .ifPresent(edit -> edit.path("fields").fieldNames().forEachRemaining(fields::add));
        return fields;
    }

    private Optional<JsonNode> createField(String project, ObjectNode type, String field) {
        var found =
                createField(project, type, one -> one.path("fieldId").asText().equals(field));
        return found == null ? createFieldOfJira8(project, type, field) : found;
    }

    /** The first that is wanted; null when this Jira does not know the path. */
    @SuppressWarnings("NullableOptional")
    private @Nullable Optional<JsonNode> createField(String project, ObjectNode type, Predicate<JsonNode> wanted) {
        var path = "/rest/api/2/issue/createmeta/" + encoded(project) + "/issuetypes/"
                + type.path("id").asText() + "?maxResults=200&startAt=";
        var start = 0;
        while (true) {
            var page = look(path + start).orElse(null);
            if (page == null) return null;
            for (var one : page.path("values")) if (wanted.test(one)) return Optional.of(one);
            start += page.path("values").size();
            if (page.path("values").isEmpty()
                    || page.path("isLast").asBoolean(start >= page.path("total").asInt())) return Optional.empty();
        }
    }

    private Optional<JsonNode> createFieldOfJira8(String project, ObjectNode type, String field) {
        return look("/rest/api/2/issue/createmeta?expand=projects.issuetypes.fields&projectKeys=" + encoded(project)
                        + "&issuetypeIds=" + type.path("id").asText())
                .map(meta -> meta.at("/projects/0/issuetypes/0/fields").path(field))
                .filter(JsonNode::isObject);
    }

    private static List<ObjectNode> options(JsonNode allowed, boolean withChildren) {
        var options = new ArrayList<ObjectNode>();
        for (var option : allowed) {
            var found = NODES.objectNode()
                    .put("id", option.path("id").asText())
                    .put("value", option.path("value").asText());
            if (withChildren) found.putArray("childOptions").addAll(options(option.path("children"), false));
            options.add(found);
        }
        return options;
    }

    @Override
    public List<ObjectNode> linkTypes() {
        return list("/rest/api/2/issueLinkType", types -> types.path("issueLinkTypes"), type -> NODES.objectNode()
                .put("id", type.path("id").asText())
                .put("name", type.path("name").asText())
                .put("inward", type.path("inward").asText())
                .put("outward", type.path("outward").asText()));
    }

    @Override
    public List<ObjectNode> securityLevels(String projectKey) {
        return list(
                "/rest/api/2/project/" + encoded(projectKey) + "/securitylevel",
                levels -> levels.path("levels"),
                level -> NODES.objectNode()
                        .put("id", level.path("id").asText())
                        .put("name", level.path("name").asText()));
    }

    @Override
    public Optional<ObjectNode> sprint(String projectKey, String name) {
        var boards = look("/rest/agile/1.0/board?type=scrum&maxResults=50&projectKeyOrId=" + encoded(projectKey));
        if (boards.isEmpty()) return Optional.empty();
        for (var board : boards.get().path("values")) {
            var path =
                    "/rest/agile/1.0/board/" + board.path("id").asText() + "/sprint?state=active,future&maxResults=50";
            var found =
                    sought(path, name, () -> list(path, page -> page.path("values"), Metadata::sprint), isCalled(name));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static ObjectNode sprint(JsonNode sprint) {
        return NODES.objectNode()
                .put("id", sprint.path("id").asText())
                .put("name", sprint.path("name").asText())
                .put("state", sprint.path("state").asText());
    }

    @Override
    public Optional<ObjectNode> issue(String idOrKey) {
        return look("/rest/api/2/issue/" + encoded(idOrKey) + "?fields=project,issuetype")
                .map(issue -> NODES.objectNode()
                        .put("id", issue.path("id").asText())
                        .put("key", issue.path("key").asText())
                        .put("project", issue.at("/fields/project/key").asText())
                        .put("type", issue.at("/fields/issuetype/name").asText()));
    }

    @Override
    public boolean isGroupMember(String username, String group) {
        return look("/rest/api/2/user?expand=groups&username=" + encoded(username))
                .map(user -> {
                    for (var known : user.path("groups").path("items"))
                        if (known.path("name").asText().equalsIgnoreCase(group)) return true;
                    return false;
                })
                .orElse(false);
    }

    @Override
    public Optional<ObjectNode> group(String name) {
        return list(
                        "/rest/api/2/groups/picker?maxResults=50&query=" + encoded(name),
                        found -> found.path("groups"),
                        group -> NODES.objectNode()
                                .put("name", group.path("name").asText()))
                .stream()
                .filter(isCalled(name))
                .findFirst();
    }

    @Override
    public List<ObjectNode> statuses(String projectKey) {
        var statuses = new LinkedHashMap<String, ObjectNode>();
        look("/rest/api/2/project/" + encoded(projectKey) + "/statuses")
                .ifPresent(types -> types.forEach(type -> type.path("statuses")
                        .forEach(status -> statuses.putIfAbsent(
                                status.path("name").asText(),
                                NODES.objectNode()
                                        .put("name", status.path("name").asText())
                                        .put(
                                                "category",
                                                status.at("/statusCategory/key").asText())))));
        return List.copyOf(statuses.values());
    }

    private static Predicate<ObjectNode> isCalled(String name) {
        return one -> one.path("name").asText().equalsIgnoreCase(name);
    }

    private Optional<ObjectNode> named(String path, String name) {
        return sought(path, name, () -> all(path), isCalled(name));
    }

    private List<ObjectNode> all(String path) {
        return list(path, list -> list, one -> NODES.objectNode()
                .put("id", one.path("id").asText())
                .put("name", one.path("name").asText()));
    }

    private List<ObjectNode> list(
            String path, UnaryOperator<JsonNode> elements, Function<JsonNode, @Nullable ObjectNode> neutral) {
        var found = new ArrayList<ObjectNode>();
        look(path).ifPresent(answer -> elements.apply(answer).forEach(element -> {
            var one = neutral.apply(element);
            if (one != null) found.add(one);
        }));
        return found;
    }

    /**
     * What a remembered list does not hold may be there by now: the list is read again, but for each name that is not there
     * only once in a while, and not for many names at a time.
     */
    private Optional<ObjectNode> sought(
            String path, String name, Supplier<List<ObjectNode>> all, Predicate<ObjectNode> wanted) {
        var found = all.get().stream().filter(wanted).findFirst();
        var told = known.getIfPresent(path);
        if (found.isPresent() || told == null || isOf(told, JUST_READ)) return found;
        var question = path + '|' + name;
        var missed = misses.getIfPresent(question);
        if (missed != null && missed.plus(ASK_AGAIN).isAfter(clock.instant())) return found;
        misses.put(question, clock.instant());
        known.invalidate(path);
        return all.get().stream().filter(wanted).findFirst();
    }

    private boolean isOf(Told told, Duration age) {
        return told.at().plus(age).isAfter(clock.instant());
    }

    private boolean isFresh(Told told) {
        return isOf(told, ASK_AGAIN);
    }

    private Optional<JsonNode> look(String path) {
        var seen = known.getIfPresent(path);
        if (seen != null && !seen.answer().isMissingNode()) return Optional.of(seen.answer());
        if (seen != null && isFresh(seen)) return Optional.empty();
        try {
            var answer = door.get(path).body();
            known.put(path, new Told(answer, clock.instant()));
            told.put(path, Canonical.hash(answer));
            return Optional.of(answer);
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
            known.put(path, new Told(MissingNode.getInstance(), clock.instant()));
            told.put(path, NOTHING);
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> person(JsonNode user) {
        return NeutralIssue.person(user) instanceof ObjectNode person ? Optional.of(person) : Optional.empty();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
