package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
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
    private final People people;
    private final Missed missed;

    NodeHelper(Directory directory, String project, People people, Missed missed) {
        this.directory = directory;
        this.project = project;
        this.people = people;
        this.missed = missed;
    }

    /**
     * The local user who is a person of the partner: by {@code users.csv} of the connection, else the one active user with
     * that e-mail address.
     */
    public @Nullable Map<String, Object> getLocalUser(@Nullable Map<String, Object> person) {
        return getLocalUser(person, null);
    }

    /** The same; {@code otherwise} when the person is not known here. Nobody is nobody: null for null. */
    public @Nullable Map<String, Object> getLocalUser(
            @Nullable Map<String, Object> person, @Nullable Map<String, Object> otherwise) {
        if (person == null) return null;
        var theirs = JSON.<JsonNode>valueToTree(person);
        var ours = people.local(theirs);
        if (ours.isEmpty() && people.recognisable(theirs))
            missed.add(theirs.path("displayName").asText(theirs.path("email").asText()));
        return ours.isPresent() ? map(ours) : otherwise;
    }

    public @Nullable Map<String, Object> getProject(@Nullable String key) {
        return key == null ? null : map(directory.project(key));
    }

    public @Nullable Map<String, Object> getIssueType(@Nullable String name) {
        return getIssueType(name, project);
    }

    public @Nullable Map<String, Object> getIssueType(@Nullable String name, @Nullable String projectKey) {
        if (name == null || projectKey == null) return null;
        return found(
                name,
                directory.issueTypes(projectKey).stream()
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
        return name == null ? null : found(name, directory.priority(name));
    }

    public @Nullable Map<String, Object> getResolution(@Nullable String name) {
        return name == null ? null : found(name, directory.resolution(name));
    }

    public @Nullable String getLabel(@Nullable String label) {
        return label;
    }

    public @Nullable Map<String, Object> getUserByEmail(@Nullable String email) {
        return email == null || email.isBlank() ? null : found(email, people.byEmail(email));
    }

    public @Nullable Map<String, Object> getUserByUsername(@Nullable String username) {
        return username == null ? null : map(directory.userByName(username));
    }

    public @Nullable Map<String, Object> getUser(@Nullable String key) {
        return key == null ? null : map(directory.userByKey(key));
    }

    private @Nullable Map<String, Object> found(String name, Optional<ObjectNode> value) {
        if (value.isEmpty()) missed.add(name);
        return map(value);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> map(Optional<ObjectNode> value) {
        return value.map(found -> (Map<String, Object>) JSON.convertValue(found, LinkedHashMap.class))
                .orElse(null);
    }
}
