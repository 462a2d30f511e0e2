package dev.drawbridge.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Remembers when each peer last called, for those who wait for it. */
@Component
class Visits {
    private final Map<UUID, Visit> last = new HashMap<>();
    private final Clock clock;
    private long count;

    Visits(Clock clock) {
        this.clock = clock;
    }

    /**
     * A call of a peer.
     *
     * @param signed what the peer's clock said, in whole seconds
     */
    record Visit(long number, Instant at, Instant signed) {}

    synchronized void came(UUID connection, Instant signed) {
        last.put(connection, new Visit(++count, clock.instant(), signed));
        notifyAll();
    }

    /**
     * The next call of that peer, if it comes in time.
     *
     * @param hurry what makes it come, once we listen
     */
    synchronized Optional<Visit> next(UUID connection, Duration patience, Runnable hurry) {
        var now = count;
        hurry.run();
        var until = System.nanoTime() + patience.toNanos();
        try {
            for (var left = patience.toNanos(); left > 0; left = until - System.nanoTime()) {
                var visit = last.get(connection);
                if (visit != null && visit.number() > now) return Optional.of(visit);
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, left));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
