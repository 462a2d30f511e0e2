package dev.drawbridge.bench;

import dev.drawbridge.sandbox.Calls;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * How many calls to both Jiras a change costs. Each change counts the read that found it: a search, or the read of the
 * issue when a person put it under sync. Searches beyond one for each interval and Jira count as well.
 */
final class CallCosts {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Pair pair;
    private final Clock clock;
    private final int repeats;

    CallCosts(Pair pair, Clock clock, int repeats) {
        this.pair = pair;
        this.clock = clock;
        this.repeats = repeats;
    }

    /**
     * @param calls for one change, on average
     * @param minimum that can do it, with one fresh read of the target before a write
     * @param kinds of calls other than searches, with how often in all repeats
     */
    record Cost(String change, double calls, int minimum, Map<String, Integer> kinds) {
        double ratio() {
            return calls / minimum;
        }
    }

    /** @param searches for one interval and Jira; {@code others} all other calls in the same time */
    record Idle(double searches, double others, double callsAnHour) {}

    List<Cost> all() {
        var single = custom("Select List (single choice)");
        var number = custom("Number Field");
        var time = custom("Date Time Picker");
        pair.takeOver(
                List.of("environment", "priority", "due", "fixVersions", "resolution", "remainingEstimate"),
                List.of(neutral(single), neutral(number), neutral(time)));
        var key = pair.issue("Costs");
        pair.sync(key);
        var twin = pair.twin(key);
        warmUp(key, twin);
        return List.of(
                cost("summary changed", 3, 1, turn -> {
                    pair.external.jira.edit("ada", key, Map.of("summary", "Costs " + turn));
                    Watch.until("the summary", SOON, () -> Pair.summary(pair.internal, twin)
                            .equals("Costs " + turn));
                }),
                cost("label added", 3, 1, turn -> {
                    pair.external.jira.edit("ada", key, Map.of("labels", List.of("bench", "label-" + turn)));
                    until(twin, "labels", "label-" + turn);
                }),
                cost("six fields at once", 3, 1, turn -> {
                    pair.external.jira.edit(
                            "ada",
                            key,
                            Map.of(
                                    "summary",
                                    "Fields " + turn,
                                    "description",
                                    "About fields " + turn,
                                    "environment",
                                    "Environment " + turn,
                                    "priority",
                                    Map.of("name", turn % 2 == 0 ? "High" : "Low"),
                                    "duedate",
                                    "2026-12-%02d".formatted(turn),
                                    "timetracking",
                                    Map.of("remainingEstimate", turn + "h")));
                    until(twin, "environment", "Environment " + turn);
                }),
                cost("three custom fields at once", 3, 1, turn -> {
                    pair.external.jira.edit(
                            "ada",
                            key,
                            Map.of(
                                    single, Map.of("value", turn % 2 == 0 ? "Red" : "Blue"),
                                    number, turn,
                                    time, "2026-12-%02dT10:00:00.000+0000".formatted(turn)));
                    until(twin, time, "2026-12-%02dT10".formatted(turn));
                }),
                cost("version set", 3, 1, turn -> {
                    pair.external.jira.edit(
                            "ada", key, Map.of("fixVersions", List.of(Map.of("name", turn % 2 == 0 ? "1.0" : "2.0"))));
                    until(twin, "fixVersions", turn % 2 == 0 ? "1.0" : "2.0");
                }),
                cost("closed with its resolution, and opened again", 6, 2, turn -> {
                    pair.external.jira.transition(
                            "ada", key, "Done", Map.of("resolution", Map.of("name", "Duplicate")));
                    until(twin, "resolution", "Duplicate");
                    pair.settle();
                    pair.external.jira.transition("ada", key, "To Do");
                    until(twin, "status", "To Do");
                }),
                cost("new comment", 3, 1, turn -> {
                    pair.external.jira.comment("ada", key, "Comment " + turn);
                    until("comment", twin, turn + 1, 1);
                }),
                cost("new attachment", 4, 1, turn -> {
                    attach(key, "file-" + turn + ".txt");
                    until("attachment", twin, repeats + 1, turn + 1);
                }),
                cost("created with 5 comments and 2 attachments", 10, 0, this::create));
    }

