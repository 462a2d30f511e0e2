package dev.drawbridge.bench;

import dev.drawbridge.rules.RulePairTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run of all measurements. Prints nothing but trouble when the two Jiras do not say the same in the end. */
public final class Bench {
    private static final Path FOLDER = Path.of("target/bench");
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private Bench() {}

    private record Options(boolean quick, long seed, int megabytes, int issues, int repeats, String only, Path json) {
        boolean wants(String part) {
            return only.equals("all") || only.equals(part);
        }

        private static final int MOST = 500;

        Options {
            if (issues < 1 || issues * (repeats + 1) > MOST)
                throw new IllegalArgumentException(
                        "--issues times (--repeats and one to warm up) must not be more than %d, which is what a node makes for its partner within an hour"
                                .formatted(MOST));
        }

        static Options of(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            var quick = false;
            for (var i = 0; i < arguments.length; i++)
                if (arguments[i].equals("--quick")) quick = true;
                else if (arguments[i].matches("--(seed|attachment|issues|repeats|only|json)")
                        && i + 1 < arguments.length) given.put(arguments[i].substring(2), arguments[++i]);
                else
                    throw new IllegalArgumentException(
                            "Not an option: '" + arguments[i]
                                    + "'. There are: --quick, --seed n, --attachment MiB, --issues n, --repeats n, --only calls|latency|rules|sync|memory, --json file");
            return new Options(
                    quick,
                    Long.parseLong(given.getOrDefault("seed", "1")),
                    Integer.parseInt(given.getOrDefault("attachment", "200")),
                    Integer.parseInt(given.getOrDefault("issues", quick ? "50" : "200")),
                    Integer.parseInt(given.getOrDefault("repeats", "1")),
                    given.getOrDefault("only", "all"),
                    Path.of(given.getOrDefault("json", "target/bench.json")));
        }
    }

