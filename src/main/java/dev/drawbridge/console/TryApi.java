package dev.drawbridge.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.rules.Lint;
import dev.drawbridge.rules.Recorder;
import dev.drawbridge.rules.RuleReplays;
import dev.drawbridge.rules.Tries;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trying the rules of a connection out: what they would do, or what other ones would do; nothing is done. */
@RestController
@RequestMapping("/api/v1/connections")
class TryApi {
    private final Connections connections;
    private final Issues issues;
    private final Tries tries;
    private final Recorder recorder;
    private final RuleReplays replays;
    private final Lint lint;

    TryApi(Connections connections, Issues issues, Tries tries, Recorder recorder, RuleReplays replays, Lint lint) {
        this.connections = connections;
        this.issues = issues;
        this.tries = tries;
        this.recorder = recorder;
        this.replays = replays;
        this.lint = lint;
    }

    /**
     * What is tried.
     *
     * @param direction outgoing or incoming
     * @param issue key of a local issue; an incoming rule may do without, then an issue would be made
     * @param replica what the partner says, for an incoming rule; null for what it said last of the issue
     * @param rule text of a rule to try instead of the one in use
     */
    record Trying(
            @Nullable String direction, @Nullable String issue, @Nullable ObjectNode replica, @Nullable String rule) {}

    @PostMapping("/{name}/try")
    Object tried(@PathVariable String name, @RequestBody Trying asked) {
        var connection = connection(name);
        var issue = asked.issue() == null ? null : issue(connection, asked.issue());
        return switch (Required.field("direction", asked.direction())) {
            case "outgoing" -> tries.outgoing(connection, Required.field("issue", issue), asked.rule());
            case "incoming" -> tries.incoming(connection, issue, replica(connection, issue, asked), asked.rule());
            default -> throw noDirection(asked.direction());
        };
    }

    private ObjectNode replica(Connection connection, @Nullable Snapshot issue, Trying asked) {
        if (asked.replica() != null || issue == null) return Required.field("replica", asked.replica());
        return tries.received(connection, issue)
                .orElseThrow(() -> new Problems.WrongField(
                        "issue",
                        "The partner has said nothing of %s yet: try on an issue that is under sync."
                                .formatted(issue.key())));
    }

    /**
     * What is recorded.
     *
     * @param issue key of a local issue
     * @param remote key of an issue of the partner of which none has come to be here, instead of the local one
     * @param unmasked whether people, addresses and free text stay in it
     */
    record Recording(@Nullable String direction, @Nullable String issue, @Nullable String remote, boolean unmasked) {}

    /** An example by the names of its files: {@code case, issue, replica, previous, metadata}. */
    @PostMapping("/{name}/record")
    ObjectNode recorded(@PathVariable String name, @RequestBody Recording asked) {
        var connection = connection(name);
        var direction = Required.field("direction", asked.direction());
        if (direction.equals("incoming") && asked.issue() == null && asked.remote() != null)
            return recorder.incomingOf(connection, asked.remote(), !asked.unmasked());
        var issue = issue(connection, Required.field("issue", asked.issue()));
        return switch (direction) {
            case "outgoing" -> recorder.outgoing(connection, issue, !asked.unmasked());
            case "incoming" -> recorder.incoming(connection, issue, !asked.unmasked());
            default -> throw noDirection(asked.direction());
        };
    }

    /**
     * What is replayed.
     *
     * @param rule text of a rule to compare with the one in use; null to compare that with an earlier version
     * @param against which version to compare with; null for the one in use, or, without a rule, the one before it
     * @param last how many events or issues, at most 1000; null for 100
     */
    record Replaying(
            @Nullable String direction, @Nullable String rule, @Nullable String against, @Nullable Integer last) {}

    @PostMapping("/{name}/replay")
    RuleReplays.Replay replayed(@PathVariable String name, @RequestBody Replaying asked) {
        var connection = connection(name);
        var most = asked.last() == null ? 100 : asked.last();
        if (most < 1 || most > 1000) throw new IllegalArgumentException("last is from 1 to 1000, not " + most + ".");
        var comparison = new RuleReplays.Comparison(asked.rule(), asked.against(), most);
        return switch (Required.field("direction", asked.direction())) {
            case "outgoing" -> replays.outgoing(connection, comparison);
            case "incoming" -> replays.incoming(connection, comparison);
            default -> throw noDirection(asked.direction());
        };
    }

    /** What the incoming rule sets that this Jira does not know, or has on no screen. */
    @GetMapping("/{name}/lint")
    Map<String, Object> linted(@PathVariable String name) {
        return Map.of("problems", lint.of(connection(name)));
    }

    private Connection connection(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    private static IllegalArgumentException noDirection(@Nullable String direction) {
        return new IllegalArgumentException("direction is outgoing or incoming, not '" + direction + "'.");
    }

    private Snapshot issue(Connection connection, String key) {
        var issue = issues.read(key)
                .orElseThrow(() ->
                        new IllegalArgumentException("Jira has no issue '" + key + "' that the proxy user may see."));
        if (!connection.covers(issue.projectKey()))
            throw new IllegalArgumentException(
                    "Issue %s is outside the connection's projects %s.".formatted(issue.key(), connection.projects()));
        return issue;
    }
}
