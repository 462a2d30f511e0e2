package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.AcceptRefused;
import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.queue.WakeUp;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What this node does on connections that it opens itself; called again and again by one route each. */
@Component("dialling")
public class Dialling {
    private static final Logger LOG = LoggerFactory.getLogger(Dialling.class);
    // What a hint did not tell, another node of the cluster may have queued.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Connections connections;
    private final Invitations invitations;
    private final NodeFacts us;
    private final PeerCalls calls;
    private final Rounds rounds;
    private final Exchanges exchanges;
    private final Pauses pauses;
    private final WakeUp wakeUp;

    Dialling(
            Connections connections,
            Invitations invitations,
            NodeFacts us,
            PeerCalls calls,
            Rounds rounds,
            Exchanges exchanges,
            Pauses pauses,
            WakeUp wakeUp) {
        this.connections = connections;
        this.invitations = invitations;
        this.us = us;
        this.calls = calls;
        this.rounds = rounds;
        this.exchanges = exchanges;
        this.pauses = pauses;
        this.wakeUp = wakeUp;
    }

    /** Sends what waits until nothing is left, when there is reason to look. */
    public void push(String id) {
        var connection = UUID.fromString(id);
        var failing = "push-failing-" + id;
        if (pauses.isResting(failing)) return;
        if (!wakeUp.takeOutgoing(connection) && pauses.isResting("push-look-" + id)) return;
        pauses.rest("push-look-" + id, LOOK_EVERY);
        attempt(connection, failing, rounds::push);
        // A hint is gone once taken: after a failure the next look must not wait for another.
        if (pauses.isResting(failing)) pauses.worked("push-look-" + id);
    }

    /** One question for what waits at the peer, held open there while nothing does; then at once the next. */
    public void pull(String id) {
        var failing = "pull-failing-" + id;
        if (!pauses.isResting(failing)) attempt(UUID.fromString(id), failing, rounds::pull);
    }

    /** Asks the inviter until it answers. */
    public void accept(String id) {
        var failing = "accept-failing-" + id;
        if (pauses.isResting(failing)) return;
        connections
                .find(UUID.fromString(id))
                .filter(connection -> connection.state() == ConnectionState.PENDING)
                .ifPresent(connection -> accept(connection, failing));
    }

    /** "Test connection": what the peer says of itself and how far both sides have come. */
    public JsonNode hello(UUID id) {
        var connection = connections.find(id).orElseThrow();
        return calls.signed(connection, "hello", exchanges.greeting(connection)).agreed();
    }

    // The timer and an administrator may both ask at the same time: one handshake after the other.
    private synchronized void accept(Connection connection, String failing) {
        var request = invitations.request(connection.id(), us);
        if (request.isEmpty()) return;
        try {
            var said = calls.accept(connection, request.get());
            if (said.status() == 200) invitations.completed(connection.id(), said.json());
            else
                invitations.refused(
                        connection.id(),
                        said.json().path("reason").asText("unknown"),
                        said.json().path("detail").asText("The inviter refused."));
            pauses.worked(failing);
        } catch (AcceptRefused unproven) {
            invitations.refused(connection.id(), unproven.reason(), unproven.sentence());
        } catch (PeerTrouble trouble) {
            pauses.failed(failing);
            connections.condition(connection.id(), Condition.ACCEPTING, trouble.sentence());
        }
    }

    private interface Round {
        void of(Connection connection);
    }

    private void attempt(UUID id, String failing, Round round) {
        var found = connections.find(id).filter(Connection::isActive);
        if (found.isEmpty() || found.get().condition() == Condition.RECONCILE) return;
        try {
            round.of(found.get());
            pauses.worked(failing);
            connections.contacted(id);
        } catch (PeerTrouble trouble) {
            pauses.failed(failing);
            LOG.warn("Connection '{}': {}", found.get().name(), trouble.sentence());
            connections.condition(id, condition(trouble.reason()), trouble.sentence());
        } catch (RuntimeException surprise) {
            pauses.failed(failing);
            throw surprise;
        }
    }

    private static Condition condition(String reason) {
        return switch (reason) {
            case "unreachable" -> Condition.UNREACHABLE;
            case "reconcile" -> Condition.RECONCILE;
            default -> Condition.REFUSED;
        };
    }
}
