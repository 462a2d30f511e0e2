package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How the peers of private connections are asked: with long polls, and where something on the way cuts these, every now
 * and then and after each push.
 */
@Component
class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final Duration LONG_AGAIN_AFTER = Duration.ofMinutes(10);

    /** What failed sooner was not cut for its length: a partner that starts or stops just then fails so, too. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private final Rounds rounds;
    private final Pauses pauses;
    private final PeerSettings settings;
    private final Connections connections;
    private final PeerCalls calls;
    private final Clock clock;
    private final Map<UUID, Boolean> cut = new ConcurrentHashMap<>();

    Asking(Rounds rounds, Pauses pauses, PeerSettings settings, Connections connections, PeerCalls calls, Clock clock) {
        this.rounds = rounds;
        this.pauses = pauses;
        this.settings = settings;
        this.connections = connections;
        this.calls = calls;
        this.clock = clock;
    }

    void ask(Connection connection) {
        var id = connection.id();
        if (!connection.isTelling()) farewell(connection);
        else if (!isCut(id)) askLong(connection);
        else if (!pauses.isResting(rest(id))) askShort(connection);
    }

    /** Something was sent: the answer may be there already. */
    void soon(Connection connection) {
        pauses.worked(rest(connection.id()));
    }

    private void askLong(Connection connection) {
        var began = clock.instant();
        try {
            rounds.pull(connection, settings.pull().holding());
        } catch (PeerTrouble trouble) {
            var held = Duration.between(began, clock.instant());
            if (trouble.reason() != PeerTrouble.Reason.UNREACHABLE || held.compareTo(LONG) < 0 || calls.isStopping())
                throw trouble;
            // If the peer answers a short question at once, it was the length that was not borne.
            rounds.pull(connection, Duration.ZERO);
            cut.put(connection.id(), true);
            pauses.rest("pull-cut-" + connection.id(), LONG_AGAIN_AFTER);
            pauses.rest(rest(connection.id()), every(connection));
            LOG.warn(
                    "Connection '{}': something on the way cuts requests that wait ({}); the partner is asked every {} s instead.",
                    connection.name(),
                    trouble.sentence(),
                    every(connection).toSeconds());
        }
    }

    private void askShort(Connection connection) {
        pauses.rest(rest(connection.id()), every(connection));
        rounds.pull(connection, Duration.ZERO);
    }

    /** The partner removed the connection: it is told once that we know; whatever it answers then, all is said. */
    private void farewell(Connection connection) {
        try {
            rounds.pull(connection, Duration.ZERO);
        } catch (PeerTrouble trouble) {
            if (trouble.reason() != PeerTrouble.Reason.STRANGER) throw trouble;
        }
        connections.parted(connection.id());
    }

    private boolean isCut(UUID connection) {
        if (cut.containsKey(connection) && !pauses.isResting("pull-cut-" + connection)) cut.remove(connection);
        return cut.containsKey(connection);
    }

    private Duration every(Connection connection) {
        return Objects.requireNonNullElse(
                connection.settings().pullEvery(), settings.pull().every());
    }

    private static String rest(UUID connection) {
        return "pull-rest-" + connection;
    }
}
