package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

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

    default List<ObjectNode> customFields() {
        return List.of();
    }

    default List<ObjectNode> versions(String project) {
        return List.of();
    }

    default List<ObjectNode> components(String project) {
        return List.of();
    }

    default Optional<List<ObjectNode>> options(
            String f, String p, String t, @org.jspecify.annotations.Nullable Long i) {
        return Optional.empty();
    }

    default List<ObjectNode> securityLevels(String project) {
        return List.of();
    }

    default boolean isGroupMember(String u, String g) {
        return false;
    }

    /** The most bytes that an attachment may have; 0 when attachments are switched off. */
    long uploadLimit();

    boolean isAssignable(String projectKey, String username);

    /** Asks Jira anew from now on: somebody has changed its configuration, or wants to see whether it helps. */
    void forget();
}
