package dev.drawbridge.twin;

import dev.drawbridge.replica.Snapshot;
import java.time.Instant;

/** An issue as a read of Jira found it; {@code readAt} is this node's time just before that read. */
public record Found(Snapshot snapshot, Instant readAt) {}
