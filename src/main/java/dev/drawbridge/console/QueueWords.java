package dev.drawbridge.console;

import dev.drawbridge.replica.RuleLine;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How the console says what events, errors and what is held are called in the admin API. */
@Component("queueWords")
public class QueueWords {
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("REPLICA", "Change"),
            Map.entry("ACK", "Acknowledgement"),
            Map.entry("FAILED", "Failure told"),
            Map.entry("UNSYNC", "End of sync"),
            Map.entry("DELETED", "Deletion told"),
            Map.entry("CONNECT", "Proposal to connect"),
            Map.entry("CONNECT_ACCEPTED", "Proposal accepted"),
            Map.entry("CONNECT_REFUSED", "Proposal refused"),
            Map.entry("CONFIG", "Settings of the connection"),
            Map.entry("REMOVED", "Connection removed"),
            Map.entry("VERIFY", "Question of a comparison"),
            Map.entry("VERIFIED", "Answer to a comparison"),
            Map.entry("ATTACHMENT", "Attachment"));
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("WAITING", "Waiting"),
            Map.entry("SENT", "Sent, not stored there yet"),
            Map.entry("STORED", "Stored"),
            Map.entry("OFFERED", "Offered: the other side fetches it"),
            Map.entry("WORKING", "Being worked on"),
            Map.entry("RETRY", "Waiting for another attempt"),
            Map.entry("BLOCKED", "Blocked"),
            Map.entry("PARKED", "Set aside"),
            Map.entry("SUPERSEDED", "Superseded by a newer one"),
            Map.entry("DONE", "Done"));
    private static final Map<String, String> HELD = Map.of(
            "CREATE", "Create issues",
            "DELETE", "Delete comments, files or worklogs",
            "CONNECT", "Connect issues");

    public String kind(String kind) {
        return KINDS.getOrDefault(kind, kind);
    }

    public String state(String state) {
        return STATES.getOrDefault(state, state);
    }

    /** What an administrator is asked to allow. */
    public String held(String kind) {
        return HELD.getOrDefault(kind, kind);
    }

    /** Whose node did something. */
    public String side(String side) {
        return side.equals("REMOTE") ? "Other side" : "This side";
    }

    /** A kind of entry of the journal, such as {@code change-applied}. */
    public String happening(String kind) {
        var words = kind.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** File and line of a rule, as the admin API tells them. */
    public String place(@Nullable Map<String, Object> at) {
        if (at == null) return "";
        var line = at.get("line") instanceof Integer number ? number : 0;
        var file = String.valueOf(at.get("file"));
        return line == 0 ? file : new RuleLine(file, line).words();
    }

    public String bytes(long bytes) {
        if (bytes < 1024) return bytes + " bytes";
        if (bytes < 1 << 20) return "%.1f KiB".formatted(bytes / 1024.0);
        return "%.1f MiB".formatted(bytes / 1048576.0);
    }
}
