package dev.drawbridge.queue;

import dev.drawbridge.replica.Canonical;

/** The running hash over numbered events: two histories of equal length but different content show in it. */
final class Chain {
    static final String START = "";

    private Chain() {}

    static String next(String former, SyncEvent event) {
        return Canonical.sha256(former + "\n" + Canonical.text(event.json()));
    }
}
