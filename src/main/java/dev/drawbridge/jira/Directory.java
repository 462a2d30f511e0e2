package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What rules may look up in the local Jira; answers are neutral values, cached for a short while. */
public interface Directory {
    /** A project as {@code {id, key, name, type}}; the type is software, business or service_desk. */
    Optional<ObjectNode> project(String key);

    /** Issue types of a project as {@code {id, name, subtask}}, in Jira's order. */
    List<ObjectNode> issueTypes(String projectKey);

    /** A priority as {@code {id, name}}. */
    Optional<ObjectNode> priority(String name);

    /** All of them, as far as this Jira can be asked for them. */
    default List<ObjectNode> priorities() {
        return List.of();
    }

    /** A resolution as {@code {id, name}}. */
    Optional<ObjectNode> resolution(String name);

    /** All of them, as far as this Jira can be asked for them. */
    default List<ObjectNode> resolutions() {
        return List.of();
    }

    /** The one active user with that address as {@code {key, username, displayName, email, active}}; none if several. */
    Optional<ObjectNode> userByEmail(String email);

    /** A user by user name. */
    Optional<ObjectNode> userByName(String username);

    /** A user by user key. */
    Optional<ObjectNode> userByKey(String key);

    /**
     * All custom fields as {@code {id, name, type, custom}}: {@code id} is the number of {@code customfield_<number>}, {@code
     * type} that of the neutral issue, {@code custom} the key of Jira's schema.
     */
    List<ObjectNode> customFields();

    /** A custom field by its number. */
    default Optional<ObjectNode> customField(String id) {
        return customFields().stream()
                .filter(field -> field.path("id").asText().equals(id))
                .findFirst();
    }

    /** Custom fields of that name in any case; a name that is not known is looked for in Jira again. */
    default List<ObjectNode> customFieldsCalled(String name) {
        return customFields().stream()
                .filter(field -> field.path("name").asText().equalsIgnoreCase(name))
                .toList();
    }

    /** Versions of a project as {@code {id, name, description, startDate, releaseDate, released, archived}}; days as text. */
    List<ObjectNode> versions(String projectKey);

    /** A version by name; one that is not known is looked for in Jira again. */
    default Optional<ObjectNode> version(String projectKey, String name) {
        return named(versions(projectKey), name);
    }

    /** Components of a project as {@code {id, name, description, lead, assigneeType}}; the lead is a person or null. */
    List<ObjectNode> components(String projectKey);

    /** A component by name; one that is not known is looked for in Jira again. */
    default Optional<ObjectNode> component(String projectKey, String name) {
        return named(components(projectKey), name);
    }

    /**
     * What can be chosen in a select or cascading field, as {@code {id, value, childOptions: [{id, value}]}}; empty when the
     * field is on no screen of that type of issue.
     *
     * @param customFieldId the number of the field
     * @param typeName of the issue; empty when it is not known
     * @param issueId of an issue that is there; null while it is to be made
     */
    Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId);

    /** Link types as {@code {id, name, inward, outward}}. */
    List<ObjectNode> linkTypes();

    /** One of them by its name. */
    default Optional<ObjectNode> linkType(String name) {
        return named(linkTypes(), name);
    }

    /** Security levels of a project that the proxy user may set, as {@code {id, name}}. */
    List<ObjectNode> securityLevels(String projectKey);

    /** A sprint of the project's boards that is not over, as {@code {id, name, state}}. */
    default Optional<ObjectNode> sprint(String projectKey, String name) {
        return Optional.empty();
    }

    /** An issue that the proxy user sees as {@code {id, key, project, type}}: keys and names. */
    Optional<ObjectNode> issue(String idOrKey);

    boolean isGroupMember(String username, String group);

    /** A group as {@code {name}}; none when there is none, or the proxy user may not look groups up. */
    Optional<ObjectNode> group(String name);

    /** Statuses that issues of a project can have as {@code {name, category}}; the category is new, indeterminate or done. */
    List<ObjectNode> statuses(String projectKey);

    /** The most bytes that an attachment may have; 0 when attachments are switched off. */
    long uploadLimit();

    boolean isAssignable(String projectKey, String username);

    /** Asks Jira anew from now on: somebody has changed its configuration, or wants to see whether it helps. */
    void forget();

    private static Optional<ObjectNode> named(List<ObjectNode> all, String name) {
        return all.stream()
                .filter(one -> one.path("name").asText().equalsIgnoreCase(name))
                .findFirst();
    }
}
