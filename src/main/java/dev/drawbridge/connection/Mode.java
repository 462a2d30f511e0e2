package dev.drawbridge.connection;

/** How a connection's rules are made: fixed, by a mapping table, or in Groovy. */
public enum Mode {
    BASIC,
    VISUAL,
    SCRIPT
}
