package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.drawbridge.sandbox.Issue.Item;
import dev.drawbridge.sandbox.Issue.Worklog;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The time that people book on issues, and what that does to the estimate. */
record TimeSpent(Work work) {
    /**
     * What becomes of the remaining estimate.
     *
     * @param how new, leave, manual or auto
     */
    record Adjust(String how, @Nullable String newEstimate, @Nullable String by) {
        static final Adjust AUTO = new Adjust("auto", null, null);

        static Adjust of(Call call, String by) {
            var how = call.asked("adjustEstimate");
            return new Adjust(how == null ? "auto" : how, call.asked("newEstimate"), call.asked(by));
        }
    }

    Worklog add(Viewer by, Issue issue, JsonNode given, Adjust adjust) {
        if (issue.archived || !by.may("WORK_ON_ISSUES", issue.project)) {
            throw Refusal.of(403, "You do not have the permission to associate a worklog to this issue.");
        }
        var worklog = new Worklog(
                String.valueOf(work.site().nextId()), by.name(), work.site().now());
        fill(by, issue, worklog, given);
        if (worklog.seconds <= 0) {
            throw Refusal.field("timeLogged", "You must indicate the time spent working on the issue.");
        }
        var items = adjusted(issue, adjust, worklog.seconds, -1);
        issue.worklogs.add(worklog);
        told("created", by, issue, worklog, items);
        return worklog;
    }

    void edit(Viewer by, Issue issue, Worklog worklog, JsonNode given, Adjust adjust) {
        if (!mine(by, issue, worklog, "EDIT")) {
            throw Refusal.bad("You do not have permission to edit worklog with id: " + worklog.id + ".");
        }
        if (given.isEmpty()) {
            throw Refusal.bad("The worklog has to contain at least one changed field.");
        }
        long before = worklog.seconds;
        fill(by, issue, worklog, given);
        worklog.updateAuthor = by.name();
        worklog.updated = work.site().now();
        var more = worklog.seconds - before;
        told("updated", by, issue, worklog, adjusted(issue, adjust, Math.abs(more), more > 0 ? -1 : 1));
    }

    void delete(Viewer by, Issue issue, Worklog worklog, Adjust adjust) {
        if (!mine(by, issue, worklog, "DELETE")) {
            throw Refusal.bad("You do not have permission to delete worklog with id: " + worklog.id + ".");
        }
        var items = adjusted(issue, adjust, worklog.seconds, 1);
        issue.worklogs.remove(worklog);
        forget(worklog);
        told("deleted", by, issue, worklog, items);
    }

    /** Keeps the id for the only list of deletions that Jira has. */
    void forget(Worklog worklog) {
        work.site()
                .deletedWorklogs
                .computeIfAbsent(work.site().now(), ignored -> new ArrayList<>())
                .add(worklog.id);
    }

    Worklog find(Viewer by, Issue issue, String id) {
        return issue.worklogs.stream()
                .filter(one -> one.id.equals(id) && by.sees(issue, one.visibility))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "Cannot find worklog with id: '" + id + "'."));
    }

    private static boolean mine(Viewer by, Issue issue, Worklog worklog, String verb) {
        boolean own = by.name().equals(worklog.author) && by.may(verb + "_OWN_WORKLOGS", issue.project);
        return !issue.archived && (own || by.may(verb + "_ALL_WORKLOGS", issue.project));
    }

    private void fill(Viewer by, Issue issue, Worklog worklog, JsonNode given) {
        try {
            if (given.has("timeSpentSeconds")) {
                worklog.seconds = given.path("timeSpentSeconds").asLong();
            } else if (given.has("timeSpent")) {
                worklog.seconds = Durations.read(given.path("timeSpent").asText());
            }
            if (given.has("started")) {
                worklog.started = Times.read(given.path("started").asText());
            }
        } catch (Kind.BadValue wrong) {
            throw Refusal.field("timeLogged", wrong.words());
        } catch (DateTimeParseException wrong) {
            throw Refusal.field(
                    "started", "Error parsing time: " + given.path("started").asText());
        }
        var comment = Json.text(given, "comment");
        worklog.comment = comment == null ? worklog.comment : comment;
        worklog.visibility = new Talk(work).visibility(by, issue, given, "worklog");
    }

    private static List<Item> adjusted(Issue issue, Adjust adjust, long seconds, int direction) {
        var items = new ArrayList<Item>();
        try {
            var estimate = issue.values.get("timeestimate");
            long before = estimate == null ? 0 : estimate.asLong();
            switch (adjust.how()) {
                case "new" ->
                    set(issue, "timeestimate", old -> Durations.read(String.valueOf(adjust.newEstimate())), items);
                case "manual" -> {
                    long by = adjust.by() == null ? 0 : Durations.read(adjust.by());
                    set(issue, "timeestimate", old -> Math.max(0, before + direction * by), items);
                }
                case "auto" -> {
                    if (estimate != null) {
                        set(issue, "timeestimate", old -> Math.max(0, before + direction * seconds), items);
                    }
                }
                default -> {}
            }
        } catch (Kind.BadValue wrong) {
            throw Refusal.field("adjustEstimate", wrong.words());
        }
        set(issue, "timespent", spent -> spent - direction * seconds, items);
        return items;
    }

    private static void set(Issue issue, String field, UnaryOperator<Long> change, List<Item> items) {
        var before = issue.values.get(field);
        long old = before == null ? 0 : before.asLong();
        long now = change.apply(old);
        issue.values.put(field, LongNode.valueOf(now));
        var from = before == null ? null : String.valueOf(old);
        items.add(new Item(field, "jira", from, from, String.valueOf(now), String.valueOf(now)));
    }

    private void told(String verb, Viewer by, Issue issue, Worklog worklog, List<Item> items) {
        var all = new ArrayList<>(items);
        boolean gone = verb.equals("deleted");
        all.add(new Item(
                "WorklogId", "jira", gone ? worklog.id : null, gone ? worklog.id : null, worklog.id, worklog.id));
        work.hooks()
                .part(
                        "worklog_" + verb,
                        "worklog",
                        new Beans(new Viewer(work.site(), by.user(), true)).worklog(issue, worklog),
                        issue);
        var type = Map.of("created", "issue_worklog_created", "updated", "issue_worklog_updated");
        work.log(by, issue, all, type.getOrDefault(verb, "issue_worklog_deleted"));
    }
}
