package dev.drawbridge.queue;

/** Whoever works has lost the right to: another worker took over. Nothing of the attempt may be written. */
public class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    LeaseLost(String message) {
        super(message);
    }
}
