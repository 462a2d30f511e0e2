package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.jira.RuleCalls;
import dev.drawbridge.replica.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the examples below a folder of rules, without a Jira, a network or a node. */
final class ExampleRun {
    private final Path rules;
    private final Runs runs;
    private final Map<String, Rulebook> books = new HashMap<>();
    private final Map<String, Rulebook.Rule> own = new HashMap<>();

    /** @param rules the folder with one folder for each connection */
    ExampleRun(Path rules, Runs runs) {
        this.rules = rules;
        this.runs = runs;
    }

    /**
     * What came of one example.
     *
     * @param problems nothing when it is as expected; else a line for each difference, or the one reason
     * @param millis how long it took
     */
    record Result(String connection, String example, List<String> problems, long millis) {
        boolean passed() {
            return problems.isEmpty();
        }
    }

    /** All examples of all connections, in the order of their names. */
    List<Result> all(boolean update) {
        var results = new ArrayList<Result>();
        for (var connection : folders(rules)) {
            var name = String.valueOf(connection.getFileName());
            var examples = folders(connection.resolve("examples"));
            prepare(name, examples);
            for (var folder : examples) results.add(one(name, folder, update));
        }
        return results;
    }

    /** Compiling is what takes long, mostly of the external scripts: they are compiled once for all rules of examples. */
    private void prepare(String connection, List<Path> examples) {
        var sources = new ArrayList<RuleSource>();
        for (var folder : examples) {
            var file = folder.resolve(Example.RULE);
            if (Files.exists(file)) sources.add(own(connection, String.valueOf(folder.getFileName()), text(file)));
        }
        if (sources.isEmpty()) return;
        try {
            var compiled = compiled(connection, sources);
            for (var rule : compiled) own.put(rule.file(), rule);
        } catch (RuleBroken broken) {
            // One of them, or two that do not go together: each is compiled on its own, and says what is wrong.
        }
    }

    private static RuleSource own(String connection, String example, String text) {
        var file = "%s/examples/%s/%s".formatted(connection, example, Example.RULE);
        return new RuleSource(file, "rule_" + example.replaceAll("[^A-Za-z0-9]", "_"), text);
    }

    /** What is wrong with the rules themselves, a sentence each. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        for (var connection : folders(rules)) {
            var name = String.valueOf(connection.getFileName());
            if (Files.exists(connection.resolve(RuleFiles.OUTGOING))
                    || Files.exists(connection.resolve(RuleFiles.INCOMING)))
                for (var file : List.of(RuleFiles.OUTGOING, RuleFiles.INCOMING))
                    problem(name, file).ifPresent(problems::add);
        }
        return problems;
    }

    private Optional<String> problem(String connection, String file) {
        try {
            compiled(connection, List.of(source(connection, file, "PROJ")));
            return Optional.empty();
        } catch (RuleBroken broken) {
            return Optional.of(broken.sentence());
        } catch (Example.BadExample unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** A single one; with {@code update} its expectation is written anew. */
    Result one(String connection, Path folder, boolean update) {
        var began = System.nanoTime();
        List<String> problems;
        try {
            problems = problems(connection, Example.read(folder), update);
        } catch (Example.BadExample bad) {
            problems = List.of(String.valueOf(bad.getMessage()));
        } catch (RuleBroken broken) {
            problems = List.of(broken.sentence());
        }
        return new Result(
                connection, String.valueOf(folder.getFileName()), problems, (System.nanoTime() - began) / 1_000_000);
    }

    private List<String> problems(String connection, Example example, boolean update) {
        var expected = example.expected();
        ObjectNode actual;
        try {
            actual = outcome(connection, example);
        } catch (RuleBroken broken) {
            if (!update && (expected == null || !expected.has("error"))) throw broken;
            actual = JsonNodeFactory.instance.objectNode().put("error", broken.sentence());
        }
        if (update) {
            example.expect(actual);
            return List.of();
        }
        if (expected == null)
            return List.of("expected.json is missing; write it with: bin/drawbridge rules test --update");
        return Mismatch.between(expected, actual);
    }

    private ObjectNode outcome(String connection, Example example) {
        var book = book(connection, example);
        var jira = example.jira();
        var runner = new RuleRunner(
                runs,
                new Surroundings(
                        jira,
                        jira,
                        example.jiraUrl(),
                        (method, path, body) -> call(example, method, path),
                        unused -> (method, url, headers, body) -> call(example, method, url)));
        var issue = example.issue();
        if (example.isOutgoing()) {
            if (issue == null) throw new Example.BadExample(Path.of(connection, example.name()), "needs an issue.json");
            return runner.outgoing(book, example.terms(connection), issue, RuleRunner.Doing.NOTHING)
                    .replica()
                    .json();
        }
        var previous = example.previous();
        var wanted = runner.incoming(
                book,
                new RuleRunner.Given(
                        example.terms(connection),
                        issue,
                        issue == null ? "" : issue.path("project").path("key").asText(example.incomingProject()),
                        Replica.of(example.replica()),
                        previous == null ? null : Replica.of(previous),
                        example.isFirstSync(),
                        example.traces(),
                        Set.of(),
                        RuleRunner.Doing.NOTHING));
        return Outcome.of(issue, wanted);
    }

    private static RuleCalls.Reply call(Example example, String method, String path) {
        var answer = example.answer(method, path);
        if (answer != null) return new RuleCalls.Reply(200, answer, null);
        throw new IllegalStateException(
                "An example has no Jira to call (%s %s); put the answer under 'calls' in its case.yaml"
                        .formatted(method.toUpperCase(Locale.ROOT), path));
    }

    private Rulebook book(String connection, Example example) {
        var text = example.rule();
        if (text == null)
            return books.computeIfAbsent(
                    connection + "|" + example.incomingProject(),
                    unused -> book(connection, example.incomingProject()));
        var source = own(connection, example.name(), text);
        var rule = own.containsKey(source.file())
                ? own.get(source.file())
                : compiled(connection, List.of(source)).get(0);
        return new Rulebook("example", rule, rule, UserTable.EMPTY);
    }

    private Rulebook book(String connection, String project) {
        var users = rules.resolve(connection).resolve(RuleFiles.USERS);
        var compiled = compiled(
                connection,
                List.of(
                        source(connection, RuleFiles.OUTGOING, project),
                        source(connection, RuleFiles.INCOMING, project)));
        return new Rulebook(
                "examples",
                compiled.get(0),
                compiled.get(1),
                Files.exists(users)
                        ? UserTable.read(connection + "/" + RuleFiles.USERS, text(users))
                        : UserTable.EMPTY);
    }

    private List<Rulebook.Rule> compiled(String connection, List<RuleSource> sources) {
        var library = Library.read(rules, connection, true);
        var compiler = Library.compiler(library.texts(), connection, library.archives());
        sources.forEach(compiler::add);
        return compiler.compile(sources);
    }

    /** The default rules hold a blank for the project. */
    private RuleSource source(String connection, String name, String project) {
        var text = text(rules.resolve(connection).resolve(name)).replace("<project>", project);
        return RuleSource.rule(connection + "/" + name, text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new Example.BadExample(file, "cannot be read as UTF-8 text: " + unreadable);
        }
    }

    private static List<Path> folders(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException unreadable) {
            throw new Example.BadExample(folder, "cannot be read: " + unreadable);
        }
    }
}
