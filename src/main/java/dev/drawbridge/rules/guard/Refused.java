package dev.drawbridge.rules.guard;

/** A rule wanted what rules may not do. An error, so that a rule that catches its exceptions does not hide it. */
public final class Refused extends Error {
    private static final long serialVersionUID = 1;

    Refused(String message) {
        super(message);
    }
}
