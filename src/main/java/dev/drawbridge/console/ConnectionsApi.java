package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.twin.Starts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Connections, their rules, and the sync of single issues. */
@RestController
@RequestMapping("/api/v1/connections")
class ConnectionsApi {
    private final Connections connections;
    private final ConnectionView view;
    private final Rulebooks rules;
    private final Issues issues;
    private final Starts starts;

    ConnectionsApi(Connections connections, ConnectionView view, Rulebooks rules, Issues issues, Starts starts) {
        this.connections = connections;
        this.view = view;
        this.rules = rules;
        this.issues = issues;
        this.starts = starts;
    }

    record IssueName(String issue) {}

    @GetMapping
    Map<String, @Nullable Object> list() {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("items", connections.all().stream().map(view::of).toList());
        page.put("next", null);
        return page;
    }

    @GetMapping("/{name}")
    Map<String, @Nullable Object> one(@PathVariable String name) {
        return view.of(named(name));
    }

    @PostMapping("/{name}/activate")
    Map<String, @Nullable Object> activate(@PathVariable String name) {
        return view.of(connections.activate(named(name).id()));
    }

    @PostMapping("/{name}/deactivate")
    Map<String, @Nullable Object> deactivate(@PathVariable String name) {
        return view.of(connections.deactivate(named(name).id()));
    }

    @GetMapping(value = "/{name}/rules/{direction}", produces = "text/x-groovy")
    ResponseEntity<String> rule(@PathVariable String name, @PathVariable String direction) {
        var text = rules.read(named(name), known(direction));
        return ResponseEntity.ok().eTag(rules.version(text)).body(text);
    }

    @PutMapping(value = "/{name}/rules/{direction}", consumes = "text/x-groovy")
    ResponseEntity<Void> save(
            @PathVariable String name,
            @PathVariable String direction,
            @RequestHeader(name = "If-Match", required = false) @Nullable String version,
            @RequestBody String text) {
        var connection = named(name);
        if (version == null)
            throw new Problems.Refused(
                    HttpStatus.PRECONDITION_REQUIRED, null, "Send the ETag of the text that you changed as If-Match.");
        if (!version.replace("\"", "").equals(rules.version(rules.read(connection, known(direction)))))
            throw new Problems.Refused(
                    HttpStatus.PRECONDITION_FAILED, null, "Somebody has changed the rule since: read it again.");
        rules.save(connection, direction, text);
        return ResponseEntity.noContent().eTag(rules.version(text)).build();
    }

    @PostMapping("/{name}/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> sync(@PathVariable String name, @RequestBody IssueName asked) {
        var connection = active(name);
        var issue = issue(asked.issue());
        if (!connection.covers(issue.projectKey()))
            throw new IllegalArgumentException(
                    "Issue %s is outside the connection's projects %s.".formatted(issue.key(), connection.projects()));
        starts.sync(connection, issue);
        return Map.of("issue", issue.key(), "state", "IN_PROGRESS");
    }

    @PostMapping("/{name}/unsync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> unsync(@PathVariable String name, @RequestBody IssueName asked) {
        var issue = issue(asked.issue());
        if (!starts.unsync(named(name), issue.issueId()))
            throw new IllegalArgumentException("Issue " + issue.key() + " is not under sync in this connection.");
        return Map.of("issue", issue.key(), "state", "NOT_UNDER_SYNC");
    }

    private Connection active(String name) {
        var connection = named(name);
        if (connection.state() == ConnectionState.PENDING)
            throw new Problems.Refused(
                    HttpStatus.CONFLICT,
                    "urn:drawbridge:connection:pending",
                    "Connection '" + connection.name() + "' has not been accepted yet.");
        return connection;
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }

    private Snapshot issue(String key) {
        return issues.read(key)
                .orElseThrow(() ->
                        new IllegalArgumentException("Jira has no issue '" + key + "' that the proxy user may see."));
    }

    private static String known(String direction) {
        if (!Set.of("outgoing", "incoming").contains(direction))
            throw new NoSuchElementException("Rules are outgoing or incoming, not '" + direction + "'.");
        return direction;
    }
}
