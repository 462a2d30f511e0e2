package dev.drawbridge.jira;

import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells what it means that an issue under sync is not shown: deleted, hidden from the proxy user, or archived. */
@Component
public class Absences {
    private static final String NO_ISSUE_HAS_THIS_ID = "0";
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Door door;
    private final Scope scope;
    private final Twins twins;
    private final Starts starts;
    private final Leases leases;
    private final Connections connections;
    private final Journal journal;
    private final JdbcClient db;
    private final Clock clock;

    Absences(
            Door door,
            Scope scope,
            Twins twins,
            Starts starts,
            Leases leases,
            Connections connections,
            Journal journal,
            JdbcClient db,
            Clock clock) {
        this.door = door;
        this.scope = scope;
        this.twins = twins;
        this.starts = starts;
        this.leases = leases;
        this.connections = connections;
        this.journal = journal;
        this.db = db;
        this.clock = clock;
    }

    /** Why an issue under sync waits. */
    public enum Reason {
        ARCHIVED,
        HIDDEN
    }

    /** What a second, careful look says of an issue that was not shown. */
    public enum Verdict {
        DELETED,
        HIDDEN,
        THERE
    }

    /** Why the issue waits; empty while it is readable and not archived. */
    public Optional<Reason> of(long issueId) {
        return db.sql("select reason from away where issue_id = ?")
                .param(issueId)
                .query((row, number) -> Reason.valueOf(row.getString(1)))
                .optional();
    }

    /** The issue was not shown. Ends its syncs when it was deleted for certain; false when somebody works on it now. */
    boolean missing(long issueId) {
        var active = active(issueId);
        if (active.isEmpty()) return true;
        var lease = leases.take(Leases.issue(issueId), LEASE);
        if (lease.isEmpty()) return false;
        try {
            var key = Objects.requireNonNull(active.get(0).local()).key();
            switch (examine(issueId, key)) {
                case DELETED -> active.forEach(this::deleted);
                case HIDDEN -> hidden(issueId, active);
                case THERE -> {
                    return false;
                }
            }
            return true;
        } finally {
            leases.release(lease.get());
        }
    }

    /**
     * Looks a second time, as somebody who is certainly logged in. Lost permission is not deletion: the project must be
     * readable, and Jira must say of the issue just what it says of one that never was.
     */
    Verdict examine(long issueId, String key) {
        door.requireUs(door.get("/rest/api/2/myself"));
        if (!scope.isReadable(key.substring(0, key.lastIndexOf('-')))) return Verdict.HIDDEN;
        var said = saidOf(String.valueOf(issueId));
        if (said.isEmpty()) return Verdict.THERE;
        return said.equals(saidOf(NO_ISSUE_HAS_THIS_ID)) ? Verdict.DELETED : Verdict.HIDDEN;
    }

    /** The issue is shown, archived or not. */
    @Transactional
    public void present(Snapshot issue) {
        var before = of(issue.issueId());
        if (!issue.archived() && before.isEmpty()) return;
        var active = active(issue.issueId());
        if (active.isEmpty() || !issue.archived()) {
            forget(issue.issueId());
            if (!active.isEmpty()) tell(active, Happening.Level.INFO, "issue-back", "The issue can be used again.");
        } else if (!before.equals(Optional.of(Reason.ARCHIVED))) {
            note(issue.issueId(), Reason.ARCHIVED);
            tell(active, Happening.Level.INFO, "issue-archived", "The issue is archived: its sync waits.");
        }
    }

    private void hidden(long issueId, List<Twin> active) {
        if (of(issueId).equals(Optional.of(Reason.HIDDEN))) return;
        note(issueId, Reason.HIDDEN);
        tell(
                active,
                Happening.Level.ERROR,
                "issue-hidden",
                "The proxy user may not see the issue any more: its sync waits until it may, or is ended by hand.");
    }

    private void deleted(Twin twin) {
        connections.find(twin.connection()).ifPresent(connection -> starts.deleted(connection, twin));
        Optional.ofNullable(twin.local()).ifPresent(local -> forget(local.issueId()));
    }

    private Optional<String> saidOf(String idOrKey) {
        try {
            door.requireUs(door.get("/rest/api/2/issue/" + idOrKey + "?fields=project"));
            return Optional.empty();
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING && trouble.kind() != JiraTrouble.Kind.FORBIDDEN)
                throw trouble;
            return Optional.of(trouble.sentence().replace(".", "").strip().toLowerCase(Locale.ROOT));
        }
    }

    private List<Twin> active(long issueId) {
        return twins.ofIssue(issueId).stream().filter(Twin::isLive).toList();
    }

    private void note(long issueId, Reason reason) {
        var known = db.sql("update away set reason = ? where issue_id = ?")
                .params(reason.name(), issueId)
                .update();
        if (known == 0)
            db.sql("insert into away (issue_id, reason, since) values (?, ?, ?)")
                    .params(issueId, reason.name(), Timestamp.from(clock.instant()))
                    .update();
    }

    private void forget(long issueId) {
        db.sql("delete from away where issue_id = ?").param(issueId).update();
    }

    private void tell(List<Twin> active, Happening.Level level, String kind, String detail) {
        for (var twin : active) {
            var local = twin.local();
            journal.write(Happening.of(level, kind, detail)
                    .on(
                            twin.connection(),
                            connections
                                    .find(twin.connection())
                                    .map(connection -> connection.name())
                                    .orElse("?"))
                    .with(twin.id(), local == null ? null : local.key()));
        }
    }
}
