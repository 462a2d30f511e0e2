package dev.drawbridge.connection;

/** Who can reach whom. */
public enum ConnectionType {
    PUBLIC,
    PRIVATE,
    LOCAL
}
