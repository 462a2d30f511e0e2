package dev.drawbridge.rules;

import com.exalate.basic.domain.BasicIssueKey;
import com.exalate.basic.domain.hubobject.v1.BasicHubCascading;
import com.exalate.basic.domain.hubobject.v1.BasicHubComment;
import com.exalate.basic.domain.hubobject.v1.BasicHubComponent;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssueType;
import com.exalate.basic.domain.hubobject.v1.BasicHubLabel;
import com.exalate.basic.domain.hubobject.v1.BasicHubOption;
import com.exalate.basic.domain.hubobject.v1.BasicHubPriority;
import com.exalate.basic.domain.hubobject.v1.BasicHubProject;
import com.exalate.basic.domain.hubobject.v1.BasicHubResolution;
import com.exalate.basic.domain.hubobject.v1.BasicHubSecurityLevel;
import com.exalate.basic.domain.hubobject.v1.BasicHubUser;
import com.exalate.basic.domain.hubobject.v1.BasicHubVersion;
import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.exalate.basic.domain.hubobject.v1.status.BasicHubStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/** {@code nodeHelper}: looks things up in the local Jira. A null argument, and what is not there, is null. */
public final class NodeHelper implements com.exalate.hubobject.jira.NodeHelper {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Scene scene;

    NodeHelper(Scene scene) {
        this.scene = scene;
    }

    /**
     * The local user who is a person of the partner: by {@code users.csv} of the connection, else the one active user with
     * that e-mail address.
     */
    public @Nullable BasicHubUser getLocalUser(@Nullable Map<String, Object> person) {
        return getLocalUser(person, null);
    }

    /** The same; {@code otherwise} when the person is not known here. Nobody is nobody: null for null. */
    public @Nullable BasicHubUser getLocalUser(@Nullable Map<String, Object> person, @Nullable BasicHubUser otherwise) {
        if (person == null) return null;
        var theirs = JSON.<JsonNode>valueToTree(person);
        var ours = scene.people().local(theirs);
        if (ours.isEmpty() && scene.people().recognisable(theirs))
            scene.missed()
                    .add(theirs.path("displayName").asText(theirs.path("email").asText()));
        return ours.isPresent() ? HubForm.looked(ours.get(), BasicHubUser::new) : otherwise;
    }

    public @Nullable BasicHubProject getProject(@Nullable String key) {
        return key == null ? null : scene.project(key);
    }

    public @Nullable BasicHubIssueType getIssueType(@Nullable Object name) {
        return getIssueType(name, scene.projectKey());
    }

    /** @param project its key, or the project itself */
    public @Nullable BasicHubIssueType getIssueType(@Nullable Object name, @Nullable Object project) {
        if (name == null || project == null) return null;
        var wanted = Values.words(name);
        return found(
                wanted,
                scene.directory().issueTypes(key(project)).stream()
                        .filter(type -> type.path("name").asText().equalsIgnoreCase(wanted))
                        .findFirst(),
                BasicHubIssueType::new);
    }

    /** The first type of the project that is no sub-task. */
    public @Nullable BasicHubIssueType getDefaultIssueType(@Nullable Object project) {
        if (project == null) return null;
        return hub(
                scene.directory().issueTypes(key(project)).stream()
                        .filter(type -> !type.path("subtask").asBoolean())
                        .findFirst(),
                BasicHubIssueType::new);
    }

    public @Nullable BasicHubPriority getPriority(@Nullable Object name) {
        return name == null
                ? null
                : found(Values.words(name), scene.directory().priority(Values.words(name)), BasicHubPriority::new);
    }

    public @Nullable BasicHubResolution getResolution(@Nullable Object name) {
        return name == null
                ? null
                : found(Values.words(name), scene.directory().resolution(Values.words(name)), BasicHubResolution::new);
    }

    public @Nullable BasicHubStatus getStatus(@Nullable Object name) {
        if (name == null) return null;
        var status = new BasicHubStatus();
        status.put("name", Values.words(name));
        return status;
    }

    public @Nullable BasicHubSecurityLevel getSecurityLevel(@Nullable Object name) {
        return getSecurityLevel(name, scene.projectKey());
    }

    public @Nullable BasicHubSecurityLevel getSecurityLevel(@Nullable Object name, @Nullable Object project) {
        if (name == null || project == null) return null;
        return found(
                Values.words(name),
                named(scene.directory().securityLevels(key(project)), name),
                BasicHubSecurityLevel::new);
    }

    public @Nullable BasicHubLabel getLabel(@Nullable Object label) {
        return label == null ? null : new BasicHubLabel(Values.words(label));
    }