    /** Looks at both Jiras while nobody changes anything. */
    Idle idle(Duration time) {
        pair.settle();
        var began = clock.instant();
        Watch.rest(time);
        var calls = since(began);
        var intervals = (double) time.toMillis() / Side.POLL.toMillis();
        var searches = calls.stream().filter(Side::isSearch).count();
        var perInterval = searches / intervals / 2;
        var others = (calls.size() - searches) / intervals / 2;
        return new Idle(perInterval, others, (perInterval + others) * 3600 / 5);
    }

    private String custom(String name) {
        var id = pair.external.jira.administration().fieldId(name);
        if (!id.equals(pair.internal.jira.administration().fieldId(name)))
            throw new WrongState("The field '%s' has another number in Internal".formatted(name));
        return id;
    }

    private static String neutral(String id) {
        return id.replace("customfield_", "");
    }

    private void until(String twin, String field, String words) {
        Watch.until(field + " in " + twin, SOON, () -> pair.internal
                .jira
                .issue(twin)
                .path("fields")
                .path(field)
                .toString()
                .contains(words));
    }

    // The first of a kind asks Jira for projects, types and people, which are remembered afterwards.
    private void warmUp(String key, String twin) {
        for (var side : List.of(pair.external, pair.internal))
            for (var version : List.of("1.0", "2.0")) side.jira.administration().version(side.project, version);
        pair.external.jira.transition("ada", key, "Done");
        until(twin, "status", "Done");
        pair.settle();
        pair.external.jira.transition("ada", key, "To Do");
        until(twin, "status", "To Do");
        pair.external.jira.comment("ada", key, "First");
        attach(key, "first.txt");
        until("comment", twin, 1, 1);
        pair.settle();
        create(0);
        pair.settle();
    }

    private void create(int number) {
        var key = pair.issue("Created " + number);
        for (var comment = 1; comment <= 5; comment++) pair.external.jira.comment("ada", key, "Comment " + comment);
        attach(key, "one.txt");
        attach(key, "two.txt");
        pair.sync(key);
        until("create", pair.twin(key), 5, 2);
    }

    private void attach(String key, String name) {
        pair.external.jira.attach("ada", key, name, name.getBytes(StandardCharsets.UTF_8));
    }

    private void until(String what, String twin, int comments, int files) {
        Watch.until(
                what + " in " + twin,
                SOON,
                () -> pair.internal.jira.commentBodies(twin).size() >= comments
                        && pair.internal.jira.attachmentNames(twin).size() >= files);
    }

    private Cost cost(String change, int minimum, int found, IntConsumer action) {
        pair.settle();
        var began = clock.instant();
        for (var number = 1; number <= repeats; number++) {
            action.accept(number);
            pair.settle();
        }
        var calls = since(began);
        var intervals = Duration.between(began, clock.instant()).toMillis() / Side.POLL.toMillis() + 1;
        var searches = calls.stream().filter(Side::isSearch).count();
        var kinds = new TreeMap<String, Integer>();
        calls.stream().filter(call -> !Side.isSearch(call)).forEach(call -> kinds.merge(kind(call), 1, Integer::sum));
        var others = calls.size() - searches;
        var beyond = Math.max(0, searches - 2 * intervals);
        return new Cost(change, found + (double) (others + beyond) / repeats, minimum, kinds);
    }

    private List<Calls.Recorded> since(java.time.Instant then) {
        var calls = new ArrayList<Calls.Recorded>();
        Stream.of(pair.external, pair.internal).forEach(side -> calls.addAll(side.callsSince(then)));
        return calls;
    }

    private String kind(Calls.Recorded call) {
        return call.method() + " " + call.path().replaceAll("/(\\d+|[A-Z]+-\\d+)", "/…");
    }
}
