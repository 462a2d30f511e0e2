package dev.drawbridge.connection;

/** Who of the two knows that a connection is removed. */
public enum Parting {
    /** Removed here; the partner does not know it yet. */
    HERE,
    /** Removed by the partner; it does not know yet that we know. */
    THERE,
    /** Both know. */
    DONE
}
