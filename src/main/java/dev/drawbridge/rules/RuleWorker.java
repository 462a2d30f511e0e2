package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.Directory;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.twin.Twinned;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A process that runs rules for a node and has nothing else: no settings, no store, no network of its own. What a rule asks
 * is asked of the node over the pipe that the job came by.
 */
public final class RuleWorker {
    private static final int KEPT = 50;

    private final Frames node;
    private final Map<Long, Runs> runs = new HashMap<>();
    private final Map<Compiled, Rulebook> books = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Compiled, Rulebook> eldest) {
            if (size() <= KEPT) return false;
            eldest.getValue().retire();
            return true;
        }
    };

    /** The version tells of files that are no sources. */
    private record Compiled(String version, String rule, List<RuleSource> sources, Map<String, String> users) {}

    private RuleWorker(Frames node) {
        this.node = node;
    }

    /** Works until the node closes the pipe. Nothing but frames may leave by standard output. */
    public static void main(String[] arguments) throws IOException {
        var frames = new Frames(System.in, System.out);
        System.setOut(System.err);
        var worker = new RuleWorker(frames);
        while (true) {
            ObjectNode frame;
            try {
                frame = frames.next();
            } catch (EOFException over) {
                return;
            }
            frames.send(worker.answer(Frames.JSON.treeToValue(frame, Job.class)));
        }
    }

    private ObjectNode answer(Job job) throws IOException {
        var log = new RuleLog();
        var limited = runs.computeIfAbsent(job.limitMillis(), millis -> new Runs(Duration.ofMillis(millis)));
        try {
            return JsonNodeFactory.instance
                    .objectNode()
                    .set("done", Frames.JSON.valueToTree(result(job, limited, log)));
        } catch (RuleBroken broken) {
            var frame = JsonNodeFactory.instance.objectNode();
            frame.set("broken", broken(broken));
            frame.set("log", Frames.JSON.valueToTree(log.lines()));
            return frame.put("stuck", limited.problem().isPresent());
        } catch (RulesBusy busy) {
            return JsonNodeFactory.instance.objectNode().put("busy", busy.getMessage());
        }
    }

    private Job.Result result(Job job, Runs limited, RuleLog log) throws IOException {
        var book = books.computeIfAbsent(
                new Compiled(job.version(), job.rule(), job.sources(), job.users()), unused -> book(job));
        node.send(JsonNodeFactory.instance.objectNode().put("begun", true));
        var runner = new RuleRunner(
                limited,
                new Surroundings(
                        asking(Directory.class),
                        asking(Twinned.class),
                        job.jiraUrl(),
                        calls(asking(Surroundings.Calls.class)),
                        connection -> web(asking(Surroundings.Web.class))));
        if (job.replica() != null && !job.replica().isNull())
            return Job.Result.of(runner.incoming(book, job.given(log)), log.lines());
        var issue = Objects.requireNonNull(job.issue());
        var said = runner.outgoing(book, job.terms(), issue, new RuleRunner.Doing(job.effects(), false, log));
        return Job.Result.of(said, log.lines());
    }

    private static Rulebook book(Job job) {
        var rule = compile(job);
        return new Rulebook(job.version(), rule, rule, new UserTable(job.users()));
    }

    private static Rulebook.Rule compile(Job job) {
        var compiler = new Compiler().jars(job.archives()).resources(job.resources());
        job.sources().forEach(compiler::add);
        return compiler.compile(List.of(job.source())).get(0);
    }

    private static ObjectNode broken(RuleBroken broken) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", broken.file())
                .put("line", broken.line())
                .put("column", broken.column())
                .put("text", broken.text())
                .put("message", broken.getMessage());
    }

    /** An answer without JSON is one here too. */
    private static Surroundings.Calls calls(Surroundings.Calls asked) {
        return (method, path, body) -> withMissing(asked.make(method, path, body));
    }

    private static Surroundings.Web web(Surroundings.Web asked) {
        return (method, url, headers, body) -> withMissing(asked.ask(method, url, headers, body));
    }

    private static RuleCalls.Reply withMissing(RuleCalls.Reply reply) {
        return reply.body() == null || reply.body().isNull()
                ? new RuleCalls.Reply(reply.status(), MissingNode.getInstance(), reply.problem(), reply.headers())
                : reply;
    }

    /** Each call of it is a question to the node, whose time is not the rule's. */
    private <T> T asking(Class<T> type) {
        return Elsewhere.uncounted(
                type,
                type.cast(
                        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                            var question = JsonNodeFactory.instance.objectNode();
                            question.put("ask", type.getSimpleName()).put("method", method.getName());
                            var list = question.putArray("arguments");
                            if (given != null) for (var each : given) list.add(Frames.JSON.<JsonNode>valueToTree(each));
                            return Frames.value(asked(question), method.getGenericReturnType());
                        })));
    }

    private synchronized JsonNode asked(ObjectNode question) {
        try {
            node.send(question);
            var answer = node.next();
            if (answer.has("trouble"))
                throw new IllegalStateException(answer.path("trouble").asText());
            return answer.path("value");
        } catch (IOException gone) {
            throw new UncheckedIOException("The node is gone", gone);
        }
    }
}
