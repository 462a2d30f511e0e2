package dev.drawbridge.transport;

import java.util.UUID;

/** The last stamp of each connection's counting calls. It is kept with the data, since a restart must not forget it. */
interface LastStamps {
    /**
     * Keeps this stamp if it is strictly after the last one, by its second and then by its count; in one step, whoever
     * else asks at the same time.
     *
     * @return false when it is not after the last one; then nothing changes
     */
    boolean advance(UUID connection, String call, long created, long count);
}
