package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.twin.Twinned;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Runs rules in processes of their own, so that one that eats all memory takes only its process along. A worker knows
 * nothing of the node's settings and secrets; one that is gone, or does not end, is replaced when it is needed.
 */
final class Isolation implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** For the start of a process and the compilation of a rule. */
    private static final Duration UNTIL_BEGUN = Duration.ofMinutes(1);

    private static final int OUT_OF_MEMORY = 3;

    private final Duration limit;
    private final int megabytes;
    private final Semaphore places;
    private final BlockingDeque<Worker> idle = new LinkedBlockingDeque<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "rule-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    /**
     * Starts no process yet.
     *
     * @param limit the longest that a rule may run
     * @param megabytes the memory of one process
     * @param atOnce how many processes there are at most
     */
    Isolation(Duration limit, int megabytes, int atOnce) {
        this.limit = limit;
        this.megabytes = megabytes;
        places = new Semaphore(atOnce);
    }

    RuleRunner.Said outgoing(
            Rulebook book, Terms terms, ObjectNode issue, RuleRunner.Doing doing, Surroundings around) {
        var result = run(
                Job.outgoing(book, terms, around.jiraUrl(), limit, issue, doing.effects()),
                terms.id(),
                around,
                doing.log());
        return new RuleRunner.Said(
                dev.drawbridge.replica.Replica.of(result.json()),
                result.wishes().asked());
    }

    RuleRunner.Wanted incoming(Rulebook book, RuleRunner.Given given, Surroundings around) {
        var result = run(
                Job.incoming(book, around.jiraUrl(), limit, given),
                given.terms().id(),
                around,
                given.doing().log());
        return new RuleRunner.Wanted(
                result.json(),
                new ArrayList<>(result.warnings()),
                result.wishes().asked(),
                result.places(book.incoming()));
    }

    private Job.Result run(Job job, UUID connection, Surroundings asked, Logger log) {
        try {
            if (!places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS))
                throw new RulesBusy("All processes for rules are busy; it is tried again.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RulesBusy("The node stops; it is tried again.");
        }
        try {
            var worker = idle.pollFirst();
            if (worker == null || !worker.process.isAlive()) worker = new Worker();
            var result = worker.run(job, connection, asked, log);
            if (closed) worker.process.destroy();
            else idle.addFirst(worker);
            result.log().forEach(line -> log.info("{}", line));
            return result;
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        watch.shutdownNow();
        for (Worker worker; (worker = idle.pollFirst()) != null; ) worker.process.destroy();
    }

    /** One process. */
    private final class Worker {
        private final Process process;
        private final Frames frames;

        Worker() {
            var builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + megabytes + "m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RuleWorker.class.getName()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().clear();
            try {
                process = builder.start();
            } catch (IOException failure) {
                throw new RulesBusy("A process for rules cannot be started (%s); it is tried again."
                        .formatted(failure.getMessage()));
            }
            frames = new Frames(process.getInputStream(), process.getOutputStream());
        }

        /** A worker that failed is gone afterwards. */
        Job.Result run(Job job, UUID connection, Surroundings asked, Logger log) {
            RuntimeException trouble = null;
            var begun = false;
            try {
                frames.send(Frames.JSON.valueToTree(job));
                while (true) {
                    var frame =
                            next(begun ? Duration.ofMillis(job.limitMillis()).plus(GRACE) : UNTIL_BEGUN);
                    if (frame.path("begun").asBoolean()) {
                        begun = true;
                        continue;
                    }
                    if (frame.has("ask")) {
                        try {
                            frames.send(JsonNodeFactory.instance
                                    .objectNode()
                                    .set("value", Frames.JSON.<JsonNode>valueToTree(answer(frame, connection, asked))));
                        } catch (JiraTrouble | RulesBusy later) {
                            trouble = later;
                            frames.send(refusal(later));
                        } catch (RuntimeException refused) {
                            frames.send(refusal(refused));
                        }
                        continue;
                    }
                    if (frame.has("done")) return Frames.JSON.treeToValue(frame.get("done"), Job.Result.class);
                    frame.path("log").forEach(line -> log.info("{}", line.asText()));
                    if (frame.path("stuck").asBoolean()) process.destroyForcibly();
                    else idle.addFirst(this);
                    if (frame.has("busy"))
                        throw new RulesBusy(frame.path("busy").asText());
                    if (trouble != null) throw trouble;
                    throw broken(frame.path("broken"));
                }
            } catch (IOException gone) {
                throw ended(job, begun);
            }
        }

        /**
         * A worker that does not keep to its limit by itself is ended: by the time that it had a processor, since it may
         * have to wait for one, and in any case after a while.
         */
        private ObjectNode next(Duration limit) throws IOException {
            var before = worked();
            var began = System.nanoTime();
            var longest = limit.plus(LONGEST_WAIT).toNanos();
            var end = watch.scheduleWithFixedDelay(
                    () -> {
                        if (worked().minus(before).compareTo(limit) > 0 || System.nanoTime() - began > longest)
                            process.destroyForcibly();
                    },
                    LOOK_EVERY.toMillis(),
                    LOOK_EVERY.toMillis(),
                    TimeUnit.MILLISECONDS);
            try {
                return frames.next();
            } finally {
                end.cancel(false);
            }
        }

        private Duration worked() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }

        /** @param begun whether a rule ran: on a machine that is busy, or short of memory, none is to blame before that */
        private RuntimeException ended(Job job, boolean begun) {
            try {
                // Its pipe closes a moment before it has ended, and only then is it known how it did.
                if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS))
                    process.destroyForcibly().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            var code = process.isAlive() ? 0 : process.exitValue();
            if (closed || code == 143) return new RulesBusy("The node stops; it is tried again.");
            if (!begun && code != OUT_OF_MEMORY)
                return new RulesBusy(
                        "A process for rules ended before it could run one, or needed more than %d s to begin; it is tried again."
                                .formatted(UNTIL_BEGUN.toSeconds()));
            return new RuleBroken(
                    job.rule(),
                    null,
                    code == OUT_OF_MEMORY
                            ? "wanted more memory than the %d MB of its process (drawbridge.rules.memory)"
                                    .formatted(megabytes)
                            : "did not end, or ended its process (code %d)".formatted(code),
                    null);
        }
    }

    private static ObjectNode refusal(RuntimeException why) {
        return JsonNodeFactory.instance.objectNode().put("trouble", String.valueOf(why.getMessage()));
    }

    private static RuleBroken broken(JsonNode broken) {
        return RuleBroken.told(
                broken.path("file").asText(),
                number(broken.path("line")),
                number(broken.path("column")),
                broken.path("message").asText(),
                broken.path("text").isTextual() ? broken.path("text").asText() : null);
    }

    private static @Nullable Integer number(JsonNode number) {
        return number.isInt() ? Integer.valueOf(number.asInt()) : null;
    }

    private static @Nullable Object answer(ObjectNode question, UUID connection, Surroundings asked) {
        Map<String, Object> whom = Map.of(
                Directory.class.getSimpleName(), asked.directory(),
                Twinned.class.getSimpleName(), asked.twinned(),
                Surroundings.Calls.class.getSimpleName(), asked.calls(),
                Surroundings.Web.class.getSimpleName(), asked.hosts().apply(connection));
        var one = whom.get(question.path("ask").asText());
        var arguments = question.path("arguments");
        var method = method(question, arguments.size());
        var given = new @Nullable Object[arguments.size()];
        for (var each = 0; each < given.length; each++)
            given[each] = Frames.value(arguments.get(each), method.getGenericParameterTypes()[each]);
        try {
            return method.invoke(one, given);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof RuntimeException exception
                    ? exception
                    : new IllegalStateException(failed.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Method method(ObjectNode question, int arguments) {
        for (var type : List.of(Directory.class, Twinned.class, Surroundings.Calls.class, Surroundings.Web.class))
            if (type.getSimpleName().equals(question.path("ask").asText()))
                for (var method : type.getMethods())
                    if (method.getName().equals(question.path("method").asText())
                            && method.getParameterCount() == arguments) return method;
        throw new IllegalStateException("A rule's process asks for what there is not: " + question);
    }
}
