package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Projects, types, priorities and people of the local Jira, remembered for some minutes. */
@Component("directory")
class Metadata implements Directory {
    private static final String NOTHING = Canonical.hash(null);
    private static final String NOBODY = Canonical.hash(JsonNodeFactory.instance.arrayNode());

    private static final String CUSTOM = "customfield_";
    private static final int PAGE = 200;

    private static final String FIELDS = "/rest/api/2/field";
    private static final Duration AFTER_A_MISS = Duration.ofSeconds(10);

    private final Door door;
    private final Clock clock;
    private volatile @Nullable CustomFields fields;
    private volatile Instant fieldsSince = Instant.EPOCH;
    private final Cache<String, JsonNode> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** What Jira last said to each question, as a hash; kept when the answer itself is forgotten. */
    private final Cache<String, String> told =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Metadata(Door door, Clock clock) {
        this.door = door;
        this.clock = clock;
    }

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
    public Optional<ObjectNode> resolution(String name) {
        return named("/rest/api/2/resolution", name);
    }

    @Override
    public Optional<ObjectNode> linkType(String name) {
        return look("/rest/api/2/issueLinkType").flatMap(answer -> {
            for (var type : answer.path("issueLinkTypes"))
                if (type.path("name").asText().equalsIgnoreCase(name))
                    return Optional.of(JsonNodeFactory.instance
                            .objectNode()
                            .put("id", type.path("id").asText())
                            .put("name", type.path("name").asText())
                            .put("inward", type.path("inward").asText())
                            .put("outward", type.path("outward").asText()));
            return Optional.empty();
        });
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
    public List<ObjectNode> customFields() {
        return List.copyOf(fields().byId().values());
    }

    /** One that is not known may have been made since the last look; that costs a call at most every so often. */
    @Override
    public Optional<ObjectNode> customField(String id) {
        var found = fields().byId().get(id);
        if (found == null && clock.instant().isAfter(fieldsSince.plus(AFTER_A_MISS))) {
            known.invalidate(FIELDS);
            found = fields().byId().get(id);
        }
        return Optional.ofNullable(found);
    }

    private CustomFields fields() {
        var answer = look(FIELDS).orElseGet(JsonNodeFactory.instance::arrayNode);
        var read = fields;
        if (read != null && read.from() == answer) return read;
        var byId = new LinkedHashMap<String, ObjectNode>();
        answer.forEach(field -> {
            var id = field.path("id").asText();
            if (id.startsWith(CUSTOM))
                byId.put(
                        id.substring(CUSTOM.length()),
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", id.substring(CUSTOM.length()))
                                .put("name", field.path("name").asText())
                                .put("type", FieldType.of(field.path("schema")))
                                .put(
                                        "custom",
                                        field.path("schema").path("custom").asText("")));
        });
        fieldsSince = clock.instant();
        fields = new CustomFields(answer, byId);
        return fields;
    }

    /** The custom fields, and what they were read from. */
    private record CustomFields(JsonNode from, Map<String, ObjectNode> byId) {}

    @Override
    public List<ObjectNode> versions(String projectKey) {
        return list(look("/rest/api/2/project/" + encoded(projectKey) + "/versions"), NeutralIssue::version);
    }

    @Override
    public List<ObjectNode> components(String projectKey) {
        return list(look("/rest/api/2/project/" + encoded(projectKey) + "/components"), NeutralIssue::component);
    }

    @Override
    public List<ObjectNode> securityLevels(String projectKey) {
        return list(
                look("/rest/api/2/project/" + encoded(projectKey) + "/securitylevel")
                        .map(answer -> answer.path("levels")),
                level -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", level.path("id").asText())
                        .put("name", level.path("name").asText()));
    }

    @Override
    public Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId) {
        var field = issueId == null
                ? createField(CUSTOM + customFieldId, projectKey, typeName)
                : look("/rest/api/2/issue/" + issueId + "/editmeta")
                        .map(meta -> meta.path("fields").path(CUSTOM + customFieldId));
        return field.filter(known -> !known.isMissingNode())
                .map(known -> list(Optional.of(known.path("allowedValues")), Metadata::option));
    }

    private Optional<JsonNode> createField(String field, String projectKey, String typeName) {
        var type = issueTypes(projectKey).stream()
                .filter(known -> known.path("name").asText().equalsIgnoreCase(typeName))
                .findFirst();
        if (type.isEmpty()) return Optional.empty();
        var path = "/rest/api/2/issue/createmeta/%s/issuetypes/%s?maxResults=%d&startAt="
                .formatted(encoded(projectKey), type.get().path("id").asText(), PAGE);
        for (var start = 0; ; ) {
            var page = look(path + start).map(answer -> answer.path("values"));
            if (page.isEmpty() || page.get().isEmpty()) return Optional.empty();
            for (var known : page.get()) if (known.path("fieldId").asText().equals(field)) return Optional.of(known);
            start += page.get().size();
        }
    }

    private static ObjectNode option(JsonNode option) {
        var result = JsonNodeFactory.instance
                .objectNode()
                .put("id", option.path("id").asText())
                .put("value", option.path("value").asText(option.path("name").asText()));
        if (option.has("children")) {
            var children = result.putArray("childOptions");
            option.path("children").forEach(child -> children.add(option(child)));
        }
        return result;
    }

    @Override
    public Optional<ObjectNode> issue(String idOrKey) {
        return look("/rest/api/2/issue/" + encoded(idOrKey) + "?fields=project").map(issue -> JsonNodeFactory.instance
                .objectNode()
                .put("id", issue.path("id").asText())
                .put("key", issue.path("key").asText()));
    }

    @Override
    public boolean isGroupMember(String username, String group) {
        return look("/rest/api/2/user?expand=groups&username=" + encoded(username))
                .map(user -> {
                    for (var known : user.path("groups").path("items"))
                        if (known.path("name").asText().equals(group)) return true;
                    return false;
                })
                .orElse(false);
    }

    private static List<ObjectNode> list(Optional<JsonNode> all, Function<JsonNode, ObjectNode> one) {
        var result = new ArrayList<ObjectNode>();
        all.ifPresent(nodes -> nodes.forEach(node -> result.add(one.apply(node))));
        return result;
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

    private Optional<ObjectNode> named(String path, String name) {
        return look(path).flatMap(list -> {
            for (var element : list)
                if (element.path("name").asText().equalsIgnoreCase(name))
                    return Optional.of(JsonNodeFactory.instance
                            .objectNode()
                            .put("name", element.path("name").asText()));
            return Optional.empty();
        });
    }

    private Optional<JsonNode> look(String path) {
        var seen = known.getIfPresent(path);
        if (seen != null) return Optional.of(seen);
        try {
            var answer = door.get(path).body();
            known.put(path, answer);
            told.put(path, Canonical.hash(answer));
            return Optional.of(answer);
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
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
