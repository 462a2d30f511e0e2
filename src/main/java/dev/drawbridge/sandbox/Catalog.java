package dev.drawbridge.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What every Jira has from the first day: types, statuses, priorities, resolutions, kinds of links. */
final class Catalog {
    record IssueType(String id, String name, String description, boolean subtask) implements Named {}

    record Category(String id, String key, String color, String name) implements Named {}

    record Status(String id, String name, Category category) implements Named {}

    record Priority(String id, String name, String color) implements Named {}

    record Resolution(String id, String name, String description) implements Named {}

    record LinkType(String id, String name, String inward, String outward) implements Named {}

    record Role(String id, String name) implements Named {}

    record Level(String id, String name, String description) implements Named {}

    static final Category TO_DO = new Category("2", "new", "default", "To Do");
    static final Category IN_PROGRESS = new Category("4", "indeterminate", "inprogress", "In Progress");
    static final Category DONE = new Category("3", "done", "success", "Done");
    static final List<Category> CATEGORIES =
            List.of(new Category("1", "undefined", "medium-gray", "No Category"), TO_DO, DONE, IN_PROGRESS);

    static final List<IssueType> TYPES = List.of(
            new IssueType("10001", "Story", "Something a user wants.", false),
            new IssueType("10002", "Task", "A task that needs to be done.", false),
            new IssueType("10003", "Sub-task", "A part of an issue.", true),
            new IssueType("10004", "Bug", "A problem which impairs or prevents the functions.", false),
            new IssueType("10000", "Epic", "A big piece of work.", false));

    /** Grows when an administrator adds one. */
    final List<Priority> priorities = new ArrayList<>(List.of(
            new Priority("1", "Highest", "#d04437"),
            new Priority("2", "High", "#f15C75"),
            new Priority("3", "Medium", "#f79232"),
            new Priority("4", "Low", "#707070"),
            new Priority("5", "Lowest", "#999999")));

    static final List<Resolution> RESOLUTIONS = List.of(
            new Resolution("10000", "Done", "Work has been completed on this issue."),
            new Resolution("10001", "Won't Do", "This issue won't be actioned."),
            new Resolution("10002", "Duplicate", "The problem is a duplicate of an existing issue."),
            new Resolution("10003", "Cannot Reproduce", "All attempts at reproducing this issue failed."));

    static final List<LinkType> LINK_TYPES = List.of(
            new LinkType("10000", "Blocks", "is blocked by", "blocks"),
            new LinkType("10001", "Cloners", "is cloned by", "clones"),
            new LinkType("10002", "Duplicate", "is duplicated by", "duplicates"),
            new LinkType("10003", "Relates", "relates to", "relates to"));

    /** Grows when an administrator fills a role that no Jira has from the first day. */
    final List<Role> roles = new ArrayList<>(
            List.of(new Role("10000", "Users"), new Role("10001", "Developers"), new Role("10002", "Administrators")));

    /** Grows when a workflow names a status that no Jira has from the first day. */
    final List<Status> statuses = new ArrayList<>(List.of(
            new Status("10000", "To Do", TO_DO),
            new Status("3", "In Progress", IN_PROGRESS),
            new Status("10001", "Done", DONE)));

    Role role(String name) {
        return Named.byName(roles, name).orElseGet(() -> {
            var role = new Role(String.valueOf(10000 + roles.size()), name);
            roles.add(role);
            return role;
        });
    }

    Status status(String name) {
        return Named.byName(statuses, name).orElseGet(() -> {
            var status = new Status(String.valueOf(10100 + statuses.size()), name, guess(name));
            statuses.add(status);
            return status;
        });
    }

    private static Category guess(String name) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "done", "closed", "resolved", "cancelled", "rejected" -> DONE;
            case "open", "to do", "new", "backlog", "reopened", "waiting for support" -> TO_DO;
            default -> IN_PROGRESS;
        };
    }
}
