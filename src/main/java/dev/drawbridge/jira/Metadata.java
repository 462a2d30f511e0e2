package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.drawbridge.replica.Canonical;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Projects, types, priorities and people of the local Jira, remembered for some minutes. */
@Component("directory")
class Metadata implements Directory {
    private static final String NOTHING = Canonical.hash(null);
    private static final String NOBODY = Canonical.hash(JsonNodeFactory.instance.arrayNode());

    private final Door door;
    private final Cache<String, JsonNode> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    /** What Jira last said to each question, as a hash; kept when the answer itself is forgotten. */
    private final Cache<String, String> told =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Metadata(Door door) {
        this.door = door;
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
