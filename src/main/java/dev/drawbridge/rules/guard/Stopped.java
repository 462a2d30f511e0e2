package dev.drawbridge.rules.guard;

/** The run of a rule is over before its end; whoever asked for that knows why. */
public final class Stopped extends Error {
    private static final long serialVersionUID = 1;

    Stopped() {
        super("The run was stopped");
    }
}
