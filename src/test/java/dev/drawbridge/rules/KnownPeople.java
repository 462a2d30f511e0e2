package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A local Jira as far as rules look things up in it. */
final class KnownPeople implements Directory {
    private final Map<String, ObjectNode> users = new HashMap<>();
    private final Map<String, ObjectNode> projects = new HashMap<>();
    private final List<ObjectNode> fields = new ArrayList<>();
    private final List<ObjectNode> issues = new ArrayList<>();
    private long limit = Long.MAX_VALUE;

    KnownPeople user(String username, String email, boolean active) {
        users.put(
                username,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("username", username)
                        .put("email", email)
                        .put("active", active));
        return this;
    }

    KnownPeople project(String key, String type) {
        projects.put(key, JsonNodeFactory.instance.objectNode().put("key", key).put("type", type));
        return this;
    }

    KnownPeople issue(String id, String key, String type) {
        issues.add(JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("key", key)
                .put("type", type));
        return this;
    }

    /** A custom field. */
    KnownPeople field(String id, String name, String type) {
        fields.add(JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("type", type));
        return this;
    }

    @Override
    public List<ObjectNode> customFields() {
        return fields;
    }

    KnownPeople uploads(long most) {
        limit = most;
        return this;
    }

    @Override
    public Optional<ObjectNode> project(String key) {
        return Optional.ofNullable(projects.get(key));
    }

    @Override
    public List<ObjectNode> issueTypes(String projectKey) {
        return List.of();
    }

    @Override
    public Optional<ObjectNode> priority(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> resolution(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<ObjectNode> userByEmail(String email) {
        var fitting = users.values().stream()
                .filter(user -> user.path("email").asText().equalsIgnoreCase(email)
                        && user.path("active").asBoolean())
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> userByName(String username) {
        return Optional.ofNullable(users.get(username));
    }

    @Override
    public Optional<ObjectNode> userByKey(String key) {
        return Optional.empty();
    }

    @Override
    public List<ObjectNode> versions(String projectKey) {
        return List.of();
    }

    @Override
    public List<ObjectNode> components(String projectKey) {
        return List.of();
    }

    @Override
    public Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId) {
        return Optional.empty();
    }

    @Override
    public List<ObjectNode> linkTypes() {
        return List.of();
    }

    @Override
    public List<ObjectNode> securityLevels(String projectKey) {
        return List.of();
    }

    @Override
    public Optional<ObjectNode> issue(String idOrKey) {
        return issues.stream()
                .filter(issue -> issue.path("key").asText().equals(idOrKey))
                .findFirst();
    }

    @Override
    public boolean isGroupMember(String username, String group) {
        return false;
    }

    @Override
    public Optional<ObjectNode> group(String name) {
        return Optional.empty();
    }

    @Override
    public List<ObjectNode> statuses(String projectKey) {
        return List.of();
    }

    @Override
    public long uploadLimit() {
        return limit;
    }

    @Override
    public boolean isAssignable(String projectKey, String username) {
        return users.containsKey(username);
    }

    @Override
    public void forget() {}

    @Override
    public Optional<ObjectNode> customField(String id) {
        return fields.stream()
                .filter(field -> field.path("id").asText().equals(id))
                .findFirst();
    }
}
