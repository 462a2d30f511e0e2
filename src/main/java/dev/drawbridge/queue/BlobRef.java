package dev.drawbridge.queue;

/** The content of an attachment that an event names: its name is the SHA-256 in hex, {@code bytes} its exact size. */
public record BlobRef(String name, long bytes) {
    public BlobRef {
        if (!name.matches("[0-9a-f]{64}")) throw new IllegalArgumentException("Not a blob name: '" + name + "'");
        if (bytes < 0) throw new IllegalArgumentException("A blob cannot have " + bytes + " bytes");
    }
}
