package dev.drawbridge.monitoring;

import org.jspecify.annotations.Nullable;

/** One connection as JMX shows it; ages in seconds. */
public interface ConnectionMXBean {
    String getState();

    String getCondition();

    /** One sentence that explains the condition; empty while all is well. */
    String getWhy();

    long getUnderSync();

    /** Events that the partner has not stored yet. */
    long getOutbox();

    /** Events of the partner that are not dealt with yet. */
    long getInbox();

    /** Age of the oldest event in either direction; 0 when nothing waits. */
    long getOldestWaitingSeconds();

    /** Lanes that wait for a person or for another attempt. */
    long getErrors();

    /** When the partner was last heard from, in ISO-8601; null when never. */
    @Nullable
    String getLastContact();

    void activate();

    void deactivate();

    /** Tries everything that is held back once more; says how many lanes that are. */
    int retry();
}
