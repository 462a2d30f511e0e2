package dev.drawbridge.story;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, turned by a test. */
final class TurnedClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    /** To that much before or after the machine's time. */
    void set(Duration ahead) {
        this.ahead = ahead;
    }

    void turn(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
