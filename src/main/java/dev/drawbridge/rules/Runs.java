package dev.drawbridge.rules;

import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.rules.guard.Refused;
import dev.drawbridge.rules.guard.Running;
import dev.drawbridge.rules.guard.Stopped;
import dev.drawbridge.rules.guard.Stopwatch;
import groovy.lang.Binding;
import groovy.lang.Script;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts, each for a limited time and only so many at once. Time that a script waits for Jira is not its own, nor
 * is time in which others have the processors. One that does not heed the end of its time is left alone and another takes its place; of such only a few are borne.
 */
public class Runs {
    static final int AT_ONCE = 16;
    static final int LEFT_ALONE_AT_MOST = 4;
    private static final Pattern CUSTOM_FIELD = Pattern.compile("customFields(?:\\.|\\?\\.|\\[)[\"']([^\"']+)[\"']");
    private static final Duration AWAY_AT_MOST = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** How many times its limit a run may take by the clock: as long as a machine with more work than processors needs. */
    static final int BY_THE_CLOCK = 6;

    private final Duration limit;
    private final LongSupplier nanos;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicInteger leftAlone = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "rule");
        thread.setDaemon(true);
        return thread;
    });

    Runs(Duration limit) {
        this(limit, System::nanoTime);
    }

    /** @param nanos a clock that only goes forward, in nanoseconds */
    Runs(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Why some rules may not be run any more; empty as long as all can. */
    public Optional<String> problem() {
        var many = leftAlone.get();
        return many == 0
                ? Optional.empty()
                : Optional.of(
                        many < LEFT_ALONE_AT_MOST
                                ? "%d of at most %d runs of rules did not end when they were stopped, and take time of this machine"
                                        .formatted(many, LEFT_ALONE_AT_MOST)
                                : full(many));
    }

    private static String full(int many) {
        return "%d runs of rules did not end when they were stopped: no rule is run until one ends; restart the node, and mend the rules that the errors name"
                .formatted(many);
    }

    /**
     * @param around what is done on the thread of the script, which it must run
     * @throws RuleBroken when the script fails or takes too long
     * @throws RulesBusy when there is no place for it now
     */
    void run(Rulebook.Rule rule, Map<String, ?> bindings, Consumer<Runnable> around) {
        var stuck = leftAlone.get();
        if (stuck >= LEFT_ALONE_AT_MOST) throw new RulesBusy(full(stuck) + ".");
        if (!place()) throw new RulesBusy("As many rules as this node runs at once are running; it is tried again.");
        var run = new OneRun(rule, bindings, around);
        try {
            workers.execute(run);
        } catch (RuntimeException none) {
            places.release();
            throw none;
        }
        await(rule, run);
    }

    /** One script on its way; ends by itself or is given up, whichever is first. */
    private final class OneRun implements Runnable {
        private final Rulebook.Rule rule;
        private final Consumer<Runnable> around;
        private final Running running;
        private final Binding binding = new Binding();
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        private volatile @Nullable Thread thread;
        private boolean ended;
        private boolean givenUp;

        OneRun(Rulebook.Rule rule, Map<String, ?> bindings, Consumer<Runnable> around) {
            this.rule = rule;
            this.around = around;
            bindings.forEach(binding::setVariable);
            running = new Running(binding, new Stopwatch(nanos));
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                running.around(() -> around.accept(this::script));
                end.complete(null);
            } catch (Throwable failure) {
                end.completeExceptionally(failure);
            } finally {
                ended();
                Thread.interrupted();
            }
        }

        private void script() {
            Script script;
            try {
                script = rule.script().getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
            script.setBinding(binding);
            script.run();
        }

        /** Tells the script to end. */
        void stop() {
            running.stop();
            var worker = thread;
            synchronized (this) {
                if (!ended && worker != null) worker.interrupt();
            }
        }

        synchronized void giveUp() {
            if (ended || givenUp) return;
            givenUp = true;
            leftAlone.incrementAndGet();
            places.release();
            var worker = thread;
            if (worker != null) worker.setPriority(Thread.MIN_PRIORITY);
        }

        private synchronized void ended() {
            ended = true;
            thread = null;
            if (givenUp) {
                leftAlone.decrementAndGet();
                Thread.currentThread().setPriority(Thread.NORM_PRIORITY);
            } else places.release();
        }
    }

    private void await(Rulebook.Rule rule, OneRun run) {
        var allowed = rule.timeLimit() == null ? limit : rule.timeLimit();
        var byTheClock = allowed.multipliedBy(BY_THE_CLOCK);
        var watch = run.running.stopwatch();
        try {
            while (true) {
                try {
                    var rest = allowed.minus(watch.own()).toMillis() + 1;
                    run.end.get(Math.max(1, rest), TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException notYet) {
                    if (run.end.isDone()) continue;
                    if (watch.own().compareTo(allowed) >= 0) throw tooLong(rule, run, "ran longer than ", allowed);
                    if (watch.passed().compareTo(byTheClock) >= 0)
                        throw tooLong(rule, run, "did not end within ", byTheClock);
                    if (watch.elsewhere().compareTo(AWAY_AT_MOST) >= 0)
                        throw tooLong(rule, run, "waited for Jira longer than ", AWAY_AT_MOST);
                }
            }
        } catch (InterruptedException stopped) {
            run.stop();
            run.giveUp();
            Thread.currentThread().interrupt();
            throw new RulesBusy("The node stops; it is tried again.");
        } catch (ExecutionException failed) {
            throw broken(rule, failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private static RuleBroken tooLong(Rulebook.Rule rule, OneRun run, String what, Duration time)
            throws InterruptedException {
        var worker = run.thread;
        var place = worker == null ? null : rule.place(worker.getStackTrace());
        run.stop();
        try {
            run.end.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException deaf) {
            run.giveUp();
        } catch (ExecutionException over) {
            if (place == null && over.getCause() != null)
                place = rule.place(over.getCause().getStackTrace());
        }
        return broken(rule, place, what + spoken(time) + " and was stopped", null);
    }

    private static RuleBroken broken(Rulebook.Rule rule, Throwable cause) {
        trouble(cause);
        var told = chain(cause)
                .filter(link -> link instanceof Refused || link instanceof Stopped || link instanceof RuleBroken)
                .findFirst()
                .orElse(cause);
        if (told instanceof RuleBroken known && known.line() != null) return known;
        var place = rule.place(told.getStackTrace());
        return broken(rule, place, said(told, place), cause);
    }

    /** A custom field that there is not is nothing, and nothing has no value. */
    private static String said(Throwable told, Rulebook.@Nullable Place place) {
        var message = said(told);
        var line = told instanceof NullPointerException && place != null
                ? place.source().line(place.line())
                : null;
        if (line == null) return message;
        var field = CUSTOM_FIELD.matcher(line);
        return NoSuchField.named(message, line)
                .orElseGet(() -> field.find()
                        ? message + ": is there a custom field '%s' here?".formatted(field.group(1))
                        : message);
    }

    private static RuleBroken broken(
            Rulebook.Rule rule, Rulebook.@Nullable Place place, String message, @Nullable Throwable cause) {
        return RuleBroken.at(place, rule, message, cause);
    }

    /** That Jira, or another host, cannot be asked is not the rule's fault. */
    private static void trouble(Throwable cause) {
        chain(cause)
                .filter(link -> link instanceof JiraTrouble || link instanceof RulesBusy)
                .findFirst()
                .ifPresent(trouble -> {
                    throw (RuntimeException) trouble;
                });
    }

    private static Stream<Throwable> chain(Throwable cause) {
        return Stream.iterate(cause, link -> link != null, Throwable::getCause).limit(10);
    }

    private boolean place() {
        try {
            return places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String said(Throwable cause) {
        if (cause instanceof StackOverflowError) return "calls itself without end";
        if (cause instanceof OutOfMemoryError) return "wanted more memory than there is";
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String spoken(Duration duration) {
        return duration.toMillisPart() > 0 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
