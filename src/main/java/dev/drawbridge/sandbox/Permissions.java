package dev.drawbridge.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The default permission scheme, and what was given or taken beside it. */
final class Permissions {
    record Permission(String id, String key, String name, boolean global) {}

    static final Map<String, Permission> ALL = new LinkedHashMap<>();

    static {
        for (var key : ("BROWSE_PROJECTS CREATE_ISSUES EDIT_ISSUES ASSIGN_ISSUES ASSIGNABLE_USER ADD_COMMENTS"
                        + " CREATE_ATTACHMENTS DELETE_OWN_COMMENTS EDIT_OWN_COMMENTS DELETE_OWN_ATTACHMENTS"
                        + " DELETE_OWN_WORKLOGS EDIT_OWN_WORKLOGS TRANSITION_ISSUES SCHEDULE_ISSUES LINK_ISSUES"
                        + " RESOLVE_ISSUES CLOSE_ISSUES MOVE_ISSUES WORK_ON_ISSUES VIEW_VOTERS_AND_WATCHERS"
                        + " VIEW_READONLY_WORKFLOW DELETE_ISSUES MODIFY_REPORTER SET_ISSUE_SECURITY"
                        + " EDIT_ALL_COMMENTS DELETE_ALL_COMMENTS DELETE_ALL_ATTACHMENTS EDIT_ALL_WORKLOGS"
                        + " DELETE_ALL_WORKLOGS MANAGE_WATCHERS ADMINISTER_PROJECTS")
                .split(" ")) {
            add(key, false);
        }
        add("ADMINISTER", true);
        add("SYSTEM_ADMIN", true);
        add("USER_PICKER", true);
        add("BULK_CHANGE", true);
    }

    /** In the default scheme only administrators have these. */
    private static final Set<String> FOR_ADMINISTRATORS = Set.of(
            "DELETE_ISSUES",
            "MODIFY_REPORTER",
            "SET_ISSUE_SECURITY",
            "EDIT_ALL_COMMENTS",
            "DELETE_ALL_COMMENTS",
            "DELETE_ALL_ATTACHMENTS",
            "EDIT_ALL_WORKLOGS",
            "DELETE_ALL_WORKLOGS",
            "MANAGE_WATCHERS",
            "ADMINISTER_PROJECTS",
            "ADMINISTER",
            "SYSTEM_ADMIN");

    private Permissions() {}

    private static void add(String key, boolean global) {
        var words = key.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        var name = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        ALL.put(key, new Permission(String.valueOf(10 + ALL.size()), key, name, global));
    }

    static String known(String key) {
        if (!ALL.containsKey(key)) {
            throw new IllegalArgumentException("Not a Jira permission: '" + key + "'. Known are " + ALL.keySet());
        }
        return key;
    }

    static boolean has(@Nullable User user, @Nullable Project project, String key) {
        if (user == null || !user.active) {
            return false;
        }
        if (project != null) {
            var said = project.rights.getOrDefault(user.name, Map.of()).get(key);
            if (said != null) {
                return said;
            }
        }
        return user.administrator() || !FOR_ADMINISTRATORS.contains(key);
    }
}
