package dev.drawbridge.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The workers of this node: hands out as many lanes as they can take soon. */
@Component("crew")
public class Crew {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Lanes lanes;
    private final WakeUp wakeUp;
    private final Activation activation;
    private final Clock clock;
    private final int most;
    private final AtomicInteger busy = new AtomicInteger();
    private Instant lookedAt = Instant.EPOCH;

    Crew(Lanes lanes, Leases leases, WakeUp wakeUp, Activation activation, Clock clock, QueueSettings settings) {
        this.lanes = lanes;
        this.wakeUp = wakeUp;
        this.activation = activation;
        this.clock = clock;
        most = settings.workers() * 4;
        lanes.releaseAllOfTheDead();
        leases.releaseAllOfTheDead();
    }

    /** Lanes that are due; empty while the sync is not active, and when nothing was said to be due and the last look is less than a second ago. */
    public synchronized List<Lanes.Lane> claim() {
        if (!activation.isActive()) return List.of();
        var now = clock.instant();
        var free = most - busy.get();
        if (free <= 0) return List.of();
        if (!wakeUp.takeIncoming() && lookedAt.plus(LOOK_EVERY).isAfter(now)) return List.of();
        lookedAt = now;
        var claimed = lanes.claim(free, LEASE);
        busy.addAndGet(claimed.size());
        if (claimed.size() == free) wakeUp.incoming();
        return claimed;
    }

    public void free() {
        busy.decrementAndGet();
    }

    /** How many lanes are worked on, or about to be. */
    public int busy() {
        return busy.get();
    }
}
