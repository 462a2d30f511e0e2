package dev.drawbridge.sandbox;

/** One step of a workflow: a name that people press and the status it leads to. */
public record Transition(String name, String to) {
    /** A transition called like the status it leads to. */
    public static Transition to(String status) {
        return new Transition(status, status);
    }
}
