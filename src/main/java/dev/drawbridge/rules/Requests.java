package dev.drawbridge.rules;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.twin.Errands;
import dev.drawbridge.twin.ErrandsWait;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Does what a rule wanted to happen to other issues, or to its own once that was settled. */
@Component("requests")
public class Requests {
    private static final int GONE = 404;
    private static final String WANTED = "The rule wanted another issue under sync, but ";

    private final Connections connections;
    private final Starts starts;
    private final Twins twins;
    private final Issues issues;
    private final RuleCalls calls;
    private final Errands errands;
    private final Journal journal;
    private final Activation activation;

    Requests(
            Connections connections,
            Starts starts,
            Twins twins,
            Issues issues,
            RuleCalls calls,
            Errands errands,
            Journal journal,
            Activation activation) {
        this.connections = connections;
        this.starts = starts;
        this.twins = twins;
        this.issues = issues;
        this.calls = calls;
        this.errands = errands;
        this.journal = journal;
        this.activation = activation;
    }

    /** Not in the thread that settled: its transaction is over, but not yet left. */
    @Async
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    public void on(ErrandsWait waiting) {
        run();
    }

    /** Does what waits, each once; what Jira cannot answer now waits on. */
    public synchronized void run() {
        if (!activation.isActive()) return;
        for (var errand : errands.waiting()) {
            var connection = connections.find(errand.connection()).orElse(null);
            if (connection == null || isOver(connection, errand)) errands.done(errand);
        }
    }

    private boolean isOver(Connection connection, Errands.Errand errand) {
        try {
            switch (errand.kind()) {
                case SYNC -> sync(connection, errand.issue());
                case DELETE -> delete(connection, errand.issue());
                case UNSYNC -> starts.unsync(connection, Long.parseLong(errand.issue()));
            }
            return true;
        } catch (JiraTrouble trouble) {
            if (!trouble.isRefusal()) return false;
            refuse(connection, "The rule wanted something of %s, but %s".formatted(errand.issue(), trouble.sentence()));
            return true;
        }
    }

    private void sync(Connection connection, String key) {
        var issue = issues.read(key).orElse(null);
        if (issue == null) refuse(connection, WANTED + "Jira has no issue '" + key + "' that the proxy user may see.");
        else if (!connection.covers(issue.projectKey()))
            refuse(connection, WANTED + key + " is outside the connection's projects " + connection.projects() + ".");
        else if (twins.ofIssue(issue.issueId()).stream().noneMatch(twin -> isIn(connection, twin)))
            starts.sync(connection, issue);
    }

    /** One that is gone already is as it was wanted. */
    private void delete(Connection connection, String key) {
        var reply = calls.make("DELETE", "/rest/api/2/issue/" + key + "?deleteSubtasks=true", null);
        var problem = reply.status() == GONE ? null : reply.problem();
        journal.write(Happening.of(
                        problem == null ? Happening.Level.INFO : Happening.Level.WARN,
                        problem == null ? "deleted-by-rule" : "not-deleted",
                        problem == null
                                ? key + " was deleted, as the rule wanted."
                                : "The rule wanted %s deleted, but %s".formatted(key, problem))
                .on(connection.id(), connection.name()));
    }

    private static boolean isIn(Connection connection, Twin twin) {
        return twin.connection().equals(connection.id()) && twin.isLive();
    }

    private void refuse(Connection connection, String sentence) {
        journal.write(Happening.of(Happening.Level.WARN, "not-done", sentence).on(connection.id(), connection.name()));
    }
}
