package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** How long the default rules take, warm, behind the guard, without Jira, network or store. */
public final class RulePairTime {
    private static final int WARM_UP = 3_000;

    private final Runs runs = new Runs(java.time.Duration.ofSeconds(10));
    private final RecordedJira jira = new RecordedJira(JsonNodeFactory.instance.objectNode());
    private final Surroundings around = new Surroundings(
            jira,
            jira,
            "https://jira.here.example",
            (method, path, body) -> {
                throw new IllegalStateException("The default rules call nobody");
            },
            unused -> (method, url, headers, body) -> {
                throw new IllegalStateException("The default rules call nobody");
            });
    private final Terms terms = new Terms(
            new UUID(0, 1), "bench", "INT", "EXT", "https://jira.there.example", "*{name}* (EXT) commented:", "safe");
    private final List<Trace> traces = new ArrayList<>();

    /** Both rules on one issue with so many comments, in milliseconds, one for each pair of runs. */
    public List<Double> times(int comments, int pairs) throws IOException {
        return times(comments, pairs, new RuleRunner(runs, around));
    }

    /** The same in a process of their own. */
    public List<Double> timesInAProcess(int comments, int pairs) throws IOException {
        try (var isolation = new Isolation(java.time.Duration.ofSeconds(10), 128, 1)) {
            return times(comments, pairs, new RuleRunner(runs, around, isolation));
        }
    }

    private List<Double> times(int comments, int pairs, RuleRunner runner) throws IOException {
        var outgoing = rule("outgoing");
        var incoming = rule("incoming");
        var book = new Rulebook("bench", outgoing, incoming, UserTable.EMPTY);
        var theirs = issue("EXT-1", "EXT", comments, false);
        var ours = issue("INT-1", "INT", comments, true);
        List<Double> times = new ArrayList<>();
        for (var pair = 0; pair < WARM_UP + pairs; pair++) {
            var began = System.nanoTime();
            var replica = runner.outgoing(book, terms, theirs.deepCopy(), RuleRunner.Doing.NOTHING)
                    .replica();
            runner.incoming(
                    book,
                    new RuleRunner.Given(
                            terms,
                            ours.deepCopy(),
                            "INT",
                            Replica.of(replica.json()),
                            null,
                            false,
                            traces,
                            Set.of(),
                            RuleRunner.Doing.NOTHING));
            if (pair >= WARM_UP) times.add((System.nanoTime() - began) / 1e6);
        }
        return times;
    }

    private static Rulebook.Rule rule(String direction) throws IOException {
        var text = Files.readString(Path.of("sync-rules/default", direction + ".groovy"));
        return Compiler.compile("default/" + direction + ".groovy", text.replace("<project>", "INT"));
    }

    private ObjectNode issue(String key, String project, int comments, boolean copies) {
        var issue = JsonNodeFactory.instance.objectNode();
        issue.put("id", "1").put("key", key).put("summary", "Printer").put("description", "It is *on* fire.");
        issue.putObject("project").put("key", project);
        issue.putObject("type").put("name", "Task");
        issue.putObject("status").put("name", "To Do");
        issue.putArray("labels").add("hot");
        issue.putArray("attachments");
        var list = issue.putArray("comments");
        for (var number = 0; number < comments; number++) {
            var comment =
                    list.addObject().put("id", String.valueOf(100 + number)).put("internal", false);
            comment.put("body", "Comment %d: %s".formatted(number, "words ".repeat(20)));
            comment.putObject("author").put("displayName", "Ada Lovelace");
            if (!copies) continue;
            comment.put("remoteId", String.valueOf(100 + number));
            traces.add(new Trace(
                    Trace.Kind.COMMENT,
                    String.valueOf(100 + number),
                    String.valueOf(100 + number),
                    Trace.Owner.REMOTE));
        }
        return issue;
    }
}
