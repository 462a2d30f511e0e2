package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
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
    private final Connections connections;
    private final Starts starts;
    private final Twins twins;
    private final Issues issues;
    private final Journal journal;

    Requests(Connections connections, Starts starts, Twins twins, Issues issues, Journal journal) {
        this.connections = connections;
        this.starts = starts;
        this.twins = twins;
        this.issues = issues;
        this.journal = journal;
    }

    /** Not in the thread that settled: its transaction is over, but not yet left. */
    @Async
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    public void on(AppliedWithWishes applied) {
        var connection = connections.find(applied.connection()).orElse(null);
        if (connection == null) return;
        applied.wanted().alsoSync().forEach(issue -> sync(connection, applied, issue));
        if (applied.wanted().unsync()) starts.unsync(connection, applied.issueId());
    }

    private void sync(Connection connection, AppliedWithWishes applied, String key) {
        try {
            var issue = issues.read(key).orElse(null);
            if (issue == null)
                refuse(connection, applied, "Jira has no issue '" + key + "' that the proxy user may see");
            else if (!connection.covers(issue.projectKey()))
                refuse(connection, applied, key + " is outside the connection's projects " + connection.projects());
            else if (twins.ofIssue(issue.issueId()).stream().noneMatch(twin -> isIn(connection, twin)))
                starts.sync(connection, issue);
        } catch (JiraTrouble trouble) {
            refuse(connection, applied, trouble.sentence());
        }
    }

    private static boolean isIn(Connection connection, Twin twin) {
        return twin.connection().equals(connection.id()) && twin.isLive();
    }

    private void refuse(Connection connection, AppliedWithWishes applied, String why) {
        journal.write(Happening.of(
                        Happening.Level.WARN,
                        "not-started",
                        "The rule wanted another issue under sync, but %s.".formatted(why))
                .on(connection.id(), connection.name()));
    }
}