    public @Nullable BasicHubVersion getVersion(@Nullable Object name, @Nullable Object project) {
        if (name == null || project == null) return null;
        return hub(named(scene.directory().versions(key(project)), name), BasicHubVersion::new);
    }

    /** The version of that name in the issue's project; it is made before the issue is changed when there is none. */
    public @Nullable BasicHubVersion createVersion(
            @Nullable Object issue, @Nullable Object name, @Nullable Object description) {
        return createVersion(issue, name, description, null, null);
    }

    /** The same with days, as dates or as {@code yyyy-MM-dd}; null for none. */
    public @Nullable BasicHubVersion createVersion(
            @Nullable Object issue,
            @Nullable Object name,
            @Nullable Object description,
            @Nullable Object startDate,
            @Nullable Object releaseDate) {
        if (name == null) return null;
        var project = projectOf(issue);
        var known = getVersion(name, project);
        if (known != null) return known;
        var version = new BasicHubVersion();
        version.put("name", Values.words(name));
        version.put("description", description);
        scene.asked()
                .beforehand(new dev.drawbridge.replica.Plan.CreateVersion(
                        project,
                        Values.words(name),
                        text(description),
                        Values.dayText("startDate", startDate),
                        Values.dayText("releaseDate", releaseDate)));
        return version;
    }

    public @Nullable BasicHubComponent getComponent(@Nullable Object name, @Nullable Object project) {
        if (name == null || project == null) return null;
        return hub(named(scene.directory().components(key(project)), name), BasicHubComponent::new);
    }

    public @Nullable BasicHubComponent createComponent(
            @Nullable Object issue, @Nullable Object name, @Nullable Object description) {
        return createComponent(issue, name, description, null, "PROJECT_DEFAULT");
    }

    /**
     * The component of that name in the issue's project; it is made before the issue is changed when there is none.
     *
     * @param leadKey key or user name of a user here; null for none
     * @param assigneeType PROJECT_DEFAULT, COMPONENT_LEAD, PROJECT_LEAD or UNASSIGNED
     */
    public @Nullable BasicHubComponent createComponent(
            @Nullable Object issue,
            @Nullable Object name,
            @Nullable Object description,
            @Nullable Object leadKey,
            @Nullable Object assigneeType) {
        if (name == null || assigneeType == null) return null;
        var project = projectOf(issue);
        var known = getComponent(name, project);
        if (known != null) return known;
        var component = new BasicHubComponent();
        component.put("name", Values.words(name));
        component.put("description", description);
        scene.asked()
                .beforehand(new dev.drawbridge.replica.Plan.CreateComponent(
                        project, Values.words(name), text(description), username(leadKey), assigneeType.toString()));
        return component;
    }

    /** An option of a select field by its value; the field by name or number. */
    public @Nullable BasicHubOption getOption(@Nullable Object issue, @Nullable Object field, @Nullable Object value) {
        if (field == null || value == null) return null;
        var known = new LocalFields(scene.directory(), scene.before()).find(Values.words(field));
        if (known == null) throw new IllegalArgumentException("There is no custom field '" + field + "' in this Jira");
        var options =
                scene.options(String.valueOf(known.get("id")), projectOf(issue)).orElse(List.of());
        return hub(
                options.stream()
                        .filter(option -> option.path("value").asText().equals(Values.words(value))
                                || option.path("id").asText().equals(Values.words(value)))
                        .findFirst(),
                NodeHelper::option);
    }

    /** A choice in a cascading select, of options or of their values. */
    public @Nullable BasicHubCascading getCascadingSelect(@Nullable Object parent, @Nullable Object child) {
        if (parent == null) return null;
        var cascade = new BasicHubCascading();
        cascade.put("parent", parent);
        cascade.put("child", child);
        return cascade;
    }

    public @Nullable BasicHubUser getUserByEmail(@Nullable Object email) {
        return email == null || email.toString().isBlank()
                ? null
                : found(email.toString(), scene.people().byEmail(email.toString()), BasicHubUser::new);
    }

    /** The same, when the user can be assigned to issues of the project. */
    public @Nullable BasicHubUser getUserByEmail(@Nullable Object email, @Nullable Object project) {
        return assignable(getUserByEmail(email), project);
    }

    public @Nullable BasicHubUser getUserByUsername(@Nullable Object username) {
        return username == null ? null : hub(scene.directory().userByName(username.toString()), BasicHubUser::new);
    }

    public @Nullable BasicHubUser getUser(@Nullable Object key) {
        if (key == null) return null;
        var user = scene.directory().userByKey(key.toString());
        return hub(user.isPresent() ? user : scene.directory().userByName(key.toString()), BasicHubUser::new);
    }

