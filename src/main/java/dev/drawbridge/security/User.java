package dev.drawbridge.security;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who may log in.
 *
 * @param password its hash
 * @param passwordSince who logged in with an earlier password has to do so again
 */
public record User(
        UUID id, String name, String password, Level level, boolean disabled, Instant created, Instant passwordSince) {

    @Override
    public String toString() {
        return name;
    }
}
