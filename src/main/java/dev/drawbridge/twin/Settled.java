package dev.drawbridge.twin;

import java.util.UUID;

/** An apply is settled, or the sync has ended: listeners close what they keep about it, in the same transaction. */
public record Settled(UUID twin) {}
