package dev.drawbridge.transport;

import dev.drawbridge.transport.Verdict.Good;
import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Refuses a good message that was there before. Ask only after the signature was found good, or strangers could use up
 * stamps.
 */
final class Replays {
    // Longer than a message can be good: five minutes either way.
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Set<String> COUNTING = Set.of("push", "pull");
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,17}");

    private final LastStamps last;
    private final InstantSource clock;
    private final int perConnection;
    private final Map<UUID, LinkedHashMap<String, Instant>> nonces = new ConcurrentHashMap<>();

    Replays(LastStamps last, InstantSource clock) {
        this(last, clock, 10_000);
    }

    Replays(LastStamps last, InstantSource clock, int perConnection) {
        this.last = last;
        this.clock = clock;
        this.perConnection = perConnection;
    }

    /** @param call the last part of the path: {@code push}, {@code hello}, ... */
    Optional<Refused> check(UUID connection, String call, Good good) {
        return COUNTING.contains(call) ? order(connection, call, good.stamp()) : memory(connection, good.stamp());
    }

    private Optional<Refused> order(UUID connection, String call, Stamp stamp) {
        if (!COUNT.matcher(stamp.nonce()).matches()) {
            return Optional.of(new Refused(Reason.MALFORMED, "The nonce of a " + call + " must be a number."));
        }
        boolean after = last.advance(connection, call, stamp.created(), Long.parseLong(stamp.nonce()));
        return after
                ? Optional.empty()
                : Optional.of(new Refused(
                        Reason.REPLAYED, "This " + call + " is not after the last one: it was repeated or overtaken."));
    }

    private Optional<Refused> memory(UUID connection, Stamp stamp) {
        LinkedHashMap<String, Instant> seen = nonces.computeIfAbsent(connection, unused -> new LinkedHashMap<>());
        synchronized (seen) {
            Instant now = clock.instant();
            forget(seen, now.minus(REMEMBERED));
            if (seen.containsKey(stamp.nonce())) {
                return Optional.of(new Refused(Reason.REPLAYED, "This message was received before."));
            }
            // Forgetting early would let old messages in again; so the new one is turned away.
            if (seen.size() >= perConnection) {
                return Optional.of(new Refused(Reason.TOO_MANY, "Too many calls in 10 minutes: try again later."));
            }
            seen.put(stamp.nonce(), now);
            return Optional.empty();
        }
    }

    private static void forget(LinkedHashMap<String, Instant> seen, Instant before) {
        Iterator<Instant> times = seen.values().iterator();
        while (times.hasNext() && times.next().isBefore(before)) {
            times.remove();
        }
    }
}
