package dev.drawbridge.queue;

import org.jspecify.annotations.Nullable;

/**
 * How far a receiver has stored what the sender numbered.
 *
 * @param trouble one sentence when the two histories do not fit together, else null
 */
public record Cursor(long seq, String hash, @Nullable String trouble) {}
