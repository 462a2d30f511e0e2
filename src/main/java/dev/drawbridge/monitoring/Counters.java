package dev.drawbridge.monitoring;

import dev.drawbridge.journal.Happening;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** The journal as counters: how often what happened, on which connection. */
@Component
class Counters {
    private final MeterRegistry meters;

    Counters(MeterRegistry meters) {
        this.meters = meters;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(Happening happening) {
        meters.counter(
                        "drawbridge.happenings",
                        "kind",
                        happening.kind(),
                        "level",
                        happening.level().name(),
                        "connection",
                        Objects.requireNonNullElse(happening.connection(), ""))
                .increment();
    }
}
