package dev.drawbridge.security;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a program logs in with; the token itself is not kept. */
public record ApiToken(
        UUID id,
        String name,
        Set<Scope> scopes,
        String owner,
        Instant created,
        @Nullable Instant lastUsed,
        @Nullable Instant expiresAt) {}
