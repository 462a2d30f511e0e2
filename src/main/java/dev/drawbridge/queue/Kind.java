package dev.drawbridge.queue;

/** What a sync event is about, and how it is treated where it arrives. */
public enum Kind {
    REPLICA(false),
    ACK(true),
    FAILED(true),
    UNSYNC(true),
    DELETED(false),
    CONNECT(false),
    CONNECT_ACCEPTED(true),
    CONNECT_REFUSED(true),
    CONFIG(true),
    REMOVED(true),
    /** The partner asks how its twins are here. */
    VERIFY(true),
    VERIFIED(true),
    /** Of a newer node: set aside until this one is upgraded. */
    UNKNOWN(false);

    private final boolean onArrival;

    Kind(boolean onArrival) {
        this.onArrival = onArrival;
    }

    /** Takes effect in the transaction that stores it; waits behind nothing and is never acknowledged itself. */
    public boolean takesEffectOnArrival() {
        return onArrival;
    }
}
