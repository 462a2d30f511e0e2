package dev.drawbridge.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.KeyRotation;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.ProxyRights;
import dev.drawbridge.jira.SeenFromJira;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.security.Deed;
import dev.drawbridge.transport.PeerTest;
import dev.drawbridge.twin.Proposals;
import dev.drawbridge.twin.Starts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Connections, and the sync of single issues. */
@RestController
@RequestMapping("/api/v1/connections")
class ConnectionsApi {
    private final Connections connections;
    private final ConnectionView view;
    private final Issues issues;
    private final Starts starts;
    private final PeerTest peers;
    private final ProxyRights rights;
    private final Directory directory;
    private final KeyRotation rotation;

    ConnectionsApi(
            Connections connections,
            ConnectionView view,
            Issues issues,
            Starts starts,
            PeerTest peers,
            ProxyRights rights,
            Directory directory,
            KeyRotation rotation) {
        this.connections = connections;
        this.view = view;
        this.issues = issues;
        this.starts = starts;
        this.peers = peers;
        this.rights = rights;
        this.directory = directory;
        this.rotation = rotation;
    }

    record IssueName(String issue) {
        IssueName {
            Required.field("issue", issue);
        }
    }

    record Connecting(
            String local, String remote, Proposals.@Nullable Fields fields, Proposals.@Nullable Existing existing) {}

    @GetMapping
    Map<String, @Nullable Object> list() {
        return Pages.whole(connections.all().stream()
                .filter(connection -> !connection.isBack())
                .map(view::of)
                .toList());
    }

    /** The ETag is of what PATCH changes. */
    @GetMapping("/{name}")
    ResponseEntity<Map<String, @Nullable Object>> told(@PathVariable String name) {
        return answer(named(name));
    }

    Map<String, @Nullable Object> one(String name) {
        return view.of(named(name));
    }

    /** @param version the ETag of what was read; null where the caller does not mind changes of others meanwhile */
    @PatchMapping("/{name}")
    @Transactional
    public ResponseEntity<Map<String, @Nullable Object>> change(
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String version,
            @RequestBody JsonNode body) {
        var connection = connections.held(named(name).id());
        if (version != null && !version.replace("\"", "").equals(ConnectionPatch.version(connection)))
            throw new Problems.Refused(
                    HttpStatus.PRECONDITION_FAILED,
                    null,
                    "Somebody has changed the connection since you read it, and nothing of yours is saved. It is now: "
                            + ConnectionPatch.differences(connection, body) + ".");
        var patch = ConnectionPatch.read(connection, body);
        if (body.path("remoteKeyField").isTextual())
            isTextField(body.path("remoteKeyField").asText());
        Deed.difference(ConnectionPatch.difference(connection, body));
        return answer(connections.patch(connection.id(), patch));
    }

    /** While Jira does not answer, the field is taken as it is named. */
    private void isTextField(String field) {
        try {
            SeenFromJira.number(directory, field);
        } catch (IllegalArgumentException wrong) {
            throw new Problems.WrongField("remoteKeyField", String.valueOf(wrong.getMessage()));
        } catch (JiraTrouble notNow) {
            return;
        }
    }

    private ResponseEntity<Map<String, @Nullable Object>> answer(Connection connection) {
        return ResponseEntity.ok().eTag(ConnectionPatch.version(connection)).body(view.of(connection));
    }

    /** Removes it on both sides; the partner learns it when it can. */
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void remove(@PathVariable String name) {
        connections.leave(named(name).id());
    }

    @PostMapping("/{name}/approve")
    Map<String, @Nullable Object> approve(@PathVariable String name) {
        return view.of(connections.approve(named(name).id()));
    }

