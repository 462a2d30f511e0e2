package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.twin.Twinned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Jira as it was written down beside an example: {@code projects} by key with their {@code issueTypes, versions,
 * components, securityLevels, statuses}; {@code priorities, resolutions, linkTypes, issues, groups, customFields} (with their
 * {@code options}),
 * {@code users} (with their {@code groups}) and {@code twins} from the partner's number or key to the key here.
 */
final class RecordedJira implements Directory, Twinned {
    private final JsonNode facts;

    RecordedJira(JsonNode facts) {
        this.facts = facts;
    }

    @Override
    public Optional<ObjectNode> project(String key) {
        return object(facts.path("projects").path(key)).map(project -> {
            var known = project.deepCopy();
            known.retain("id", "key", "name", "type");
            return known.has("key") ? known : known.put("key", key);
        });
    }

    @Override
    public List<ObjectNode> issueTypes(String projectKey) {
        return list(facts.path("projects").path(projectKey).path("issueTypes"));
    }

    @Override
    public List<ObjectNode> versions(String projectKey) {
        return list(facts.path("projects").path(projectKey).path("versions"));
    }

    @Override
    public List<ObjectNode> components(String projectKey) {
        return list(facts.path("projects").path(projectKey).path("components"));
    }

    @Override
    public List<ObjectNode> securityLevels(String projectKey) {
        return list(facts.path("projects").path(projectKey).path("securityLevels"));
    }

    @Override
    public Optional<ObjectNode> priority(String name) {
        return first("priorities", priority -> priority.path("name").asText().equalsIgnoreCase(name));
    }

    @Override
    public List<ObjectNode> priorities() {
        return list(facts.path("priorities"));
    }

    @Override
    public List<ObjectNode> resolutions() {
        return list(facts.path("resolutions"));
    }

    @Override
    public Optional<ObjectNode> resolution(String name) {
        return first(
                "resolutions", resolution -> resolution.path("name").asText().equalsIgnoreCase(name));
    }

    @Override
    public List<ObjectNode> customFields() {
        return list(facts.path("customFields"));
    }

    @Override
    public Optional<ObjectNode> customField(String id) {
        return first("customFields", field -> field.path("id").asText().equals(id));
    }

    @Override
    public Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId) {
        return first("customFields", field -> field.path("id").asText().equals(customFieldId))
                .map(field -> list(field.path("options")));
    }

    @Override
    public Optional<ObjectNode> userByEmail(String email) {
        var fitting = list(facts.path("users")).stream()
                .filter(user -> user.path("email").asText().equalsIgnoreCase(email)
                        && user.path("active").asBoolean(true))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> userByName(String username) {
        return first("users", user -> user.path("username").asText().equals(username));
    }

    @Override
    public Optional<ObjectNode> userByKey(String key) {
        return first(
                "users",
                user -> user.path("key").asText(user.path("username").asText()).equals(key));
    }

    @Override
    public List<ObjectNode> linkTypes() {
        return list(facts.path("linkTypes"));
    }

    @Override
    public Optional<ObjectNode> issue(String idOrKey) {
        return first(
                "issues",
                issue -> issue.path("key").asText().equals(idOrKey)
                        || issue.path("id").asText().equals(idOrKey));
    }

    @Override
    public Optional<ObjectNode> group(String name) {
        return first("groups", group -> group.path("name").asText().equals(name));
    }

    @Override
    public List<ObjectNode> statuses(String projectKey) {
        return list(facts.path("projects").path(projectKey).path("statuses"));
    }

    @Override
    public boolean isGroupMember(String username, String group) {
        return userByName(username)
                .map(user -> {
                    for (var known : user.path("groups")) if (known.asText().equals(group)) return true;
                    return false;
                })
                .orElse(false);
    }

    @Override
    public long uploadLimit() {
        return facts.path("uploadLimit").asLong(Long.MAX_VALUE);
    }

    @Override
    public boolean isAssignable(String projectKey, String username) {
        return userByName(username).isPresent();
    }

    @Override
    public void forget() {}

    @Override
    public Optional<Local> ofRemote(UUID connection, String remoteId) {
        return twin(remoteId);
    }

    @Override
    public Optional<Local> ofRemoteKey(UUID connection, String remoteKey) {
        return twin(remoteKey);
    }

    private Optional<Local> twin(String remote) {
        return object(facts.path("twins").path(remote))
                .map(twin ->
                        new Local(twin.path("id").asLong(), twin.path("key").asText()));
    }

    private Optional<ObjectNode> first(String list, Predicate<ObjectNode> wanted) {
        return list(facts.path(list)).stream().filter(wanted).findFirst();
    }

    private static Optional<ObjectNode> object(JsonNode node) {
        return node instanceof ObjectNode object ? Optional.of(object.deepCopy()) : Optional.empty();
    }

    private static List<ObjectNode> list(JsonNode nodes) {
        var all = new ArrayList<ObjectNode>();
        nodes.forEach(node -> object(node).ifPresent(all::add));
        return all;
    }
}
