package dev.drawbridge.queue;

import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Says within this process that there is something to do before the timer would notice. Only a hint: the timer is the
 * truth. Inside a transaction the hint is given once it is committed.
 */
@Component
public class WakeUp {
    private final AtomicBoolean incoming = new AtomicBoolean(true);
    private final Set<UUID> outgoing = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

    public void incoming() {
        afterCommit(() -> incoming.set(true));
    }

    public void outgoing(UUID connection) {
        afterCommit(() -> {
            outgoing.add(connection);
            synchronized (this) {
                notifyAll();
            }
            listeners.forEach(Runnable::run);
        });
    }

    /** Whether somebody said so since the last time it was asked. */
    public boolean takeIncoming() {
        return incoming.getAndSet(false);
    }

    public boolean takeOutgoing(UUID connection) {
        return outgoing.remove(connection);
    }

    /** Connections with something new to send, without taking the hint away. */
    public Set<UUID> outgoing() {
        return Collections.unmodifiableSet(outgoing);
    }

    /** Called, briefly and from any thread, whenever something is queued to leave. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    private static void afterCommit(Runnable hint) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            hint.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                hint.run();
            }
        });
    }
}
