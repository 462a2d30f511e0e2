package dev.drawbridge.security;

/** How much a person may do; each level may do what those before it may. */
public enum Level {
    /** Keys, states and times; nothing of what issues contain. */
    VIEWER("a viewer"),
    /** Sees contents, and keeps the sync going: sync, retry, triggers, switching connections on and off. */
    OPERATOR("an operator"),
    /** Rules, connections, people and settings. */
    ADMINISTRATOR("an administrator");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** Whether this level may do what is open to the other. */
    public boolean reaches(Level other) {
        return compareTo(other) >= 0;
    }

    /** Such as {@code an operator}. */
    public String words() {
        return words;
    }
}
