package dev.drawbridge.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.drawbridge.journal.Happening;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * By which ways and of what people are told.
 *
 * @param email null for no mails
 * @param webhook null for no calls
 * @param level the least one of which everything is told: ERROR or WARN
 * @param kinds of what else is told, out of {@link #KINDS}
 */
public record Channels(@Nullable Email email, @Nullable Webhook webhook, Happening.Level level, List<String> kinds) {
    static final String EMAIL = "email";
    static final String WEBHOOK = "webhook";

    /** Kinds below ERROR of which a person may want to hear. */
    public static final Set<String> KINDS = new TreeSet<>(
            Set.of("connection-accepted", "detection-fails", "detection-works", "rule-changed", "sync-activated"));

    /** Nobody is told anything yet. */
    static final Channels NONE = new Channels(null, null, Happening.Level.ERROR, List.of("connection-accepted"));

    /**
     * A mail server, and whose mails go to whom.
     *
     * @param user null where the server wants no login
     * @param startTls whether the connection is encrypted before anything is said; on port 465 it always is
     */
    public record Email(String host, int port, @Nullable String user, String from, List<String> to, boolean startTls) {
        /** Where a mail server takes mails in TLS from the first byte on. */
        public static final int IN_TLS = 465;

        public Email {
            to = List.copyOf(to);
        }

        @JsonIgnore
        public boolean isEncrypted() {
            return startTls || port == IN_TLS;
        }
    }

    /** Somebody who is called with JSON. */
    public record Webhook(String url) {}

    public Channels {
        kinds = List.copyOf(kinds);
    }

    /** The ways that are in use. */
    List<String> used() {
        return java.util.stream.Stream.of(email == null ? "" : EMAIL, webhook == null ? "" : WEBHOOK)
                .filter(way -> !way.isEmpty())
                .toList();
    }

    boolean wants(Happening happening) {
        return happening.level().compareTo(level) >= 0 || kinds.contains(happening.kind());
    }

    /** Whether anybody could want that, so that most of what happens need not be looked at. */
    static boolean mayWant(Happening happening) {
        return happening.level() != Happening.Level.INFO || KINDS.contains(happening.kind());
    }
}
