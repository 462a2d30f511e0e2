package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.replica.Snapshot;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The connection that a job works in, and which issues it may reach. */
@Component
class Parties {
    private final Connections connections;

    Parties(Connections connections) {
        this.connections = connections;
    }

    /** @throws IllegalArgumentException when the connection is there no more */
    Connection of(Job job) {
        return connections
                .find(Objects.requireNonNull(job.connectionId(), "A job without a connection"))
                .filter(Parties::keepsInSync)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Connection '%s' was removed: the job stops here.".formatted(job.connection())));
    }

    static boolean keepsInSync(Connection connection) {
        return connection.state() == ConnectionState.ACTIVE || connection.state() == ConnectionState.DEACTIVATED;
    }

    /** Why an issue cannot come under sync in the connection, in a sentence; empty when it can. */
    static Optional<String> refusal(Connection connection, Snapshot issue) {
        if (!connection.covers(issue.projectKey()))
            return Optional.of(
                    "Issue %s is outside the connection's projects %s.".formatted(issue.key(), connection.projects()));
        if (issue.archived())
            return Optional.of("Issue %s is archived. Restore it in Jira first.".formatted(issue.key()));
        if (issue.secured() && !connection.settings().shareSecured())
            return Optional.of(
                    "Issue %s has a security level and is withheld. Set shareSecured of the connection if the partner may see it."
                            .formatted(issue.key()));
        return Optional.empty();
    }
}
