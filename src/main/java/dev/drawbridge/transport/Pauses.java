package dev.drawbridge.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** How long a kind of call rests after it failed: 1 second at first, 30 at most. */
@Component
class Pauses {
    private static final int DOUBLINGS = 5;
    private static final long LONGEST = 30;

    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();
    private final Clock clock;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    private record Pause(int failures, Instant until) {}

    boolean isResting(String call) {
        var pause = pauses.get(call);
        return pause != null && clock.instant().isBefore(pause.until());
    }

    void failed(String call) {
        pauses.compute(call, (key, before) -> {
            var failures = before == null ? 0 : Math.min(before.failures() + 1, DOUBLINGS);
            var rest = Duration.ofSeconds(Math.min(1L << failures, LONGEST));
            return new Pause(failures, clock.instant().plus(rest));
        });
    }

    /** Rests once without counting as a failure. */
    void rest(String call, Duration length) {
        pauses.put(call, new Pause(0, clock.instant().plus(length)));
    }

    void worked(String call) {
        pauses.remove(call);
    }
}
