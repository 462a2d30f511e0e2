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

    /** Jira keeps contents at an address made of id and name; where it does not, it is asked for the address. */
    @Override
    public void download(String attachmentId, String filename, Path target) {
        try {
            door.download("/secure/attachment/" + attachmentId + "/" + Metadata.encoded(filename), target);
        } catch (JiraTrouble trouble) {
            if (trouble.kind() != JiraTrouble.Kind.MISSING) throw trouble;
            door.download(address(attachmentId), target);
        }
    }

    private String address(String attachmentId) {
        var file = door.get("/rest/api/2/attachment/" + attachmentId).body();
        var url = file.path("content").asText();
        if (!url.startsWith(settings.base() + "/"))
            throw new IllegalStateException(
                    "Jira named content outside of " + settings.base() + ": it is not fetched.");
        return url.substring(settings.base().length());
    }
}
