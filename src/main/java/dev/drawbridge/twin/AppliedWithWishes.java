package dev.drawbridge.twin;

import java.util.UUID;

/** An apply is settled whose rule wants something to happen afterwards. */
public record AppliedWithWishes(UUID connection, long issueId, String issueKey, Wishes.Afterwards wanted) {}
