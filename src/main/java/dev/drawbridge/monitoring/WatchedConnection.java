package dev.drawbridge.monitoring;

import dev.drawbridge.connection.Connection;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection behind its MBean; reads what is true now whenever it is asked. */
final class WatchedConnection implements ConnectionMXBean {
    private final UUID id;
    private final Watched watched;

    WatchedConnection(UUID id, Watched watched) {
        this.id = id;
        this.watched = watched;
    }

    @Override
    public String getState() {
        return of(connection -> connection.state().name());
    }

    @Override
    public String getCondition() {
        return of(connection -> connection.condition().name());
    }

    @Override
    public String getWhy() {
        return of(Connection::why);
    }

    @Override
    public long getUnderSync() {
        return watched.underSync(id);
    }

    @Override
    public long getOutbox() {
        return watched.outbox(id);
    }

    @Override
    public long getInbox() {
        return watched.inbox(id);
    }

    @Override
    public long getOldestWaitingSeconds() {
        return watched.oldestWaiting(id).toSeconds();
    }

    @Override
    public long getErrors() {
        return watched.errors(id);
    }

    @Override
    public @Nullable String getLastContact() {
        return watched.find(id)
                .map(Connection::lastContact)
                .map(Instant::toString)
                .orElse(null);
    }

    @Override
    public void activate() {
        watched.activate(id);
    }

    @Override
    public void deactivate() {
        watched.deactivate(id);
    }

    @Override
    public int retry() {
        return watched.retry(id);
    }

    private String of(Function<Connection, String> part) {
        return watched.find(id).map(part).orElse("");
    }
}
