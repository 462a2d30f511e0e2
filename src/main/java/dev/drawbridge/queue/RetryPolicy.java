package dev.drawbridge.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a failed attempt is made again: the wait doubles from one second up to fifteen minutes, drawn at random below
 * that so that a crowd does not come back at once. What Jira asks for with Retry-After is the least, an hour the most.
 */
public record RetryPolicy(RandomGenerator chance) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration MOST_OBEYED = Duration.ofHours(1);

    public Duration afterAttempt(int attempts, @Nullable Duration retryAfter) {
        var ceiling = FIRST.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10));
        if (ceiling.compareTo(LONGEST) > 0) ceiling = LONGEST;
        var wait = Duration.ofMillis(chance.nextLong(ceiling.toMillis() / 2, ceiling.toMillis() + 1));
        if (retryAfter == null || retryAfter.isNegative()) return wait;
        var obeyed = retryAfter.compareTo(MOST_OBEYED) > 0 ? MOST_OBEYED : retryAfter;
        return obeyed.compareTo(wait) > 0 ? obeyed : wait;
    }
}
