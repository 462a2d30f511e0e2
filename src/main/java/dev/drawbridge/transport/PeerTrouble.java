package dev.drawbridge.transport;

import java.time.Duration;

/** A call to the peer did not go through. */
class PeerTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final Duration rest;

    PeerTrouble(Reason reason, String sentence) {
        this(reason, sentence, Duration.ZERO);
    }

    /** @param rest how long the peer asked to be left alone */
    PeerTrouble(Reason reason, String sentence, Duration rest) {
        super(sentence);
        this.reason = reason;
        this.rest = rest;
    }

    /** What kind of trouble, as far as it matters for what comes next. */
    enum Reason {
        /** Nothing came back, or nothing that the peer signed. */
        UNREACHABLE,
        /** Whoever answered knows no such connection. */
        STRANGER,
        /** Something on the way, or the peer, takes no body of this size. */
        TOO_LARGE,
        /** The peer has no room for now. */
        FULL,
        DEACTIVATED,
        NEEDS_APPROVAL,
        RECONCILE,
        /** The peer refused for another reason. */
        REFUSED;

        /** The peer's word for it. */
        static Reason of(String word) {
            return switch (word) {
                case "full" -> FULL;
                case "too-large" -> TOO_LARGE;
                case "deactivated" -> DEACTIVATED;
                case "needs-approval" -> NEEDS_APPROVAL;
                case "reconcile" -> RECONCILE;
                default -> REFUSED;
            };
        }
    }

    Reason reason() {
        return reason;
    }

    Duration rest() {
        return rest;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