    public static void main(String[] arguments) throws IOException {
        try {
            run(Options.of(arguments));
        } catch (WrongState | IllegalArgumentException wrong) {
            System.err.println("bin/bench: " + wrong.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException {
        TOMCAT.setLevel(Level.SEVERE);
        delete(FOLDER);
        Files.createDirectories(FOLDER);
        var clock = Clock.systemUTC();
        var report = new Report();
        say("Starting two simulated Jiras and two nodes …");
        try (var pair = new Pair(FOLDER.toAbsolutePath())) {
            report.add(
                    "start-up to readiness", pair.startUp.toMillis() / 1e3, "s", "one node, the other not started yet");
            pair.connect();
            pair.settle();
            if (options.wants("calls")) calls(options, report, pair, clock);
            if (options.wants("latency")) latency(options, report, pair, clock);
            if (options.wants("rules")) rules(options, report, pair, clock);
            if (options.wants("memory")) memory(options, report, pair);
            compare(pair);
        }
        if (options.wants("sync")) for (var latency : new int[] {0, 20}) initialSync(options, report, latency, clock);
        report.write(options.json(), options.seed(), options.quick());
        System.out.println(report.table());
        say("The same as JSON: " + options.json());
    }

    private static void calls(Options options, Report report, Pair pair, Clock clock) {
        var costs = new CallCosts(pair, clock, options.quick() ? 2 : 4);
        say("Counting calls while nothing changes …");
        var idle = costs.idle(Side.POLL.multipliedBy(options.quick() ? 10 : 30));
        report.add("memory idle, public node", pair.external.rss(), "MiB", "-Xmx256m");
        report.add("memory idle, private node", pair.internal.rss(), "MiB", "-Xmx256m");
        report.atMost(1, "idle: searches for each interval and Jira", idle.searches(), "calls", "");
        report.atMost(0, "idle: other calls for each interval and Jira", idle.others(), "calls", "");
        report.add(
                "idle: calls in an hour, each Jira", idle.callsAnHour(), "calls", "with the default interval of 5 s");
        say("Counting calls of changes …");
        for (var cost : costs.all())
            report.atMost(
                    1.25,
                    cost.change() + ": calls / minimum",
                    cost.ratio(),
                    "ratio",
                    "%.2f of %d; besides searches %s".formatted(cost.calls(), cost.minimum(), cost.kinds()));
    }

    private static void latency(Options options, Report report, Pair pair, Clock clock) {
        say("Timing single changes …");
        var latency = new Latency(pair, clock, new SplittableRandom(options.seed()));
        for (var result : latency.both(options.quick() ? 5 : 20)) {
            var note = "%d changes, Jira searched every %d s".formatted(result.changes(), Side.POLL.toSeconds());
            report.add("change until visible, " + result.direction() + ", p50", result.p50(), "ms", note);
            report.add("change until visible, " + result.direction() + ", p95", result.p95(), "ms", note);
            report.add("found until visible, " + result.direction() + ", p50", result.detectedP50(), "ms", "");
            report.atMost(1000, "found until visible, " + result.direction() + ", p95", result.detectedP95(), "ms", "");
        }
    }

    private static void rules(Options options, Report report, Pair pair, Clock clock) throws IOException {
        say("Timing changes of a rule …");
        var times = new RuleChange(pair.internal, clock).times(options.quick() ? 3 : 10);
        var note = times.size() + " changes of the incoming rule";
        report.add("rule written until used, p50", Statistics.quantile(times, 0.5), "ms", note);
        report.atMost(2000, "rule written until used, p95", Statistics.quantile(times, 0.95), "ms", note);
        var pairs = new RulePairTime().times(50, 1_000);
        report.atMost(
                2,
                "default rule pair on an issue with 50 comments, p50",
                Statistics.quantile(pairs, 0.5),
                "ms",
                "warm");
        report.add("default rule pair on an issue with 50 comments, p95", Statistics.quantile(pairs, 0.95), "ms", "");
        report.add(
                "the same in a process of their own, p50",
                Statistics.quantile(new RulePairTime().timesInAProcess(50, 1_000), 0.5),
                "ms",
                "drawbridge.rules.isolation=process");
    }

    /** Nodes of their own each time: one may make no more than 500 issues in another Jira within an hour. */
    private static void initialSync(Options options, Report report, int latency, Clock clock) throws IOException {
        say("Timing initial syncs, Jira of %d ms …".formatted(latency));
        try (var pair = new Pair(FOLDER.resolve("sync-" + latency).toAbsolutePath())) {
            pair.connect();
            pair.settle();
            var result = new InitialSync(pair, clock, options.issues())
                    .measure(Duration.ofMillis(latency), options.repeats());
            var note = "%d issues x 2 comments: nodes %.2f s, bare client %.2f s, medians of %d"
                    .formatted(options.issues(), result.nodes(), result.bare(), result.repeats());
            report.atLeast(
                    0.5,
                    "initial sync against bare client, Jira of %d ms".formatted(latency),
                    result.ratio(),
                    "ratio",
                    note);
            compare(pair);
        }
    }

    private static void compare(Pair pair) {
        say("Comparing both Jiras …");
        pair.compare();
    }

    private static void memory(Options options, Report report, Pair pair) throws IOException {
        report.add("memory after the load, public node", pair.external.rss(), "MiB", "");
        report.add("memory after the load, private node", pair.internal.rss(), "MiB", "");
        say("Sending a file of %d MiB in both directions …".formatted(options.megabytes()));
        var large = new LargeFile(pair, FOLDER, options.megabytes(), options.seed()).measure();
        var note = "%d MiB in each direction, %.1f s together".formatted(large.megabytes(), large.seconds());
        report.atMost(512, "memory at most with a large file, public node", large.external(), "MiB", note);
        report.atMost(512, "memory at most with a large file, private node", large.internal(), "MiB", note);
    }

    private static void say(String sentence) {
        System.out.println(sentence);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
