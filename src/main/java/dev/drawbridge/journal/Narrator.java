package dev.drawbridge.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** The journal as log lines: the connection, the issue, what happened. */
@Component
class Narrator {
    private static final Logger LOG = LoggerFactory.getLogger("drawbridge");

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void tell(Happening happening) {
        var line = new StringBuilder();
        if (happening.connection() != null)
            line.append('[').append(happening.connection()).append("] ");
        if (happening.issue() != null) line.append(happening.issue()).append(' ');
        line.append(happening.kind()).append(": ").append(happening.detail());
        if (happening.eventNumber() != null)
            line.append(" (event ").append(happening.eventNumber()).append(')');
        LOG.atLevel(Level.valueOf(happening.level().name())).log(line.toString());
    }
}
