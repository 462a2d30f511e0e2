package dev.drawbridge.rules;

import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code attachmentHelper} in incoming rules. */
public final class AttachmentHelper {
    private static final int LONGEST = 200;

    private final Pairings pairings;

    AttachmentHelper(Pairings pairings) {
        this.pairings = pairings;
    }

    /** The issue's attachments with the partner's new ones added and its deleted ones gone. */
    public List<Map<String, Object>> mergeAttachments(Map<String, Object> issue, Map<String, Object> replica) {
        var result = new ArrayList<>(Pairings.list(issue.get("attachments")));
        if (!replica.containsKey("attachments")) return result;
        var remote = new LinkedHashMap<String, Map<String, Object>>();
        Pairings.list(replica.get("attachments")).forEach(file -> remote.put(String.valueOf(file.get("id")), file));
        result.removeIf(
                local -> local.get("remoteId") != null && !remote.containsKey(String.valueOf(local.get("remoteId"))));
        result.forEach(local -> remote.remove(String.valueOf(local.get("remoteId"))));
        remote.forEach((id, file) -> {
            if (pairings.known(Trace.Kind.ATTACHMENT, id)) return;
            var copy = new LinkedHashMap<>(file);
            copy.remove("id");
            copy.put("remoteId", id);
            copy.put("filename", clean(String.valueOf(file.get("filename"))));
            result.add(copy);
        });
        return result;
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
