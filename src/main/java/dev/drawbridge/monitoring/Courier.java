package dev.drawbridge.monitoring;

/** Carries one notification to whom it is for. */
public interface Courier {
    /** @throws RuntimeException when it did not arrive */
    void carry(Notification notification);
}
