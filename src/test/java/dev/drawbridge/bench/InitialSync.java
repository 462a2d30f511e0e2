package dev.drawbridge.bench;

import dev.drawbridge.sandbox.Calls;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Issues with two comments each come under sync; then the bare client makes the same calls; and so on in turns. */
final class InitialSync {
    /** Calls to a Jira at the same time, of a node and of the bare client. */
    static final int PARALLEL = 4;

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Pair pair;
    private final BareClient bare;
    private final Clock clock;
    private final int issues;
    private int batches;

    InitialSync(Pair pair, Clock clock, int issues) {
        this.pair = pair;
        this.clock = clock;
        this.issues = issues;
        bare = new BareClient(pair.external, pair.internal, PARALLEL);
        pair.internal.jira.addProject("BARE", "Where the bare client writes", "software");
    }

    /** Medians in seconds; {@code latency} is what each call to a Jira waits before it is done. */
    record Result(int latencyMs, double nodes, double bare, int repeats) {
        double ratio() {
            return bare / nodes;
        }
    }

    /** Once for the virtual machines to warm up, then as often as asked, each time in the other order. */
    Result measure(Duration latency, int repeats) {
        List.of(pair.external, pair.internal).forEach(side -> side.jira.faults().clear());
        if (!latency.isZero())
            List.of(pair.external, pair.internal)
                    .forEach(side -> side.jira.faults().delay(".*", latency, Integer.MAX_VALUE));
        List<Double> nodes = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        var calls = new BareClient.Calls(1, issues, issues);
        for (var round = 0; round <= repeats; round++) {
            var nodesFirst = round % 2 == 0;
            if (!nodesFirst) alone.add(bare(calls));
            var began = clock.instant();
            nodes.add(nodes());
            calls = new BareClient.Calls(
                    count(pair.external, began, "GET", ".*/search") + count(pair.internal, began, "GET", ".*/search"),
                    count(pair.external, began, "GET", ".*/issue/[^/]*"),
                    count(pair.internal, began, "GET", ".*/issue/[^/]*"));
            if (nodesFirst) alone.add(bare(calls));
            pair.settle();
        }
        List.of(pair.external, pair.internal).forEach(side -> side.jira.faults().clear());
        return new Result(
                (int) latency.toMillis(),
                Statistics.median(nodes.subList(1, nodes.size())),
                Statistics.median(alone.subList(1, alone.size())),
                repeats);
    }

    private static long count(Side side, java.time.Instant since, String method, String path) {
        return side.callsSince(since).stream()
                .filter((Calls.Recorded call) ->
                        call.method().equals(method) && call.path().matches(path))
                .count();
    }

    private double nodes() {
        var keys = batch();
        var before = new HashSet<>(pair.internal.jira.issues("INT"));
        var began = System.nanoTime();
        inParallel(keys);
        Watch.until("all twins with their comments", LOOK_EVERY, () -> {
            var all = pair.internal.jira.issues("INT");
            if (all.size() < before.size() + issues) return false;
            return all.stream()
                    .filter(key -> !before.contains(key))
                    .allMatch(key -> pair.internal.jira.commentBodies(key).size() == 2);
        });
        return seconds(began);
    }

    private double bare(BareClient.Calls calls) {
        var keys = batch();
        var began = System.nanoTime();
        bare.copy(keys, "BARE", calls);
        return seconds(began);
    }

    private List<String> batch() {
        var batch = ++batches;
        List<String> keys = new ArrayList<>();
        for (var number = 1; number <= issues; number++) {
            var key = pair.issue("Batch " + batch + " issue " + number);
            pair.external.jira.comment("ada", key, "First");
            pair.external.jira.comment("ada", key, "Second");
            keys.add(key);
        }
        Watch.rest(Side.POLL.multipliedBy(2));
        return keys;
    }

    private void inParallel(List<String> keys) {
        var workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<?>> all = new ArrayList<>();
            keys.forEach(key -> all.add(workers.submit(() -> pair.sync(key))));
            for (var one : all) one.get();
        } catch (ExecutionException failure) {
            throw new WrongState(String.valueOf(failure.getCause()));
        } catch (InterruptedException stop) {
            throw Side.stopped(stop);
        } finally {
            workers.shutdownNow();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
