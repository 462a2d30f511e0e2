package dev.drawbridge.jira;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the door stays shut for everybody: Jira asked for it, or the proxy user is not let in. Asked again and again, it
 * stays shut longer each time; wrong passwords are not repeated, since Jira locks the account after three.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST_UNASKED = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private Instant shutUntil = Instant.EPOCH;
    private JiraTrouble.Kind kind = JiraTrouble.Kind.LATER;
    private String why = "";
    private int busyInARow;
    private @Nullable Instant lastBusy;

    Patience(Clock clock) {
        this.clock = clock;
    }

    /** Refuses the call while the door is shut. */
    synchronized void await() {
        var left = Duration.between(clock.instant(), shutUntil);
        if (left.isNegative() || left.isZero()) return;
        throw JiraTrouble.of(kind, why, left);
    }

    /** Jira is busy. Says how long the door stays shut. */
    synchronized Duration busy(@Nullable Duration asked) {
        busyInARow++;
        lastBusy = clock.instant();
        var unasked = FIRST.multipliedBy(1L << Math.min(busyInARow - 1, 10));
        var wait = asked != null && asked.compareTo(FIRST) >= 0 ? min(asked, LONGEST) : min(unasked, LONGEST_UNASKED);
        shut(JiraTrouble.Kind.LATER, "Jira asked for patience.", wait);
        return wait;
    }

    synchronized void notLetIn(String sentence, Duration wait) {
        shut(JiraTrouble.Kind.LOGIN, sentence, wait);
    }

    /** A call went through. */
    synchronized void well() {
        busyInARow = 0;
    }

    /** Somebody mended the login, or wants to see whether it is mended. */
    synchronized void open() {
        shutUntil = Instant.EPOCH;
    }

    /** When Jira last asked for patience. */
    synchronized Optional<Instant> lastBusy() {
        return Optional.ofNullable(lastBusy);
    }

    /** A Retry-After header in either form. */
    @Nullable
    Duration retryAfter(@Nullable String header) {
        if (header == null) return null;
        var text = header.strip();
        if (text.matches("\\d{1,9}")) return Duration.ofSeconds(Long.parseLong(text));
        try {
            var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT));
            return Duration.between(clock.instant(), at.toInstant());
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private void shut(JiraTrouble.Kind reason, String sentence, Duration wait) {
        var until = clock.instant().plus(wait);
        if (until.isBefore(shutUntil)) return;
        shutUntil = until;
        kind = reason;
        why = sentence;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
