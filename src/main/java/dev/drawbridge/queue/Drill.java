package dev.drawbridge.queue;

/** Named points at which a test may kill the node; in production nothing happens at them. */
public interface Drill {
    void pass(String point);
}
