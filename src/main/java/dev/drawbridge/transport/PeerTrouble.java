package dev.drawbridge.transport;

/** A call to the peer did not go through. */
class PeerTrouble extends RuntimeException {
    private final String reason;

    /** @param reason unreachable, or the word with which the peer refused */
    PeerTrouble(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
