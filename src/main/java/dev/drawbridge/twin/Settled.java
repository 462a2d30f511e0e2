package dev.drawbridge.twin;

import java.util.List;
import java.util.UUID;

/** These events are being settled: listeners close what they keep about them, in the same transaction. */
public record Settled(List<UUID> events) {}
