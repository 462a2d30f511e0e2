package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** External, which can be reached, and Internal, which dials; connected, with the issues that the bench put under sync. */
final class Pair implements AutoCloseable {
    static final String CONNECTION = "bench";
    private static final Duration SOON = Duration.ofMillis(20), LATER = Duration.ofMillis(100);

    final Side external;
    final Side internal;
    final Duration startUp;
    private final List<String> synced = new ArrayList<>();

    Pair(Path folder) {
        external = new Side("External", "EXT", folder);
        internal = new Side("Internal", "INT", folder);
        startUp = external.start("public");
        internal.start("private");
    }

    void connect() {
        var invitation = external.api(
                "POST",
                "invitations",
                Map.of(
                        "connection", CONNECTION,
                        "localShortName", "EXT",
                        "remoteShortName", "INT",
                        "mode", "SCRIPT",
                        "incomingProject", "EXT"));
        internal.api(
                "POST",
                "invitations/accept",
                Map.of("code", invitation.path("code").asText(), "incomingProject", "INT"));
    }

    /** Lets the rules of both sides take over fields as well, as an administrator would write it. */
    void takeOver(List<String> fields, List<String> customFields) {
        for (var side : List.of(external, internal)) {
            append(side, "outgoing", copies("replica", "issue", fields, customFields));
            append(
                    side,
                    "incoming",
                    copies("issue", "replica", fields, customFields) + "issue.setStatus(replica.status?.name)\n");
        }
    }

    private static String copies(String to, String from, List<String> fields, List<String> customFields) {
        var rule = new StringBuilder("\n");
        for (var field : fields) rule.append("%1$s.%3$s = %2$s.%3$s%n".formatted(to, from, field));
        for (var id : customFields)
            rule.append("%1$s.customFields.\"%3$s\" = %2$s.customFields.\"%3$s\"%n".formatted(to, from, id));
        return rule.toString();
    }

    private static void append(Side side, String direction, String lines) {
        side.addToRule("connections/" + CONNECTION + "/rules/" + direction, lines);
    }

    /** A new issue of External whose summary nobody else has. */
    String issue(String summary) {
        return external.jira.createIssue(
                "ada", "EXT", "Task", summary, Map.of("description", "About " + summary, "labels", List.of("bench")));
    }

    void sync(String key) {
        external.api("POST", "connections/" + CONNECTION + "/sync", Map.of("issue", key));
        synchronized (synced) {
            synced.add(key);
        }
    }

    /** The key of the twin, once there is one and External has heard of it. */
    String twin(String key) {
        Watch.until(
                "a twin of " + key,
                SOON,
                () -> remote(key).path("state").asText("").startsWith("SYNCHRONIZED"));
        return remote(key).path("remoteKey").asText();
    }

    private JsonNode remote(String key) {
        return external.api("GET", "issues/" + key, null).path("connections").path(0);
    }

    /** Returns when nothing is under way any more on either side. */
    void settle() {
        Watch.until("empty queues", LATER, () -> waiting(external) + waiting(internal) == 0);
        Watch.rest(Side.POLL.multipliedBy(2).plusMillis(300));
        Watch.until("empty queues", LATER, () -> waiting(external) + waiting(internal) == 0);
    }

    private static long waiting(Side side) {
        var connection = side.api("GET", "connections/" + CONNECTION, null);
        return connection.path("outbox").asLong() + connection.path("inbox").asLong();
    }

    /** Refuses to go on unless each issue under sync has exactly one twin that says the same. */
    void compare() {
        settle();
        Map<String, String> bySummary = new HashMap<>();
        var twins = internal.jira.issues("INT");
        for (var key : twins) {
            var other = bySummary.put(summary(internal, key), key);
            if (other != null) throw new WrongState("%s and %s have the same summary".formatted(other, key));
        }
        if (twins.size() != synced.size())
            throw new WrongState(
                    "%d issues are under sync, but Internal has %d".formatted(synced.size(), twins.size()));
        for (var key : synced) {
            var twin = bySummary.get(summary(external, key));
            if (twin == null) throw new WrongState(key + " has no twin in Internal");
            var here = told(external, key);
            var there = told(internal, twin);
            if (!here.equals(there))
                throw new WrongState("%s and %s differ: %s / %s".formatted(key, twin, here, there));
        }
    }

    private static Map<String, Object> told(Side side, String key) {
        var fields = side.jira.issue(key).path("fields");
        Set<String> labels = new TreeSet<>();
        fields.path("labels").forEach(label -> labels.add(label.asText()));
        Set<String> files = new TreeSet<>();
        fields.path("attachment")
                .forEach(file -> files.add(file.path("filename").asText() + " of "
                        + file.path("size").asLong()));
        var texts = side.jira.commentBodies(key).stream()
                .map(text -> text.substring(text.lastIndexOf('\n') + 1))
                .toList();
        return Map.of(
                "description",
                fields.path("description").asText(""),
                "labels",
                labels,
                "files",
                files,
                "comments",
                texts);
    }

    static String summary(Side side, String key) {
        return side.jira.issue(key).path("fields").path("summary").asText();
    }

    @Override
    public void close() {
        internal.close();
        external.close();
    }
}
