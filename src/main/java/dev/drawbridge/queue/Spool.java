package dev.drawbridge.queue;

import java.nio.file.Path;
import java.util.UUID;

/** Where contents of attachments lie on disk while they travel. */
public interface Spool {
    /** The file of that content, which must have been spooled. */
    Path file(UUID connection, String sha256);
}
