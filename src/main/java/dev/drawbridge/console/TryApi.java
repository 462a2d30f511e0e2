package dev.drawbridge.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.rules.Tries;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trying the rules of a connection out: what they would do, with nothing done. */
@RestController
@RequestMapping("/api/v1/connections")
class TryApi {
    private final Connections connections;
    private final Issues issues;
    private final Tries tries;

    TryApi(Connections connections, Issues issues, Tries tries) {
        this.connections = connections;
        this.issues = issues;
        this.tries = tries;
    }

    /**
     * What is tried.
     *
     * @param direction outgoing or incoming
     * @param issue key of a local issue; an incoming rule may do without, then an issue would be made
     * @param replica what the partner says, for an incoming rule
     */
    record Trying(@Nullable String direction, @Nullable String issue, @Nullable ObjectNode replica) {}

    @PostMapping("/{name}/try")
    Object tried(@PathVariable String name, @RequestBody Trying asked) {
        var connection = connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
        var issue = asked.issue() == null ? null : issue(connection, asked.issue());
        return switch (Required.field("direction", asked.direction())) {
            case "outgoing" -> tries.outgoing(connection, Required.field("issue", issue));
            case "incoming" -> tries.incoming(connection, issue, Required.field("replica", asked.replica()));
            default ->
                throw new IllegalArgumentException(
                        "direction is outgoing or incoming, not '" + asked.direction() + "'.");
        };
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
