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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A process that runs rules for a node and has nothing else: no settings, no store, no network of its own. What a rule asks
 * is asked of the node over the pipe that the job came by.
 */
public final class RuleWorker {
    private static final int KEPT = 50;

    private final Frames node;
    private final Map<String, Rulebook.Rule> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rulebook.Rule> eldest) {
            return size() > KEPT;
        }
    };

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

    private ObjectNode answer(Job job) {
        var log = new RuleLog();
        try {
            var rule = compiled.computeIfAbsent(job.rule() + job.sources(), unused -> compile(job));
            var book = new Rulebook("worker", rule, rule, new UserTable(job.users()));
            var runner = new RuleRunner(
                    new Runs(Duration.ofMillis(job.limitMillis())),
                    new Surroundings(
                            asking(Directory.class),
                            asking(Twinned.class),
                            job.jiraUrl(),
                            calls(asking(Surroundings.Calls.class))));
            var result = job.replica() == null || job.replica().isNull()
                    ? Job.Result.of(
                            runner.outgoing(
                                    book,
                                    job.terms(),
                                    java.util.Objects.requireNonNull(job.issue()),
                                    new RuleRunner.Doing(job.effects(), log)),
                            log.lines())
                    : Job.Result.of(runner.incoming(book, job.given(log)), log.lines());
            return JsonNodeFactory.instance.objectNode().set("done", Frames.JSON.valueToTree(result));
        } catch (RuleBroken broken) {
            return JsonNodeFactory.instance.objectNode().set("broken", broken(broken));
        } catch (RulesBusy busy) {
            return JsonNodeFactory.instance.objectNode().put("busy", busy.getMessage());
        }
    }

    private static Rulebook.Rule compile(Job job) {
        var compiler = new Compiler().jars(job.archives());
        job.sources().forEach(compiler::add);
        return compiler.compile(java.util.List.of(job.source())).get(0);
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
        return (method, path, body) -> {
            var reply = asked.make(method, path, body);
            return reply.body().isNull()
                    ? new RuleCalls.Reply(reply.status(), MissingNode.getInstance(), reply.problem())
                    : reply;
        };
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
