package dev.drawbridge.rules;

import groovy.lang.Binding;
import groovy.lang.Script;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs scripts, each for a limited time. */
@Component
class Runs implements AutoCloseable {
    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "rule");
        thread.setDaemon(true);
        return thread;
    });

    Runs(RulesSettings settings) {
        limit = settings.rules().timeLimit();
    }

    void run(Rulebook.Rule rule, Map<String, ?> bindings) {
        var task = threads.submit(() -> script(rule, bindings).run());
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            task.cancel(true);
            throw new RuleBroken(
                    rule.file(), null, "ran longer than " + limit.toSeconds() + " s and was stopped", slow);
        } catch (InterruptedException stopped) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new RuleBroken(rule.file(), null, "was interrupted because the node stops", stopped);
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            throw new RuleBroken(rule.file(), line(rule, cause), said(cause), cause);
        }
    }

    private static Script script(Rulebook.Rule rule, Map<String, ?> bindings) throws ReflectiveOperationException {
        var script = rule.script().getDeclaredConstructor().newInstance();
        var binding = new Binding();
        bindings.forEach(binding::setVariable);
        script.setBinding(binding);
        return script;
    }

    private static @Nullable Integer line(Rulebook.Rule rule, Throwable cause) {
        for (var frame : cause.getStackTrace())
            if (frame.getClassName().startsWith(rule.script().getName()) && frame.getLineNumber() > 0)
                return frame.getLineNumber();
        return null;
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
