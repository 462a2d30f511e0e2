package dev.drawbridge.rules.guard;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long a rule runs, without the time it waits for others. One thread works, another reads. */
public final class Stopwatch {
    private final LongSupplier nanos;
    private long began;
    private long leftAt;
    private long awayFor;
    private int depth;

    /** @param nanos a clock that only goes forward, in nanoseconds */
    public Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        began = nanos.getAsLong();
    }

    synchronized void start() {
        began = nanos.getAsLong();
    }

    /** Does something whose time does not count; what it throws is passed on. */
    public <T> T away(Supplier<T> work) {
        leave();
        try {
            return work.get();
        } finally {
            comeBack();
        }
    }

    /** Time spent in the rule itself. */
    public synchronized Duration own() {
        return Duration.ofNanos(nanos.getAsLong() - began - awayNanos());
    }

    /** Time spent waiting for others. */
    public synchronized Duration elsewhere() {
        return Duration.ofNanos(awayNanos());
    }

    private long awayNanos() {
        return awayFor + (depth > 0 ? nanos.getAsLong() - leftAt : 0);
    }

    private synchronized void leave() {
        if (depth++ == 0) leftAt = nanos.getAsLong();
    }

    private synchronized void comeBack() {
        if (--depth == 0) awayFor += nanos.getAsLong() - leftAt;
    }
}
