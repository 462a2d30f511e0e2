package dev.drawbridge.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Last stamps without a database. */
final class StampsInMemory implements LastStamps {
    private final Map<String, long[]> last = new HashMap<>();

    @Override
    public synchronized boolean advance(UUID connection, String call, long created, long count) {
        long[] before = last.getOrDefault(connection + call, new long[] {Long.MIN_VALUE, 0});
        boolean after = created > before[0] || created == before[0] && count > before[1];
        if (after) {
            last.put(connection + call, new long[] {created, count});
        }
        return after;
    }
}
