package dev.drawbridge.sandbox;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asks: a user, nobody, or the test itself ({@code trusted}), who may do everything in the user's name. */
record Viewer(Site site, @Nullable User user, boolean trusted) {
    ZoneId zone() {
        return site.zoneOf(user);
    }

    User known() {
        if (user == null) {
            throw Refusal.login();
        }
        return user;
    }

    String name() {
        return known().name;
    }

    boolean may(String permission, @Nullable Project project) {
        return trusted || Permissions.has(user, project, permission);
    }

    boolean sees(Project project) {
        return may("BROWSE_PROJECTS", project);
    }

    /** The project, or the refusal that Jira gives for what is not there or may not be seen. */
    Project project(String idOrKey) {
        var project = site.findProject(idOrKey);
        if (project == null || !sees(project)) {
            var what = idOrKey.chars().allMatch(Character::isDigit) ? "id" : "key";
            throw Refusal.of(404, "No project could be found with " + what + " '" + idOrKey + "'.");
        }
        return project;
    }

    boolean sees(Issue issue) {
        if (trusted) {
            return true;
        }
        if (user == null || !may("BROWSE_PROJECTS", issue.project)) {
            return false;
        }
        var level = issue.textOf("security");
        return level == null
                || issue.project.levelMembers.getOrDefault(level, Set.of()).contains(user.name);
    }

    boolean sees(Issue issue, com.fasterxml.jackson.databind.@Nullable JsonNode visibility) {
        if (trusted || visibility == null) {
            return true;
        }
        if (user == null) {
            return false;
        }
        var value = String.valueOf(Json.text(visibility, "value"));
        return "group".equals(Json.text(visibility, "type"))
                ? user.groups.contains(value)
                : issue.project.inRole(user, value);
    }

    /** The issue, or the refusal that Jira gives for what is not there or may not be seen. */
    Issue issue(String idOrKey) {
        var issue = site.findIssue(idOrKey);
        if (issue == null) {
            if (user == null) {
                throw Refusal.login();
            }
            throw Refusal.noIssue();
        }
        if (!sees(issue)) {
            throw user == null
                    ? Refusal.login()
                    : Refusal.of(404, "You do not have the permission to see the specified issue.");
        }
        return issue;
    }
}
