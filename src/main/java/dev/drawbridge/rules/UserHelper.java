package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubUser;
import org.jspecify.annotations.Nullable;

/** {@code userHelper}: people of the local Jira. */
public final class UserHelper implements com.exalate.hubobject.jira.UserHelper {
    private static final String ADMIN = "That needs an administrator's rights, which the proxy user should not have. ";

    private final Scene scene;
    private final NodeHelper node;

    UserHelper(Scene scene, NodeHelper node) {
        this.scene = scene;
        this.node = node;
    }

    public @Nullable BasicHubUser getByEmail(@Nullable Object email) {
        return node.getUserByEmail(email);
    }

    public @Nullable BasicHubUser getByUsername(@Nullable Object username) {
        return node.getUserByUsername(username);
    }

    public @Nullable BasicHubUser getByKey(@Nullable Object key) {
        return node.getUser(key);
    }

    public boolean isGroupMember(@Nullable Object username, @Nullable Object group) {
        return username != null
                && group != null
                && scene.directory().isGroupMember(Values.words(username), Values.words(group));
    }

    public Object createUser(@Nullable Object... person) {
        throw Limits.of("Creating a user", ADMIN + "Create the user in Jira, or map the person in users.csv.");
    }

    public Object findInGroup(@Nullable Object... group) {
        throw Limits.of("Listing the users of a group", ADMIN + "Ask isGroupMember(username, group) for one user.");
    }

    public Object findWithRole(@Nullable Object... role) {
        throw Limits.of("Listing the users with a role", ADMIN + "Map the people in users.csv.");
    }

    public boolean hasRole(@Nullable Object... role) {
        throw Limits.of("Asking for a role", ADMIN + "Ask isGroupMember(username, group) instead.");
    }
}
