package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.replica.IssueLink;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells what somebody changed in an issue from what this node wrote itself. */
@Component("echo")
public class Echo {
    static final String SECURED = "The issue has a security level: it is withheld.";
    static final Duration LEASE = Duration.ofMinutes(5);

    private final Twins twins;
    private final Traces traces;
    private final Connections connections;
    private final Leases leases;
    private final Outbox outbox;
    private final ApplicationEventPublisher listeners;

    Echo(
            Twins twins,
            Traces traces,
            Connections connections,
            Leases leases,
            Outbox outbox,
            ApplicationEventPublisher listeners) {
        this.twins = twins;
        this.traces = traces;
        this.connections = connections;
        this.leases = leases;
        this.outbox = outbox;
        this.listeners = listeners;
    }

    /**
     * The work that one found issue means: one piece for each of its twins. Each pass finds again what an earlier one
     * found, so a twin that has nothing to say is left out here, before anybody waits for its lease.
     */
    public List<Outgoing> open(Found found) {
        var told = twins.ofIssue(found.snapshot().issueId()).stream()
                .filter(Twin::tells)
                .toList();
        if (told.isEmpty()) return List.of();
        var seen = Seen.of(found.snapshot().issue());
        return told.stream()
                .flatMap(twin -> connections.find(twin.connection()).stream()
                        .filter(Echo::collects)
                        .filter(connection -> !isKnown(twin, seen)
                                || outbox.unsentRule(connection.id(), twin.id()).isPresent()
                                || !connection.covers(found.snapshot().projectKey()))
                        .map(connection -> Outgoing.open(connection, twin, found)))
                .toList();
    }

    private static boolean isKnown(Twin twin, Map<String, String> seen) {
        var memory = twin.memory();
        return twin.isActive()
                && memory.heard() != null
                && memory.force().isEmpty()
                && Seen.differences(memory.seen(), seen).isEmpty();
    }

    /** Makes sure that nobody else works on the issue, in either direction. */
    public Outgoing take(Outgoing work) {
        work.expect(Outgoing.Stage.OPEN);
        var issueId = work.snapshot().issueId();
        var lease = leases.take(Leases.issue(issueId), LEASE);
        if (lease.isEmpty()) {
            listeners.publishEvent(new LookAgain(issueId));
            return work.done("Somebody works on the issue; it is looked at again.");
        }
        var twin = twins.find(work.twin().id()).filter(Twin::tells);
        return twin.map(current -> work.leased(lease.get(), current))
                .orElseGet(() -> work.leased(lease.get(), work.twin()).done("The sync has ended."));
    }

    /** Goes on only when a part differs from what was last seen, or something must be said again. */
    public Outgoing compare(Outgoing work) {
        if (work.isDone()) return work;
        work.expect(Outgoing.Stage.FRESH);
        var shown = marked(
                work.snapshot(),
                traces.of(work.twin().id()),
                work.twin().memory().received());
        var seen = Seen.of(shown.issue());
        var changed = Seen.differences(work.twin().memory().seen(), seen);
        var unsent = Optional.<String>empty();
        if (changed.isEmpty() && work.twin().memory().force().isEmpty() && !work.firstSync()) {
            unsent = outbox.unsentRule(work.connection().id(), work.twin().id());
            if (unsent.isEmpty()) return work.done("Nothing differs from what was last seen.");
        }
        if (!work.connection().covers(shown.projectKey()))
            return work.changed(shown, seen, changed).done("The issue is outside the connection's projects.");
        if (shown.secured() && !work.connection().settings().shareSecured()) return work.done(SECURED);
        var open = Withholding.apply(shown, work.connection());
        return unsent.map(rule -> work.unsent(open, seen, rule)).orElseGet(() -> work.changed(open, seen, changed));
    }

    public void release(Outgoing work) {
        if (work.lease() != null) leases.release(work.lease());
    }

    /** Copies of the partner's comments, files, worklogs and links carry the id that they have there. */
    static Snapshot marked(Snapshot snapshot, List<Trace> traces, @Nullable Replica received) {
        Map<String, String> remoteIds = new HashMap<>();
        for (var trace : traces)
            if (trace.owner() == Trace.Owner.REMOTE && trace.localId() != null && trace.remoteId() != null)
                remoteIds.put(trace.kind() + "/" + trace.localId(), trace.remoteId());
        var issue = mark(snapshot.issue(), "comments", Trace.Kind.COMMENT, remoteIds);
        issue = mark(issue, "attachments", Trace.Kind.ATTACHMENT, remoteIds);
        issue = mark(issue, "workLogs", Trace.Kind.WORKLOG, remoteIds);
        issue = mark(issue, "issueLinks", Trace.Kind.LINK, remoteIds);
        return snapshot.withIssue(received == null ? issue : named(issue, received));
    }

    /** Copies of files that have another name here also carry the one that they have there. */
    static Replica named(Replica issue, Replica received) {
        var theirs = received.get("attachments");
        if (theirs == null || !(issue.get("attachments") instanceof ArrayNode files)) return issue;
        Map<String, String> names = new HashMap<>();
        theirs.forEach(file ->
                names.put(file.path("id").asText(), file.path("filename").asText()));
        for (var file : files) {
            var name = names.get(file.path("remoteId").asText(""));
            if (name != null && !name.equals(file.path("filename").asText()))
                ((ObjectNode) file).put("remoteName", name);
        }
        return issue.with("attachments", files);
    }

    private static Replica mark(Replica issue, String list, Trace.Kind kind, Map<String, String> remoteIds) {
        if (!(issue.get(list) instanceof ArrayNode items)) return issue;
        items.forEach(item -> {
            var id = kind == Trace.Kind.LINK
                    ? IssueLink.of(item).key()
                    : item.path("id").asText();
            var remoteId = remoteIds.get(kind + "/" + id);
            if (remoteId != null) ((ObjectNode) item).put("remoteId", remoteId);
        });
        return issue.with(list, items);
    }

    private static boolean collects(Connection connection) {
        return connection.state() == ConnectionState.ACTIVE || connection.state() == ConnectionState.DEACTIVATED;
    }
}
