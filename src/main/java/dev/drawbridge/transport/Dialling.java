package dev.drawbridge.transport;

import dev.drawbridge.connection.AcceptRefused;
import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.WakeUp;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
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
    private final Asking asking;
    private final Pauses pauses;
    private final WakeUp wakeUp;
    private final Activation activation;
    private final Drill drill;

    Dialling(
            Connections connections,
            Invitations invitations,
            NodeFacts us,
            PeerCalls calls,
            Rounds rounds,
            Asking asking,
            Pauses pauses,
            WakeUp wakeUp,
            Activation activation,
            Drill drill) {
        this.connections = connections;
        this.invitations = invitations;
        this.us = us;
        this.calls = calls;
        this.rounds = rounds;
        this.asking = asking;
        this.pauses = pauses;
        this.wakeUp = wakeUp;
        this.activation = activation;
        this.drill = drill;
    }

    /** Sends what waits until nothing is left, when there is reason to look. */
    public void push(String id) {
        var connection = UUID.fromString(id);
        var failing = "push-failing-" + id;
        if (!activation.isActive() || pauses.isResting(failing)) return;
        if (!wakeUp.takeOutgoing(connection) && pauses.isResting("push-look-" + id)) return;
        pauses.rest("push-look-" + id, LOOK_EVERY);
        attempt(connection, failing, found -> {
            if (rounds.push(found)) asking.soon(found);
        });
        // A hint is gone once taken: after a failure the next look must not wait for another.
        if (pauses.isResting(failing)) pauses.worked("push-look-" + id);
    }

    /** One question for what waits at the peer, held open there while nothing does; then at once the next. */
    public void pull(String id) {
        var failing = "pull-failing-" + id;
        if (activation.isActive() && !pauses.isResting(failing)) attempt(UUID.fromString(id), failing, asking::ask);
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

    // The timer and an administrator may both ask at the same time: one handshake after the other.
    private synchronized void accept(Connection connection, String failing) {
        drill.pass("accept-prepared");
        var request = invitations.request(connection.id(), us);
        if (request.isEmpty()) return;
        drill.pass("accept-stored");
        try {
            var said = calls.accept(connection, request.get());
            drill.pass("accept-answered");
            if (said.status() == 200) {
                invitations.completed(connection.id(), said.json());
                drill.pass("accept-completed");
            } else
                invitations.refused(
                        connection.id(),
                        said.json().path("reason").asText("unknown"),
                        said.json().path("detail").asText("The inviter refused."));
            pauses.worked(failing);
        } catch (AcceptRefused unproven) {
            invitations.refused(connection.id(), unproven.reason(), unproven.sentence());
        } catch (PeerTrouble trouble) {
            if (calls.isStopping()) return;
            pauses.failed(failing);
            connections.condition(connection.id(), Condition.ACCEPTING, trouble.sentence());
        }
    }

    private void attempt(UUID id, String failing, Consumer<Connection> round) {
        var found = connections.find(id).filter(one -> one.isTelling() || one.isAsking());
        if (found.isEmpty() || found.get().condition() == Condition.RECONCILE) return;
        try {
            round.accept(found.get());
            pauses.worked(failing);
            connections.contacted(id);
        } catch (PeerTrouble trouble) {
            if (calls.isStopping()) return;
            trouble(found.get(), failing, trouble);
        } catch (RuntimeException surprise) {
            if (calls.isStopping()) return;
            pauses.failed(failing);
            throw surprise;
        }
    }

    private void trouble(Connection connection, String failing, PeerTrouble trouble) {
        if (trouble.rest().isZero()) pauses.failed(failing);
        else pauses.rest(failing, trouble.rest());
        LOG.warn("Connection '{}': {}", connection.name(), trouble.sentence());
        connections.condition(connection.id(), condition(trouble.reason()), trouble.sentence());
    }

    private static Condition condition(PeerTrouble.Reason reason) {
        return switch (reason) {
            case UNREACHABLE, STRANGER -> Condition.UNREACHABLE;
            case RECONCILE -> Condition.RECONCILE;
            case DEACTIVATED -> Condition.DEACTIVATED_THERE;
            case NEEDS_APPROVAL -> Condition.NEEDS_APPROVAL;
            // Nothing is wrong with the connection; what waits leaves when there is room.
            case FULL -> Condition.OK;
            case TOO_LARGE, REFUSED -> Condition.REFUSED;
        };
    }
}
