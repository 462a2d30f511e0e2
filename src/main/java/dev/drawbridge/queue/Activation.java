package dev.drawbridge.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node syncs. A store that is started in another place may be a copy of one that still runs: two nodes with
 * one identity would confuse Jira and the partners, so a person has to say that this is the one. Until then nothing is
 * looked for, sent, answered or written, and nothing of what waits is lost.
 */
public final class Activation {
    /** What is told wherever something would have left this node. */
    public static final String NOT_ACTIVE =
            "The sync of this node is not active: an administrator has to activate it under General Settings.";

    private final Runnable settle;
    private volatile @Nullable String why;

    /** @param settle makes this place the one in which the store is used */
    Activation(@Nullable String why, Runnable settle) {
        this.why = why;
        this.settle = settle;
    }

    public boolean isActive() {
        return why == null;
    }

    /** Why this node does not sync, in a sentence; empty while it does. */
    public Optional<String> why() {
        return Optional.ofNullable(why);
    }

    /** An administrator says that this is the node that is to sync. */
    public synchronized void activate() {
        if (isActive()) return;
        settle.run();
        why = null;
    }
}
