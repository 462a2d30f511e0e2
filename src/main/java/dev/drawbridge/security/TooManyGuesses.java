package dev.drawbridge.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Not even looked at: too many log-ins have failed of late. */
final class TooManyGuesses extends AuthenticationException {
    private static final long serialVersionUID = 1;
    private final Duration wait;

    TooManyGuesses(Duration wait) {
        super("Too many log-ins have failed: try again in %d seconds.".formatted(seconds(wait)));
        this.wait = wait;
    }

    /** For Retry-After: never 0. */
    long seconds() {
        return seconds(wait);
    }

    private static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
