package dev.drawbridge.queue;

import java.util.UUID;

/**
 * An event of a kind that takes effect on arrival is being stored. Listeners act in the same transaction: either the
 * event is stored and has taken effect, or neither.
 */
public record Arrived(UUID connection, SyncEvent event) {}
