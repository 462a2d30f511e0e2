package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code nodeHelper}: looks things up in the local Jira. A null argument, and what is not there, is null. */
public final class NodeHelper {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Directory directory;
    private final String project;

    NodeHelper(Directory directory, String project) {
        this.directory = directory;
        this.project = project;
    }

    public @Nullable Map<String, Object> getProject(@Nullable String key) {
        return key == null ? null : map(directory.project(key));
    }

    public @Nullable Map<String, Object> getIssueType(@Nullable String name) {
        return getIssueType(name, project);
    }

    public @Nullable Map<String, Object> getIssueType(@Nullable String name, @Nullable String projectKey) {
        if (name == null || projectKey == null) return null;
        return map(directory.issueTypes(projectKey).stream()
                .filter(type -> type.path("name").asText().equalsIgnoreCase(name))
                .findFirst());
    }

    /** The first type of the project that is no sub-task. */
    public @Nullable Map<String, Object> getDefaultIssueType(@Nullable String projectKey) {
        if (projectKey == null) return null;
        return map(directory.issueTypes(projectKey).stream()
                .filter(type -> !type.path("subtask").asBoolean())
                .findFirst());
    }

    public @Nullable Map<String, Object> getPriority(@Nullable String name) {
        return name == null ? null : map(directory.priority(name));
    }

    public @Nullable Map<String, Object> getResolution(@Nullable String name) {
        return name == null ? null : map(directory.resolution(name));
    }

    public @Nullable String getLabel(@Nullable String label) {
        return label;
    }

    public @Nullable Map<String, Object> getUserByEmail(@Nullable String email) {
        return email == null ? null : map(directory.userByEmail(email));
    }

    public @Nullable Map<String, Object> getUserByUsername(@Nullable String username) {
        return username == null ? null : map(directory.userByName(username));
    }

    public @Nullable Map<String, Object> getUser(@Nullable String key) {
        return key == null ? null : map(directory.userByKey(key));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> map(Optional<ObjectNode> value) {
        return value.map(found -> (Map<String, Object>) JSON.convertValue(found, LinkedHashMap.class))
                .orElse(null);
    }
}
