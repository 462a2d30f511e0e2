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

    /** A resolution as {@code {id, name}}. */
    Optional<ObjectNode> resolution(String name);

    /** A link type as {@code {id, name, inward, outward}}. */
    default Optional<ObjectNode> linkType(String name) {
        return Optional.empty();
    }

    /** The one active user with that address as {@code {key, username, displayName, email, active}}; none if several. */
    Optional<ObjectNode> userByEmail(String email);

    /** A user by user name. */
    Optional<ObjectNode> userByName(String username);

    /** A user by user key. */
    Optional<ObjectNode> userByKey(String key);

    /** All custom fields of this Jira as {@code {id, name, type, custom}}: the number, and the type in our words and in Jira's. */
    List<ObjectNode> customFields();

    /** One of them by its number. */
    Optional<ObjectNode> customField(String id);

    /** Versions of a project as {@code {id, name, description, startDate, releaseDate, released, archived}}. */
    List<ObjectNode> versions(String projectKey);

    /** Components of a project as {@code {id, name, description, lead, assigneeType}}. */
    List<ObjectNode> components(String projectKey);

    /**
     * What a select field offers, as {@code {id, value, childOptions}}; empty when the field is not on the screen.
     *
     * @param issueId the issue that is edited; null for one that is to be made
     */
    Optional<List<ObjectNode>> options(
            String customFieldId, String projectKey, String typeName, @Nullable Long issueId);

    /** Security levels of a project as {@code {id, name}}. */
    List<ObjectNode> securityLevels(String projectKey);

    /** An issue as {@code {id, key}}, by either. */
    Optional<ObjectNode> issue(String idOrKey);

    boolean isGroupMember(String username, String group);

    /** The most bytes that an attachment may have; 0 when attachments are switched off. */
    long uploadLimit();

    boolean isAssignable(String projectKey, String username);

    /** Asks Jira anew from now on: somebody has changed its configuration, or wants to see whether it helps. */
    void forget();
}
