package dev.drawbridge.rules;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The verbs of {@code bin/drawbridge rules}: {@code test} and {@code lint} need no node, the others ask one. */
public final class RulesProgram {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private final PrintStream out;
    private final Map<String, String> settings;

    /** @param settings where the node is and who asks it, as environment variables */
    public RulesProgram(PrintStream out, Map<String, String> settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Ends the process: 0 when all is well, 1 when a test failed, 2 when it was asked for something that there is not. */
    public static void main(String[] arguments) {
        System.exit(new RulesProgram(System.out, System.getenv()).run(List.of(arguments)));
    }

    /** 0 when all is well, 1 when something is not, 2 when it was asked for something that there is not. */
    public int run(List<String> arguments) {
        try {
            var rest = new ArrayDeque<>(arguments);
            var verb = Optional.ofNullable(rest.poll()).orElse("");
            if (verb.equals("try")) return new NodeCalls(out, settings).tried(List.copyOf(rest));
            if (verb.equals("record")) return new NodeCalls(out, settings).recorded(List.copyOf(rest));
            if (verb.equals("replay")) return new NodeCalls(out, settings).replayed(List.copyOf(rest));
            if (verb.equals("lint")) return lint(rest);
            if (!verb.equals("test"))
                throw new IllegalArgumentException(
                        "Not a verb of rules: '" + verb + "'. There are test, lint, try, record and replay.");
            var folder = Path.of("sync-rules");
            Path junit = null;
            var update = false;
            while (!rest.isEmpty()) {
                var next = rest.remove();
                if (next.equals("--update")) update = true;
                else if (next.equals("--junit") && !rest.isEmpty()) junit = Path.of(rest.remove());
                else if (next.startsWith("--"))
                    throw new IllegalArgumentException(
                            "Not an option: '" + next + "'. Use: rules test [folder] [--junit file] [--update]");
                else folder = Path.of(next);
            }
            return test(folder, junit, update);
        } catch (IllegalArgumentException | Example.BadExample wrong) {
            out.println(wrong.getMessage());
            return 2;
        } catch (IOException failure) {
            out.println("The report cannot be written: " + failure);
            return 2;
        }
    }

    /** Compiles all rules; with a connection, compares its rule with its Jira too. Each problem with its line. */
    private int lint(ArrayDeque<String> rest) throws IOException {
        var folder = Path.of("sync-rules");
        String connection = null;
        while (!rest.isEmpty()) {
            var next = rest.remove();
            if (next.equals("--connection") && !rest.isEmpty()) connection = rest.remove();
            else if (next.startsWith("--"))
                throw new IllegalArgumentException(
                        "Not an option: '" + next + "'. Use: rules lint [folder] [--connection name]");
            else folder = Path.of(next);
        }
        if (!Files.isDirectory(folder))
            throw new IllegalArgumentException("There is no folder " + folder.toAbsolutePath() + " with rules.");
        var problems = new ExampleRun(folder, new Runs(TIME_LIMIT)).problems();
        problems.forEach(out::println);
        var found = problems.size() + (connection == null ? 0 : new NodeCalls(out, settings).linted(connection));
        out.println(found == 1 ? "1 problem" : found + " problems");
        return found == 0 ? 0 : 1;
    }

    private int test(Path folder, @Nullable Path junit, boolean update) throws IOException {
        if (!Files.isDirectory(folder))
            throw new IllegalArgumentException("There is no folder " + folder.toAbsolutePath() + " with rules.");
        var began = System.nanoTime();
        var results = new ExampleRun(folder, new Runs(TIME_LIMIT)).all(update);
        if (results.isEmpty())
            throw new IllegalArgumentException(
                    "No examples below %s: each is a folder <connection>/examples/<name>/.".formatted(folder));
        for (var result : results) {
            if (result.passed()) continue;
            out.printf("FAILED %s/%s%n", result.connection(), result.example());
            result.problems().forEach(problem -> out.println("    " + problem));
        }
        if (junit != null) TestReport.write(junit, results);
        var failed = TestReport.failures(results);
        out.printf(
                "%d examples, %d %s, %.1f s%n",
                results.size(),
                update ? results.size() - failed : failed,
                update ? "written anew" : "failed",
                (System.nanoTime() - began) / 1e9);
        return failed == 0 ? 0 : 1;
    }
}
