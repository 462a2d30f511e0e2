package dev.drawbridge.rules.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a rule works, without what is done for it elsewhere, such as a call to Jira. What counts is the time that its
 * thread had a processor: that the machine is busy, or collects garbage, is not the rule's fault. One thread works,
 * another reads.
 */
public final class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LongSupplier nanos;
    private @Nullable Thread worker;
    private Moment began;
    private Moment left;
    private Moment away = new Moment(0, 0);
    private int depth;

    /** A moment, or the time between two. */
    private record Moment(long clock, long processor) {
        Moment plus(Moment other) {
            return new Moment(clock + other.clock, processor + other.processor);
        }

        Moment minus(Moment other) {
            return new Moment(clock - other.clock, processor - other.processor);
        }
    }

    /** @param nanos a clock that only goes forward, in nanoseconds */
    public Stopwatch(LongSupplier nanos) {
        this.nanos = nanos;
        began = now();
        left = began;
    }

    /** The rule begins, on this thread. */
    synchronized void start() {
        worker = Thread.currentThread();
        began = now();
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

    /** Time that the rule itself worked. */
    public synchronized Duration own() {
        return Duration.ofNanos(now().minus(began).minus(elsewhereSoFar()).processor());
    }

    /** Time by the clock that passed in the rule itself, whether it worked or waited for its turn. */
    public synchronized Duration passed() {
        return Duration.ofNanos(now().minus(began).minus(elsewhereSoFar()).clock());
    }

    /** Time by the clock that others were waited for. */
    public synchronized Duration elsewhere() {
        return Duration.ofNanos(elsewhereSoFar().clock());
    }

    private Moment elsewhereSoFar() {
        return depth > 0 ? away.plus(now().minus(left)) : away;
    }

    private synchronized void leave() {
        if (depth++ == 0) left = now();
    }

    private synchronized void comeBack() {
        if (--depth == 0) away = away.plus(now().minus(left));
    }

    private Moment now() {
        var clock = nanos.getAsLong();
        return new Moment(clock, worker == null ? 0 : processor(worker, clock));
    }

    /** Where the machine cannot tell, the clock has to do; of a thread that has ended nothing is known. */
    private static long processor(Thread thread, long otherwise) {
        if (!THREADS.isThreadCpuTimeSupported() || !THREADS.isThreadCpuTimeEnabled()) return otherwise;
        return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }
}
