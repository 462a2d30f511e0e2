package dev.drawbridge.connection;

/** What administrators decided about a connection. */
public enum ConnectionState {
    PENDING,
    ACTIVE,
    DEACTIVATED,
    REMOVED
}
