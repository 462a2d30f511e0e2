package dev.drawbridge.rules.guard;

import groovy.lang.Binding;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a rule, known to everything that happens on its thread. */
public final class Running {
    private static final ThreadLocal<@Nullable Running> CURRENT = new ThreadLocal<>();

    private final Binding binding;
    private final Stopwatch stopwatch;
    private volatile boolean stopped;

    /**
     * @param binding what the rule sees: its external scripts see the same
     * @param stopwatch how long it runs
     */
    public Running(Binding binding, Stopwatch stopwatch) {
        this.binding = binding;
        this.stopwatch = stopwatch;
    }

    /** Makes it the run of this thread while something is done. */
    public void around(Runnable work) {
        CURRENT.set(this);
        stopwatch.start();
        try {
            work.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** From now on each step of the rule fails. */
    public void stop() {
        stopped = true;
    }

    public Stopwatch stopwatch() {
        return stopwatch;
    }

    /** Does something whose time is not the rule's, such as a call to Jira; also where no rule runs. */
    public static <T> T away(Supplier<T> work) {
        var running = CURRENT.get();
        if (running == null) return work.get();
        requireGoingOn();
        return running.stopwatch.away(work);
    }

    /** Ends the run of this thread here, whatever the rule catches. */
    public static Stopped over() {
        var running = CURRENT.get();
        if (running != null) running.stop();
        return new Stopped();
    }

    static @Nullable Binding binding() {
        var running = CURRENT.get();
        return running == null ? null : running.binding;
    }

    /** Code of a rule that another thread came by is stopped, too: nobody takes its time there. */
    static void requireGoingOn() {
        var running = CURRENT.get();
        if (running == null || running.stopped) throw new Stopped();
    }
}
