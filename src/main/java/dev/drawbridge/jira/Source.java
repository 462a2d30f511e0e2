package dev.drawbridge.jira;

import dev.drawbridge.queue.AttachmentSource;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/** Contents of attachments, from our own Jira straight to disk. */
@Component
class Source implements AttachmentSource {
    private final Door door;
    private final JiraSettings settings;

    Source(Door door, JiraSettings settings) {
        this.door = door;
        this.settings = settings;
    }

    @Override
    public void download(String attachmentId, Path target) {
        var file = door.get("/rest/api/2/attachment/" + attachmentId).body();
        var url = file.path("content").asText();
        if (!url.startsWith(settings.base() + "/"))
            throw new IllegalStateException(
                    "Jira named content outside of " + settings.base() + ": it is not fetched.");
        door.download(url.substring(settings.base().length()), target);
    }
}
