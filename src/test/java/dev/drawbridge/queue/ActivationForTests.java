package dev.drawbridge.queue;

/** For tests of other modules. */
public final class ActivationForTests {
    private ActivationForTests() {}

    public static Activation active() {
        return new Activation(null, () -> {});
    }

    /** Until somebody activates it. */
    public static Activation notActive() {
        return new Activation("A test wants it so.", () -> {});
    }
}
