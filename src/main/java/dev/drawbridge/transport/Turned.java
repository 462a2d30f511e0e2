package dev.drawbridge.transport;

/** A call is turned away before it is known to come from a peer; the answer is not signed. */
class Turned extends RuntimeException {
    private final int status;

    Turned(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    int status() {
        return status;
    }
}
