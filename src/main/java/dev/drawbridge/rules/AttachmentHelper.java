package dev.drawbridge.rules;

import com.exalate.basic.domain.hubobject.v1.BasicHubAttachment;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code attachmentHelper}. */
public final class AttachmentHelper implements com.exalate.hubobject.jira.AttachmentHelper {
    private static final int LONGEST = 200;

    private final Pairings pairings;

    AttachmentHelper(Pairings pairings) {
        this.pairings = pairings;
    }

    /** The issue's attachments with the partner's new ones added and its deleted ones gone. */
    public List<Object> mergeAttachments(Map<String, Object> issue, Map<String, Object> replica) {
        if (!replica.containsKey("attachments")) return new ArrayList<>(SubItemMerge.list(issue.get("attachments")));
        return new SubItemMerge(pairings)
                .merge(
                        Trace.Kind.ATTACHMENT,
                        issue.get("attachments"),
                        replica.get("attachments"),
                        theirs -> {
                            var copy = SubItemMerge.copy(theirs, new BasicHubAttachment());
                            copy.put("filename", clean(String.valueOf(theirs.get("filename"))));
                            return copy;
                        },
                        null);
    }

    /** A file name is data of the partner: no path, no control or direction-changing characters, not too long. */
    static String clean(String name) {
        var base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]", "")
                .strip();
        if (base.isEmpty() || base.matches("\\.+")) return "attachment";
        if (base.length() <= LONGEST) return base;
        var dot = base.lastIndexOf('.');
        var extension = dot > 0 && base.length() - dot <= 20 ? base.substring(dot) : "";
        return base.substring(0, LONGEST - extension.length()) + extension;
    }
}
