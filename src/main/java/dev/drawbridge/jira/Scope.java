package dev.drawbridge.jira;

import dev.drawbridge.connection.Condition;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which projects are read, since when, and which of them Jira does not let us read at present. */
@Component
public class Scope {
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(5);

    private final Connections connections;
    private final Door door;
    private final Journal journal;
    private final JdbcClient db;
    private final Clock clock;
    private final Map<String, Instant> closed = new ConcurrentHashMap<>();

    Scope(Connections connections, Door door, Journal journal, JdbcClient db, Clock clock) {
        this.connections = connections;
        this.door = door;
        this.journal = journal;
        this.db = db;
        this.clock = clock;
    }

    /** Notes since when a connection reads each of its projects, in the transaction in which it begins to. */
    @EventListener
    @Transactional
    public void on(Connections.Changed changed) {
        connections.find(changed.connection()).filter(Scope::reads).ifPresent(this::note);
    }

    private void note(Connection connection) {
        var known = since(connection.id());
        for (var project : known.keySet())
            if (!connection.covers(project))
                db.sql("delete from scope where connection_id = ? and project = ?")
                        .params(connection.id(), project)
                        .update();
        for (var project : connection.projects())
            if (!known.containsKey(project))
                db.sql("insert into scope (connection_id, project, since) values (?, ?, ?)")
                        .params(connection.id(), project, Timestamp.from(clock.instant()))
                        .update();
    }

    /** All projects that any connection reads. */
    Set<String> wanted() {
        return connections.projectsInScope();
    }

    /** Those of them that Jira let us read when we last asked. */
    Set<String> readable() {
        var now = clock.instant();
        closed.values().removeIf(until -> until.isBefore(now));
        var keys = new TreeSet<>(wanted());
        keys.removeAll(closed.keySet());
        return keys;
    }

    /** Asks Jira for each of these projects; says whether one was found that cannot be read. */
    boolean recheck(Set<String> projects) {
        var missing = new TreeSet<String>();
        for (var key : projects) if (!isReadable(key)) missing.add(key);
        var until = clock.instant().plus(TRY_AGAIN_AFTER);
        for (var key : missing) closed.put(key, until);
        if (!missing.isEmpty())
            journal.write(Happening.of(
                    Happening.Level.ERROR,
                    "project-unreadable",
                    "Jira has no project %s that the proxy user may browse: changes there are not found."
                            .formatted(String.join(", ", missing))));
        tellConnections(missing);
        return !missing.isEmpty();
    }

    private void tellConnections(Set<String> missing) {
        for (var connection : connections.all()) {
            if (!reads(connection)) continue;
            var unusable = missing.containsAll(connection.projects());
            if (unusable)
                connections.condition(
                        connection.id(),
                        Condition.SCOPE,
                        "None of its projects (%s) can be used: give the proxy user the permission to browse one, or change the projects."
                                .formatted(String.join(", ", connection.projects())));
        }
    }

    /** Projects can be read again that could not be before. */
    void allReadable() {
        for (var connection : connections.all())
            if (connection.condition() == Condition.SCOPE
                    && closedOf(connection).isEmpty()) connections.condition(connection.id(), Condition.OK, "");
    }

    private Set<String> closedOf(Connection connection) {
        var keys = new HashSet<>(closed.keySet());
        keys.retainAll(connection.projects());
        return keys;
    }

    /** Whether the proxy user may browse a project; not for a project that is gone. */
    boolean isReadable(String project) {
        try {
            door.requireUs(door.get("/rest/api/2/project/" + Metadata.encoded(project)));
            return true;
        } catch (JiraTrouble trouble) {
            if (trouble.isRefusal()) return false;
            throw trouble;
        }
    }

    /** Since when the connection reads the project, by this node's clock. */
    Optional<Instant> since(UUID connection, String project) {
        return Optional.ofNullable(since(connection).get(project));
    }

    /** Since when anything is read at all. */
    Optional<Instant> since() {
        return db.sql("select min(since) from scope")
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    private Map<String, Instant> since(UUID connection) {
        var result = new HashMap<String, Instant>();
        db.sql("select project, since from scope where connection_id = ?")
                .param(connection)
                .query(row -> {
                    result.put(row.getString(1), row.getTimestamp(2).toInstant());
                });
        return result;
    }

    static boolean reads(Connection connection) {
        return connection.state() == ConnectionState.ACTIVE || connection.state() == ConnectionState.DEACTIVATED;
    }
}
