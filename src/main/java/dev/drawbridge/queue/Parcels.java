package dev.drawbridge.queue;

import java.util.UUID;

/** Takes what is too large to travel inside an event; it leaves like a content that the event names. */
public interface Parcels {
    BlobRef pack(UUID connection, byte[] content);
}
