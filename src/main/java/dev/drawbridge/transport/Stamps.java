package dev.drawbridge.transport;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Makes the stamps of one connection's calls. */
final class Stamps {
    private final InstantSource clock;
    private final SecureRandom chance;
    private long created;
    private long count;

    Stamps(InstantSource clock, SecureRandom chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * For calls that must come in order: each is after all before, also after a restart (the count begins with the
     * microseconds) and when the clock is set back a little while this runs.
     */
    synchronized Stamp counting() {
        Instant now = clock.instant();
        created = Math.max(created, now.getEpochSecond());
        count = Math.max(count + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        return new Stamp(created, Long.toString(count));
    }

    /** For calls that may come in any order, and for answers. */
    Stamp random() {
        byte[] nonce = new byte[16];
        chance.nextBytes(nonce);
        return new Stamp(
                clock.instant().getEpochSecond(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce));
    }
}
