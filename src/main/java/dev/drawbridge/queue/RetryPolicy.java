package dev.drawbridge.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed attempt is made again: the wait doubles from one second up to fifteen minutes, drawn at random below
 * that so that a crowd does not come back at once. What Jira asks for with Retry-After is obeyed up to an hour.
 */
public record RetryPolicy(RandomGenerator chance) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration MOST_OBEYED = Duration.ofHours(1);

    /** @param attempts how many have failed in a row, this one included */
    public Duration afterAttempt(int attempts) {
        var ceiling = min(FIRST.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10)), LONGEST);
        return Duration.ofMillis(chance.nextLong(ceiling.toMillis() / 2, ceiling.toMillis() + 1));
    }

    /** What was asked of everybody, and a little more, so that not everybody comes at the same moment. */
    public Duration afterPatience(Duration asked) {
        var obeyed = asked.isNegative() ? Duration.ZERO : min(asked, MOST_OBEYED);
        return obeyed.plusMillis(chance.nextLong(FIRST.toMillis() + 1));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
