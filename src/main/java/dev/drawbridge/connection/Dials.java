package dev.drawbridge.connection;

/** Who opens HTTP on a connection. */
public enum Dials {
    BOTH,
    US,
    THEM
}
