package dev.drawbridge.monitoring;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.Twins;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The figures of a connection that MBeans, metrics and health have in common. */
@Component
class Watched {
    private final Connections connections;
    private final Twins twins;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Lanes lanes;
    private final Clock clock;

    Watched(Connections connections, Twins twins, Outbox outbox, Inbox inbox, Lanes lanes, Clock clock) {
        this.connections = connections;
        this.twins = twins;
        this.outbox = outbox;
        this.inbox = inbox;
        this.lanes = lanes;
        this.clock = clock;
    }

    List<Connection> all() {
        return connections.all();
    }

    Optional<Connection> find(UUID id) {
        return connections.find(id);
    }

    long underSync(UUID id) {
        return twins.countActive(id);
    }

    long outbox(UUID id) {
        return outbox.waiting(id);
    }

    long inbox(UUID id) {
        return inbox.waiting(id);
    }

    Duration oldestWaiting(UUID id) {
        var now = clock.instant();
        return Stream.of(outbox.oldest(id), inbox.oldest(id))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, now))
                .orElse(Duration.ZERO);
    }

    long errors(UUID id) {
        return lanes.held().stream()
                .filter(lane -> lane.connection().equals(id))
                .count();
    }

    void activate(UUID id) {
        connections.activate(id);
    }

    void deactivate(UUID id) {
        connections.deactivate(id);
    }

    int retry(UUID id) {
        return lanes.retryBlocked(id);
    }
}
