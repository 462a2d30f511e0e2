package dev.drawbridge.queue;

import java.util.List;

/**
 * Numbered events on their way to a peer.
 *
 * @param epoch which life of this node's store the numbers belong to
 * @param events in the order of their numbers, without a gap
 * @param headSeq the highest number given so far on this connection
 * @param headHash the hash chain at that number
 */
public record Batch(String epoch, List<SyncEvent> events, long headSeq, String headHash) {
    public Batch {
        events = List.copyOf(events);
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }
}
