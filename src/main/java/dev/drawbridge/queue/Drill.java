package dev.drawbridge.queue;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Named points at which a test may kill the node; in production nothing happens at them. */
public interface Drill {
    void pass(String point);

    /** The point lies just behind the commit of the running transaction, before its caller goes on. */
    default void passAfterCommit(String point) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                pass(point);
            }
        });
    }
}
