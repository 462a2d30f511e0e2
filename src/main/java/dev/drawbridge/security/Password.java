package dev.drawbridge.security;

import java.nio.charset.StandardCharsets;

/** A password that somebody chooses. */
record Password(String text) {
    private static final int SHORTEST = 10;
    /** BCrypt takes no notice of what comes after. */
    static final int LONGEST = 72;

    Password {
        if (text.codePointCount(0, text.length()) < SHORTEST)
            throw new IllegalArgumentException("A password has at least " + SHORTEST + " characters.");
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST)
            throw new IllegalArgumentException(
                    "A password has at most " + LONGEST + " bytes: the rest would not count.");
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
