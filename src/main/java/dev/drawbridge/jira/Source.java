package dev.drawbridge.jira;

import dev.drawbridge.queue.AttachmentSource;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Contents of attachments, from our own Jira straight to disk. */
@Component
class Source implements AttachmentSource {
    private final Door door;

    Source(Door door) {
        this.door = door;
    }

    @Override
    public void download(String attachmentId, Path target) {
        var file = door.get("/rest/api/2/attachment/" + attachmentId).body();
        door.download(file.path("content").asText(), target);
    }
}
