package dev.drawbridge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long it takes from the last write to a rule's file until the node says that the rule is used. */
final class RuleChange {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Side side;
    private final Clock clock;

    RuleChange(Side side, Clock clock) {
        this.side = side;
        this.clock = clock;
    }

    /** In milliseconds, one for each change. */
    List<Double> times(int changes) {
        var file = side.rules(Pair.CONNECTION).resolve("incoming.groovy");
        List<Double> times = new ArrayList<>();
        for (var number = 1; number <= changes; number++) {
            var before = side.saidInLog("rule-changed");
            write(file, "\n// change " + number + "\n");
            var written = clock.instant();
            Watch.until("use of the changed rule", LOOK_EVERY, () -> side.saidInLog("rule-changed") > before);
            times.add(Duration.between(written, clock.instant()).toNanos() / 1e6);
        }
        return times;
    }

    private static void write(Path file, String more) {
        try {
            Files.writeString(file, more, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