    /** The same, when the user can be assigned to issues of the project. */
    public @Nullable BasicHubUser getUser(@Nullable Object key, @Nullable Object project) {
        return assignable(getUser(key), project);
    }

    public boolean isUserAssignable(@Nullable Object project, @Nullable Object user) {
        if (project == null || user == null) return false;
        var username = username(user);
        return username != null && scene.directory().isAssignable(key(project), username);
    }

    /** The local issue that is the twin of the partner's issue with that number; null when it has none here. */
    public @Nullable BasicIssueKey getLocalIssueFromRemoteId(@Nullable Object remoteId) {
        return remoteId == null ? null : scene.twinOfRemoteId(Values.words(remoteId));
    }

    public @Nullable BasicIssueKey getLocalIssueFromRemoteId(@Nullable Object remoteId, @Nullable Object entityType) {
        return getLocalIssueFromRemoteId(remoteId);
    }

    public @Nullable BasicIssueKey getLocalIssueKeyFromRemoteId(@Nullable Object remoteId) {
        return getLocalIssueFromRemoteId(remoteId);
    }

    public @Nullable BasicIssueKey getLocalIssueKeyFromRemoteId(
            @Nullable Object remoteId, @Nullable Object entityType) {
        return getLocalIssueFromRemoteId(remoteId);
    }

    public @Nullable BasicIssueKey getLocalKeyFromRemoteId(@Nullable Object remoteId) {
        return getLocalIssueFromRemoteId(remoteId);
    }

    public @Nullable BasicIssueKey getLocalKeyFromRemoteId(@Nullable Object remoteId, @Nullable Object entityType) {
        return getLocalIssueFromRemoteId(remoteId);
    }

    /** The local issue that is the twin of the partner's issue with that key; null when it has none here. */
    public @Nullable BasicIssueKey getLocalIssueFromRemoteUrn(@Nullable Object remoteKey) {
        return remoteKey == null ? null : scene.twinOfRemoteKey(Values.words(remoteKey));
    }

    /** HTML as plain text. */
    public @Nullable String stripHtml(@Nullable Object html) {
        return html == null ? null : Jsoup.parse(html.toString()).wholeText().strip();
    }

    /** Comments whose HTML is plain text. */
    public List<Object> stripHtmlFromComments(@Nullable Collection<?> comments) {
        var stripped = new ArrayList<Object>();
        if (comments == null) return stripped;
        for (var comment : comments) {
            if (comment instanceof BasicHubComment known) known.put("body", stripHtml(known.get("body")));
            stripped.add(comment);
        }
        return stripped;
    }

    public Object getHubIssue(@Nullable Object id) {
        throw Limits.of(
                "Reading a whole other issue in a rule",
                "Read what is needed of it with httpClient.get(\"/rest/api/2/issue/...\").");
    }

    public Object getHtmlField(@Nullable Object issue, @Nullable Object name) {
        throw Limits.of(
                "Rendering wiki markup",
                "Send the markup itself, or read renderedFields with"
                        + " httpClient.get(\"/rest/api/2/issue/${issue.key}?expand=renderedFields\").");
    }

    private @Nullable BasicHubUser assignable(@Nullable BasicHubUser user, @Nullable Object project) {
        return user != null && isUserAssignable(project, user) ? user : null;
    }

    private String projectOf(@Nullable Object issue) {
        if (issue instanceof Map<?, ?> map) {
            var key = map.get("projectKey");
            if (key != null) return Values.words(key);
            if (map.get("project") instanceof Map<?, ?> project && project.get("key") != null)
                return Values.words(project.get("key"));
        }
        return scene.projectKey();
    }

    private static String key(Object project) {
        return project instanceof Map<?, ?> map && map.get("key") != null
                ? Values.words(map.get("key"))
                : Values.words(project);
    }

    private @Nullable String username(@Nullable Object user) {
        if (user == null) return null;
        if (user instanceof Map<?, ?> map && map.get("username") != null) return Values.words(map.get("username"));
        var found = getUser(user instanceof Map<?, ?> map ? map.get("key") : user);
        return found == null ? null : String.valueOf(found.get("username"));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Optional<ObjectNode> named(List<ObjectNode> all, Object name) {
        return all.stream()
                .filter(one -> one.path("name").asText().equals(Values.words(name)))
                .findFirst();
    }

    private static BasicHubOption option() {
        return new BasicHubOption();
    }

    private <T extends HubObject> @Nullable T found(String name, Optional<ObjectNode> value, Supplier<T> kind) {
        if (value.isEmpty()) scene.missed().add(name);
        return hub(value, kind);
    }

    private static <T extends HubObject> @Nullable T hub(Optional<ObjectNode> value, Supplier<T> kind) {
        return HubForm.looked(value.orElse(null), kind);
    }
}
