package dev.drawbridge.twin;

import java.util.UUID;

/**
 * An apply is settled, or the sync has ended: listeners close what they keep about it, in the same transaction.
 *
 * @param ended the sync has ended, whatever was under way
 */
public record Settled(UUID twin, boolean ended) {}
