package dev.drawbridge.queue;

import java.nio.file.Path;

/** Where contents of our own attachments come from. */
public interface AttachmentSource {
    void download(String attachmentId, String filename, Path target);
}
