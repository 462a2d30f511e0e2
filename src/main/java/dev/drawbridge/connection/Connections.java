package dev.drawbridge.connection;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where connections are kept. */
@Component
public class Connections {
    private static final Duration NOTED_EVERY = Duration.ofSeconds(10);

    private final EntityManager entities;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Connections(EntityManager entities, ApplicationEventPublisher listeners, Clock clock) {
        this.entities = entities;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** A connection came, went or changed; told once that is committed. */
    public record Changed(UUID connection, String name) {}

    /** A connection was added: told at once, in the same transaction, so that what belongs to it is made with it. */
    public record Added(UUID connection, String name, Mode mode, String incomingProject) {}

    /** Both sides know each other from now on; told in the same transaction. */
    public record Agreed(UUID connection, String name, String partner, String fingerprint) {}

    /** The peer was heard from after a while without it; told in the same transaction. */
    public record Recovered(UUID connection) {}

    @Transactional(readOnly = true)
    public List<Connection> all() {
        return entities.createQuery("select c from Connection c order by c.nameKey", Connection.class)
                .getResultList();
    }

    @Transactional(readOnly = true)
    public Optional<Connection> find(UUID id) {
        return Optional.ofNullable(entities.find(Connection.class, id));
    }

    @Transactional(readOnly = true)
    public Optional<Connection> named(String name) {
        return entities.createQuery("select c from Connection c where c.nameKey = :key", Connection.class)
                .setParameter("key", name.toLowerCase(Locale.ROOT))
                .getResultStream()
                .findFirst();
    }

    /** The projects that any connection reads from; outside them nothing is searched. */
    @Transactional(readOnly = true)
    public Set<String> projectsInScope() {
        var keys = new TreeSet<String>();
        for (var connection : all())
            if (connection.state() == ConnectionState.ACTIVE || connection.state() == ConnectionState.DEACTIVATED)
                keys.addAll(connection.projects());
        return keys;
    }

    @Transactional
    Connection agreed(UUID id, Connection.PeerFacts peer, boolean approval) {
        var connection = change(id, one -> one.agreed(peer, clock.instant(), approval));
        listeners.publishEvent(
                new Agreed(id, connection.name(), peer.nodeName(), String.valueOf(connection.fingerprint())));
        return connection;
    }

    @Transactional
    void add(Connection connection) {
        entities.persist(connection);
        entities.flush();
        listeners.publishEvent(
                new Added(connection.id(), connection.name(), connection.mode(), connection.incomingProject()));
        tell(connection);
    }

    /** Changes a connection in a transaction of its own or the caller's. */
    @Transactional
    public Connection change(UUID id, Consumer<Connection> change) {
        var connection = held(id);
        change.accept(connection);
        entities.flush();
        tell(connection);
        return connection;
    }

    /** The partner has to hear where this side stands: told at once, in the same transaction. */
    public record Declared(UUID connection) {}

    /** An administrator removes a connection of which the partner has to be told: in the same transaction. */
    public record Leaving(UUID connection, String name) {}

    /** A connection is no longer kept; told once that is committed. */
    public record Gone(UUID connection, String name) {}

    @Transactional
    public Connection activate(UUID id) {
        return pause(id, Connection::activate);
    }

    @Transactional
    public Connection deactivate(UUID id) {
        return pause(id, Connection::deactivate);
    }

    /** Somebody has compared the fingerprints: what the partner accepted may flow. */
    @Transactional
    public Connection approve(UUID id) {
        return change(id, Connection::approve);
    }

    private Connection pause(UUID id, Consumer<Connection> decision) {
        otherSide(id).ifPresent(other -> change(other.id(), decision));
        return change(id, connection -> {
            var before = connection.state();
            decision.accept(connection);
            // Of a local connection both sides rest at the same moment.
            if (before != connection.state() && !connection.isLocal()) listeners.publishEvent(new Declared(id));
        });
    }

    /** The other side of a local connection; empty when the partner is another node. */
    @Transactional(readOnly = true)
    public Optional<Connection> otherSide(UUID id) {
        return find(id).map(Connection::otherSide).flatMap(this::find);
    }

    /**
     * Removes a connection on both sides; nothing in Jira changes. The row stays until the partner knows; one that no
     * partner knows of, or that was removed before, goes at once.
     */
    @Transactional
    public void leave(UUID id) {
        var connection = entities.find(Connection.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (connection == null) return;
        if (connection.state() == ConnectionState.REMOVED || !connection.isAgreed()) {
            remove(id);
            return;
        }
        if (connection.isLocal()) {
            leaveLocal(connection);
            return;
        }
        change(id, Connection::leave);
        listeners.publishEvent(new Leaving(id, connection.name()));
    }

    /** Nobody else has to know: both sides go at once. */
    private void leaveLocal(Connection connection) {
        var sides = new ArrayList<>(List.of(connection));
        otherSide(connection.id()).ifPresent(sides::add);
        sides.forEach(side -> listeners.publishEvent(new Leaving(side.id(), side.name())));
        sides.forEach(side -> remove(side.id()));
    }

    /** The partner knows by now that we know of its removal. */
    @Transactional
    public void parted(UUID id) {
        find(id).ifPresent(known -> change(id, Connection::parted));
    }

    @Transactional
    public Connection removedByPartner(UUID id) {
        return change(id, Connection::removedByPartner);
    }

    /**
     * What came of what the partner says of the connection itself.
     *
     * @param proposed it wants the other one to win, and did not before
     * @param turned another winner is in force
     * @param theirKeys it has other keys
     * @param ourKeys it has the keys that this side announced, so that they are in use
     */
    public record Heard(Connection connection, boolean proposed, boolean turned, boolean theirKeys, boolean ourKeys) {}

    /** @param number of the partner's event */
    @Transactional
    public Heard heard(UUID id, Declaration said, long number) {
        var connection = held(id);
        var agreement = connection.agreement();
        var known = agreement.isProposedThere();
        var now = clock.instant();
        var turned = said.term() != null && connection.heardOfWinner(said.term(), said.proposes(), number);
        var theirKeys = said.keys() != null && connection.heardOfTheirKeys(said.keys(), now);
        var ourKeys = said.knownKey() != null && connection.heardOfOurKeys(said.knownKey(), now);
        if (!connection.isLocal()) connection.pausedThere(said.paused());
        entities.flush();
        if (turned || theirKeys) listeners.publishEvent(new Declared(id));
        tell(connection);
        return new Heard(connection, !known && agreement.isProposedThere(), turned, theirKeys, ourKeys);
    }

    @Transactional
    Connection announce(UUID id, Connection.Keys keys) {
        var connection = change(id, one -> one.announce(keys));
        listeners.publishEvent(new Declared(id));
        return connection;
    }

    /** Tells which event says where this side stands. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void declared(UUID id, UUID event) {
        change(id, connection -> connection.agreement().noticed(event));
    }

    private void propose(UUID id, String winner) {
        var other = otherSide(id);
        if (other.isEmpty()) {
            var toTell = new boolean[1];
            change(id, connection -> toTell[0] = connection.propose(winner));
            if (toTell[0]) listeners.publishEvent(new Declared(id));
            return;
        }
        if (!change(id, connection -> connection.requireSide(winner)).winner().equals(winner))
            for (var side : List.of(id, other.get().id())) {
                change(side, Connection::turnWinner);
                listeners.publishEvent(new Declared(side));
            }
    }

    /** Held for the caller's transaction: nobody else changes it meanwhile. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Connection held(UUID id) {
        var connection = entities.find(Connection.class, id);
        if (connection == null) throw new IllegalArgumentException("There is no connection " + id);
        // Read anew under the lock: what this transaction read before may be older than what another has left
        // meanwhile.
        entities.refresh(connection, LockModeType.PESSIMISTIC_WRITE);
        return connection;
    }

    @Transactional
    public Connection patch(UUID id, Patch patch) {
        var projects = patch.projects();
        if (projects != null)
            otherSide(id)
                    .flatMap(other -> projects.stream().filter(other::covers).findFirst())
                    .ifPresent(taken -> {
                        throw new IllegalArgumentException(
                                "Project %s is on the other side of this local connection.".formatted(taken));
                    });
        if (patch.winner() != null) propose(id, patch.winner());
        return change(id, connection -> {
            if (patch.description() != null) connection.describe(patch.description());
            if (patch.projects() != null) connection.projects(patch.projects());
            if (patch.settings() != null) connection.settings(patch.settings());
        });
    }

    /** What an administrator changes; null leaves a part as it is. */
    public record Patch(
            @org.jspecify.annotations.Nullable String description,
            @org.jspecify.annotations.Nullable List<String> projects,
            @org.jspecify.annotations.Nullable String winner,
            @org.jspecify.annotations.Nullable ConnectionSettings settings) {}

    /** The connection's condition changed; says so only when it did. */
    @Transactional
    public void condition(UUID id, Condition condition, String why) {
        var connection = entities.find(Connection.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (connection == null
                || (connection.condition() == condition && connection.why().equals(why))) return;
        connection.now(condition, why);
        entities.flush();
        tell(connection);
    }

    /** The peer was heard from: what was unreachable is no longer. */
    @Transactional
    public void contacted(UUID id) {
        var connection = entities.find(Connection.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (connection == null) return;
        var last = connection.lastContact();
        if (last == null || last.plus(NOTED_EVERY).isBefore(clock.instant())) connection.contacted(clock.instant());
        if (isPassing(connection)) {
            connection.recovered();
            listeners.publishEvent(new Recovered(id));
            tell(connection);
        }
    }

    private static boolean isPassing(Connection connection) {
        return switch (connection.condition()) {
            case UNREACHABLE, REFUSED -> true;
            case NEEDS_APPROVAL, OK ->
                connection.isActive() && !connection.why().isEmpty();
            default -> false;
        };
    }

    @Transactional
    public void remove(UUID id) {
        var connection = entities.find(Connection.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (connection == null) return;
        entities.remove(connection);
        entities.flush();
        tell(connection);
        listeners.publishEvent(new Gone(connection.id(), connection.name()));
    }

    private void tell(Connection connection) {
        listeners.publishEvent(new Changed(connection.id(), connection.name()));
    }
}
