package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.twin.AppliedWithWishes;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Does what an incoming rule wanted to happen once its apply was settled. */
@Component
class Requests {
    private static final String WANTED = "The rule wanted another issue under sync, but ";

    private final Connections connections;
    private final Starts starts;
    private final Twins twins;
    private final Issues issues;
    private final RuleCalls calls;
    private final Journal journal;

    Requests(Connections connections, Starts starts, Twins twins, Issues issues, RuleCalls calls, Journal journal) {
        this.connections = connections;
        this.starts = starts;
        this.twins = twins;
        this.issues = issues;
        this.calls = calls;
        this.journal = journal;
    }

    /** Not in the thread that settled: its transaction is over, but not yet left. */
    @Async
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    public void on(AppliedWithWishes applied) {
        var connection = connections.find(applied.connection()).orElse(null);
        if (connection == null) return;
        applied.wanted().alsoSync().forEach(issue -> sync(connection, issue));
        applied.wanted().delete().forEach(issue -> delete(connection, issue));
        if (applied.wanted().unsync()) starts.unsync(connection, applied.issueId());
    }

    private void sync(Connection connection, String key) {
        try {
            var issue = issues.read(key).orElse(null);
            if (issue == null)
                refuse(connection, WANTED + "Jira has no issue '" + key + "' that the proxy user may see.");
            else if (!connection.covers(issue.projectKey()))
                refuse(
                        connection,
                        WANTED + key + " is outside the connection's projects " + connection.projects() + ".");
            else if (twins.ofIssue(issue.issueId()).stream().noneMatch(twin -> isIn(connection, twin)))
                starts.sync(connection, issue);
        } catch (JiraTrouble trouble) {
            refuse(connection, WANTED + trouble.sentence());
        }
    }

    private void delete(Connection connection, String key) {
        try {
            var problem = calls.make("DELETE", "/rest/api/2/issue/" + key + "?deleteSubtasks=true", null)
                    .problem();
            journal.write(Happening.of(
                            problem == null ? Happening.Level.INFO : Happening.Level.WARN,
                            problem == null ? "deleted-by-rule" : "not-deleted",
                            problem == null
                                    ? key + " was deleted, as the rule wanted."
                                    : "The rule wanted %s deleted, but %s".formatted(key, problem))
                    .on(connection.id(), connection.name()));
        } catch (JiraTrouble trouble) {
            refuse(connection, "The rule wanted %s deleted, but %s".formatted(key, trouble.sentence()));
        }
    }

    private static boolean isIn(Connection connection, Twin twin) {
        return twin.connection().equals(connection.id()) && twin.isLive();
    }

    private void refuse(Connection connection, String sentence) {
        journal.write(Happening.of(Happening.Level.WARN, "not-done", sentence).on(connection.id(), connection.name()));
    }
}
