package dev.drawbridge.transport;

import dev.drawbridge.queue.WakeUp;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Pulls that are held open until there is something to say. A newer pull of a connection releases the older. */
@Component
class Polls implements SmartLifecycle {
    // The hint works within one process only; what another node of the cluster queued is found by looking.
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(2);

    private final Map<UUID, Long> newest = new HashMap<>();
    private long hints;
    private boolean running;

    Polls(WakeUp wakeUp) {
        wakeUp.listen(this::wake);
    }

    /** Returns when there is something, when the time is over, when a newer pull came, or when the node stops. */
    void await(UUID connection, long seconds, BooleanSupplier hasMore) {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var mine = begin(connection);
        while (true) {
            var seen = hints();
            if (hasMore.getAsBoolean()) return;
            if (!isToWait(connection, mine, seen, until)) return;
        }
    }

    /** Lets a held pull of that connection end, as a newer one would. */
    synchronized void release(UUID connection) {
        begin(connection);
    }

    private synchronized long begin(UUID connection) {
        var mine = newest.merge(connection, 1L, Long::sum);
        wake();
        return mine;
    }

    private synchronized long hints() {
        return hints;
    }

    private synchronized boolean isToWait(UUID connection, long mine, long seen, long until) {
        var look = System.nanoTime() + LOOK_EVERY;
        while (running && newest.getOrDefault(connection, 0L) == mine) {
            var now = System.nanoTime();
            if (now >= until) return false;
            if (hints != seen || now >= look) return true;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, Math.min(until, look) - now));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private synchronized void wake() {
        hints++;
        notifyAll();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        notifyAll();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** The first to stop: nothing else can end while a poll is held. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
