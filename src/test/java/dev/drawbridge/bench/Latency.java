package dev.drawbridge.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How long a change takes from the moment somebody makes it until it can be seen in the other Jira. */
final class Latency {
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final Pair pair;
    private final Clock clock;
    private final RandomGenerator chance;

    Latency(Pair pair, Clock clock, RandomGenerator chance) {
        this.pair = pair;
        this.clock = clock;
        this.chance = chance;
    }

    /** In milliseconds: from the change, and from the search that found it. */
    record Result(String direction, double p50, double p95, double detectedP50, double detectedP95, int changes) {}

    List<Result> both(int changes) {
        var key = pair.issue("Latency");
        pair.sync(key);
        var twin = pair.twin(key);
        return List.of(
                measure("public to private", pair.external, key, pair.internal, twin, changes),
                measure("private to public", pair.internal, twin, pair.external, key, changes));
    }

    private Result measure(String direction, Side from, String key, Side to, String twin, int changes) {
        List<Double> whole = new ArrayList<>();
        List<Double> detected = new ArrayList<>();
        for (var number = 0; number <= changes; number++) {
            pair.settle();
            Watch.rest(Duration.ofMillis(chance.nextLong(Side.POLL.toMillis())));
            var summary = "Latency " + direction + " " + number;
            var changed = clock.instant();
            from.jira.edit("ada", key, Map.of("summary", summary));
            Watch.until(summary, LOOK_EVERY, () -> Pair.summary(to, twin).equals(summary));
            var seen = clock.instant();
            if (number == 0) continue;
            whole.add(millis(changed, seen));
            detected.add(millis(search(from, changed), seen));
        }
        return new Result(
                direction,
                Statistics.quantile(whole, 0.5),
                Statistics.quantile(whole, 0.95),
                Statistics.quantile(detected, 0.5),
                Statistics.quantile(detected, 0.95),
                changes);
    }

    private static Instant search(Side side, Instant since) {
        return side.callsSince(since).stream()
                .filter(Side::isSearch)
                .findFirst()
                .orElseThrow()
                .at();
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
