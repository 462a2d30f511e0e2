package dev.drawbridge.rules;

import dev.drawbridge.jira.JiraTrouble;
import groovy.lang.Binding;
import groovy.lang.Script;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts, each for a limited time and only so many at once. One that does not heed the interrupt at the end of its
 * time is left alone, but goes on counting, so that such scripts can never take more than their share of the machine.
 */
class Runs {
    static final int AT_ONCE = 16;

    private final Duration limit;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param limit the longest that one run may take */
    Runs(Duration limit) {
        this.limit = limit;
    }

    /**
     * @throws RuleBroken when the script fails or takes too long
     * @throws RulesBusy when there is no place for it now
     */
    void run(Rulebook.Rule rule, Map<String, ?> bindings) {
        var task = new FutureTask<>(() -> script(rule, bindings).run());
        if (!place()) throw new RulesBusy("As many rules as this node runs at once are running; it is tried again.");
        var thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } finally {
                        places.release();
                    }
                },
                "rule " + rule.file());
        thread.setDaemon(true);
        thread.start();
        await(rule, task, thread);
    }

    private void await(Rulebook.Rule rule, FutureTask<?> task, Thread thread) {
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            var line = line(rule, thread.getStackTrace());
            task.cancel(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            throw new RuleBroken(rule.file(), line, "ran longer than " + spoken(limit) + " and was stopped", slow);
        } catch (InterruptedException stopped) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new RulesBusy("The node stops; it is tried again.");
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            jiraTrouble(cause);
            throw new RuleBroken(rule.file(), line(rule, cause.getStackTrace()), said(cause), cause);
        }
    }

    /** That Jira cannot be asked is not the rule's fault. */
    private static void jiraTrouble(Throwable cause) {
        var trouble = Stream.iterate(cause, link -> link != null, Throwable::getCause)
                .limit(10)
                .filter(JiraTrouble.class::isInstance)
                .findFirst();
        if (trouble.isPresent()) throw (JiraTrouble) trouble.get();
    }

    private boolean place() {
        try {
            return places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Script script(Rulebook.Rule rule, Map<String, ?> bindings) throws ReflectiveOperationException {
        var script = rule.script().getDeclaredConstructor().newInstance();
        var binding = new Binding();
        bindings.forEach(binding::setVariable);
        script.setBinding(binding);
        return script;
    }

    private static @Nullable Integer line(Rulebook.Rule rule, StackTraceElement[] trace) {
        for (var frame : trace)
            if (frame.getClassName().startsWith(rule.script().getName()) && frame.getLineNumber() > 0)
                return frame.getLineNumber();
        return null;
    }

    private static String said(Throwable cause) {
        if (cause instanceof StackOverflowError) return "calls itself without end";
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String spoken(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
