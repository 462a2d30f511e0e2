package dev.drawbridge.security;

import dev.drawbridge.journal.Happening;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Writes the deed of a call down in the transaction in which it becomes true: both are kept, or neither. */
@Component
class AuditTrail implements TransactionExecutionListener {
    private final ObjectProvider<Audit> audit;

    AuditTrail(ObjectProvider<Audit> audit) {
        this.audit = audit;
    }

    /** Where the call itself does not say what it was about, the journal's entry of the same transaction does. */
    @EventListener
    void hear(Happening happening) {
        Deed.current()
                .filter(deed -> deed.row() == null)
                .ifPresent(deed -> deed.concerns(happening.kind(), happening.connection()));
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        if (transaction.isReadOnly()) return;
        Deed.current()
                .filter(deed -> deed.row() == null)
                .ifPresent(deed -> deed.written(audit.getObject().write(deed), transaction));
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure != null) Deed.current().ifPresent(deed -> deed.takenBack(transaction));
    }
}
