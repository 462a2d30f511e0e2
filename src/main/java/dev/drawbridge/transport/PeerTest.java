package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tries whether a peer can be reached, before and after something is agreed with it. */
@Component
public class PeerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connections connections;
    private final PeerCalls calls;
    private final Exchanges exchanges;
    private final Visits visits;
    private final Polls polls;

    PeerTest(Connections connections, PeerCalls calls, Exchanges exchanges, Visits visits, Polls polls) {
        this.connections = connections;
        this.calls = calls;
        this.exchanges = exchanges;
        this.visits = visits;
        this.polls = polls;
    }

    /**
     * What came of a test.
     *
     * @param roundTripMs null where the peer dials us
     * @param clockSkewMs how far the peer's clock is ahead of ours; whole seconds where the peer dials us
     * @param jira address of the peer's Jira
     * @param problem one sentence, null when all is well
     */
    public record Outcome(
            boolean reachable,
            @Nullable Long roundTripMs,
            @Nullable Long clockSkewMs,
            @Nullable String name,
            @Nullable String version,
            @Nullable String jira,
            @Nullable String problem) {}

    /** Asks the peer for its name, or waits for its next call where only the peer dials. */
    public Outcome connection(UUID id) {
        var connection = connections.find(id).orElseThrow();
        if (connection.isLocal())
            return new Outcome(
                    true,
                    0L,
                    0L,
                    connection.remoteNodeName(),
                    connection.remoteVersion(),
                    connection.remoteJiraUrl(),
                    null);
        if (!connection.isAgreed()) return none("The invitation has not been accepted yet.");
        return connection.isDialled() ? dial(connection) : listen(connection);
    }

    /** Whether a node answers there: what an invitation's code promises. */
    public boolean isThere(URI publicUrl) {
        return calls.isThere(publicUrl.toString());
    }

    private Outcome dial(Connection connection) {
        try {
            var greeted = calls.hello(connection, exchanges.greeting(connection));
            var said = greeted.said();
            return new Outcome(
                    true,
                    greeted.roundTrip().toMillis(),
                    greeted.skew().toMillis(),
                    said.path("nodeName").asText(""),
                    said.path("version").asText(""),
                    said.path("jiraUrl").asText(""),
                    null);
        } catch (PeerTrouble trouble) {
            return none(trouble.sentence());
        }
    }

    private Outcome listen(Connection connection) {
        var next = visits.next(connection.id(), PATIENCE, () -> polls.release(connection.id()));
        return next.map(visit -> new Outcome(
                        true,
                        null,
                        Duration.between(visit.at(), visit.signed()).toMillis(),
                        connection.remoteNodeName(),
                        connection.remoteVersion(),
                        connection.remoteJiraUrl(),
                        null))
                .orElseGet(
                        () -> none(
                                "The partner has not called within 30 seconds: only it can open the connection; ask its administrator whether its node runs."));
    }

    private static Outcome none(String problem) {
        return new Outcome(false, null, null, null, null, null, problem);
    }
}