    @PostMapping("/{name}/test")
    Map<String, @Nullable Object> test(@PathVariable String name) {
        var connection = named(name);
        var outcome = peers.connection(connection.id());
        var missing = missing(connection);
        Map<String, @Nullable Object> peer = new LinkedHashMap<>();
        peer.put("name", outcome.name());
        peer.put("version", outcome.version());
        peer.put("jira", outcome.jira());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("reachable", outcome.reachable());
        answer.put("roundTripMs", outcome.roundTripMs());
        answer.put("clockSkewMs", outcome.clockSkewMs());
        answer.put("peer", outcome.reachable() ? peer : null);
        answer.put("missingPermissions", missing);
        answer.put("problem", outcome.problem());
        return answer;
    }

    /** What the proxy user may not do in the projects, such as {@code BET: CREATE_ATTACHMENTS}. */
    private List<String> missing(Connection connection) {
        return Stream.concat(Stream.of(connection), connections.otherSide(connection.id()).stream())
                .flatMap(side -> side.projects().stream())
                .flatMap(project -> rights.missing(project).stream().map(right -> project + ": " + right))
                .toList();
    }

    @PostMapping("/{name}/activate")
    Map<String, @Nullable Object> activate(@PathVariable String name) {
        return view.of(connections.activate(named(name).id()));
    }

    @PostMapping("/{name}/deactivate")
    Map<String, @Nullable Object> deactivate(@PathVariable String name) {
        return view.of(connections.deactivate(named(name).id()));
    }

    /** New keys: announced under the old ones, in use once the partner has them. */
    @PostMapping("/{name}/keys")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, @Nullable Object> changeKeys(@PathVariable String name) {
        return view.of(rotation.begin(named(name).id()));
    }

    @PostMapping("/{name}/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> sync(@PathVariable String name, @RequestBody IssueName asked) {
        Deed.to("issue " + asked.issue());
        var named = active(name);
        var issue = issueToLookAt(asked.issue());
        var connection = side(named, issue);
        covered(connection, issue);
        starts.sync(connection, issue);
        return Map.of("issue", issue.key(), "state", "IN_PROGRESS");
    }

    @PostMapping("/{name}/unsync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> unsync(@PathVariable String name, @RequestBody IssueName asked) {
        Deed.to("issue " + asked.issue());
        var issue = issue(asked.issue());
        if (!starts.unsync(side(named(name), issue), issue.issueId()))
            throw new IllegalArgumentException("Issue " + issue.key() + " is not under sync in this connection.");
        return Map.of("issue", issue.key(), "state", "NOT_UNDER_SYNC");
    }

    @PostMapping("/{name}/connect")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> connect(@PathVariable String name, @RequestBody Connecting asked) {
        Deed.to("issues %s and %s".formatted(asked.local(), asked.remote()));
        var named = active(name);
        var issue = issue(asked.local());
        var connection = side(named, issue);
        covered(connection, issue);
        var proposal = new Proposals.Proposal(
                asked.remote().strip(),
                Objects.requireNonNullElse(asked.fields(), Proposals.Fields.KEEP),
                Objects.requireNonNullElse(asked.existing(), Proposals.Existing.KEEP));
        starts.connect(connection, issue, proposal);
        return Map.of("issue", issue.key(), "state", "CONNECTING");
    }

    /** Of a local connection the side in whose projects the issue is. */
    private Connection side(Connection named, Snapshot issue) {
        return connections
                .otherSide(named.id())
                .filter(other -> !named.covers(issue.projectKey()) && other.covers(issue.projectKey()))
                .orElse(named);
    }

    private static Snapshot covered(Connection connection, Snapshot issue) {
        if (!connection.covers(issue.projectKey()))
            throw new IllegalArgumentException(
                    "Issue %s is outside the connection's projects %s.".formatted(issue.key(), connection.projects()));
        return issue;
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
        return shown(key, issues.read(key));
    }

    private Snapshot issueToLookAt(String key) {
        return shown(key, issues.readAhead(key));
    }

    private static Snapshot shown(String key, Optional<Snapshot> issue) {
        return issue.orElseThrow(
                () -> new IllegalArgumentException("Jira has no issue '" + key + "' that the proxy user may see."));
    }
}
