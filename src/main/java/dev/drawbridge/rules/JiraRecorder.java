package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.twin.Twinned;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A Jira that writes down what it was asked and what it answered, in the form that {@link RecordedJira} reads. */
final class JiraRecorder implements Directory, Twinned {
    private final Directory jira;
    private final Twinned twinned;
    private final ObjectNode facts = JsonNodeFactory.instance.objectNode();

    JiraRecorder(Directory jira, Twinned twinned) {
        this.jira = jira;
        this.twinned = twinned;
    }

    /**
     * What was written down.
     *
     * @param wanted which custom fields are worth it; a Jira may have hundreds
     */
    ObjectNode facts(Predicate<JsonNode> wanted) {
        var all = facts.deepCopy();
        if (all.get("customFields") instanceof ArrayNode fields)
            for (var each = fields.elements(); each.hasNext(); ) if (!wanted.test(each.next())) each.remove();
        return all;
    }

    private ObjectNode place(String project) {
        return facts.withObject("/projects").withObject("/" + project);
    }

    private List<ObjectNode> noted(String project, String list, List<ObjectNode> answer) {
        var place = place(project);
        if (!place.has(list)) place.putArray(list).addAll(answer);
        return answer;
    }

    private List<ObjectNode> noted(String list, List<ObjectNode> answer) {
        if (!facts.has(list)) facts.putArray(list).addAll(answer);
        return answer;
    }

    private Optional<ObjectNode> noted(String list, Optional<ObjectNode> answer) {
        answer.ifPresent(one -> {
            var known = facts.withArray("/" + list);
            if (known.valueStream().noneMatch(one::equals)) known.add(one.deepCopy());
        });
        return answer;
    }

    @Override
    public Optional<ObjectNode> project(String key) {
        var answer = jira.project(key);
        answer.ifPresent(found -> place(key).setAll(found));
        return answer;
    }

    @Override
    public List<ObjectNode> issueTypes(String projectKey) {
        return noted(projectKey, "issueTypes", jira.issueTypes(projectKey));
    }

    @Override
    public List<ObjectNode> versions(String projectKey) {
        return noted(projectKey, "versions", jira.versions(projectKey));
    }

    @Override
    public List<ObjectNode> components(String projectKey) {
        return noted(projectKey, "components", jira.components(projectKey));
    }

    @Override
    public List<ObjectNode> securityLevels(String projectKey) {
        return noted(projectKey, "securityLevels", jira.securityLevels(projectKey));
    }

    @Override
    public List<ObjectNode> statuses(String projectKey) {
        return noted(projectKey, "statuses", jira.statuses(projectKey));
    }

    @Override
    public Optional<ObjectNode> priority(String name) {
        return noted("priorities", jira.priority(name));
    }

    @Override
    public Optional<ObjectNode> resolution(String name) {
        return noted("resolutions", jira.resolution(name));
    }

    @Override
    public Optional<ObjectNode> userByEmail(String email) {
        return noted("users", jira.userByEmail(email));
    }

    @Override
    public Optional<ObjectNode> userByName(String username) {
        return noted("users", jira.userByName(username));
    }

    @Override
    public Optional<ObjectNode> userByKey(String key) {
        return noted("users", jira.userByKey(key));
    }

    @Override
    public List<ObjectNode> customFields() {
        return noted("customFields", jira.customFields());
    }

    @Override
    public Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId) {
        var answer = jira.options(customFieldId, projectKey, typeName, issueId);
        customFields();
        answer.ifPresent(options -> {
            for (var field : facts.path("customFields"))
                if (field.path("id").asText().equals(customFieldId))
                    ((ObjectNode) field).putArray("options").addAll(options);
        });
        return answer;
    }

    @Override
    public List<ObjectNode> linkTypes() {
        return noted("linkTypes", jira.linkTypes());
    }

    @Override
    public Optional<ObjectNode> issue(String idOrKey) {
        return noted("issues", jira.issue(idOrKey));
    }

    @Override
    public Optional<ObjectNode> sprint(String projectKey, String name) {
        return jira.sprint(projectKey, name);
    }

    @Override
    public Optional<ObjectNode> group(String name) {
        return noted("groups", jira.group(name));
    }

    @Override
    public boolean isGroupMember(String username, String group) {
        var answer = jira.isGroupMember(username, group);
        userByName(username);
        if (answer)
            for (var user : facts.path("users"))
                if (user.path("username").asText().equals(username))
                    ((ObjectNode) user).withArray("/groups").add(group);
        return answer;
    }

    @Override
    public long uploadLimit() {
        var most = jira.uploadLimit();
        facts.put("uploadLimit", most);
        return most;
    }

    @Override
    public boolean isAssignable(String projectKey, String username) {
        userByName(username);
        return jira.isAssignable(projectKey, username);
    }

    @Override
    public void forget() {
        jira.forget();
    }

    @Override
    public Optional<Local> ofRemote(UUID connection, String remoteId) {
        return notedTwin(remoteId, twinned.ofRemote(connection, remoteId));
    }

    @Override
    public Optional<Local> ofRemoteKey(UUID connection, String remoteKey) {
        return notedTwin(remoteKey, twinned.ofRemoteKey(connection, remoteKey));
    }

    private Optional<Local> notedTwin(String remote, Optional<Local> answer) {
        answer.ifPresent(local -> facts.withObject("/twins")
                .putObject(remote)
                .put("id", local.id())
                .put("key", local.key()));
        return answer;
    }
}
