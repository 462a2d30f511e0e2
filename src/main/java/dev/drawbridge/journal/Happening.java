package dev.drawbridge.journal;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an issue, a connection or the node.
 *
 * @param kind a short word in lower case with hyphens, such as {@code comment-added}
 * @param eventNumber of the event that it is about: of the partner's where one has arrived, else of ours
 * @param detail one sentence without field contents
 */
public record Happening(
        Level level,
        String kind,
        @Nullable UUID connectionId,
        @Nullable String connection,
        @Nullable UUID twin,
        @Nullable String issue,
        @Nullable Long eventNumber,
        @Nullable String ruleVersion,
        String detail) {

    /** INFO: a person cares; WARN: it is tried again; ERROR: a person is needed. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** Whose node did something. */
    public enum Side {
        LOCAL,
        REMOTE
    }

    public Happening {
        if (detail.length() > 4000) detail = detail.substring(0, 3999) + "…";
    }

    public static Happening of(Level level, String kind, String detail) {
        return new Happening(level, kind, null, null, null, null, null, null, detail);
    }

    /** What a kind that ends in {@code -there} is of, the partner's node did: it told this one, or sent it. */
    public Side side() {
        return kind.endsWith("-there") ? Side.REMOTE : Side.LOCAL;
    }

    public Happening on(UUID connectionId, String connection) {
        return new Happening(level, kind, connectionId, connection, twin, issue, eventNumber, ruleVersion, detail);
    }

    public Happening with(@Nullable UUID twin, @Nullable String issue) {
        return new Happening(level, kind, connectionId, connection, twin, issue, eventNumber, ruleVersion, detail);
    }

    public Happening number(@Nullable Long eventNumber) {
        return new Happening(level, kind, connectionId, connection, twin, issue, eventNumber, ruleVersion, detail);
    }

    public Happening rule(@Nullable String ruleVersion) {
        return new Happening(level, kind, connectionId, connection, twin, issue, eventNumber, ruleVersion, detail);
    }
}
