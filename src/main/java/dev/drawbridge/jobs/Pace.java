package dev.drawbridge.jobs;

import dev.drawbridge.jira.RetryList;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.OutboxSettings;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How fast a job may bring work to the queues: only while little waits there, so that what a person does is never more
 * than some issues away from its turn. In the outbox and in the partner's lanes a job's events come after all others.
 */
@Component
class Pace {
    private static final int LOOKS = 25;
    private static final Duration SOON = Duration.ofMillis(100), LATER = Duration.ofSeconds(5);

    private final RetryList looks;
    private final Outbox outbox;
    private final OutboxSettings limits;

    Pace(RetryList looks, Outbox outbox, OutboxSettings limits) {
        this.looks = looks;
        this.outbox = outbox;
        this.limits = limits;
    }

    /** For work that asks for looks at issues and fills the outbox. */
    Optional<Task.Wait> wait(Job job) {
        if (looks.waiting() >= LOOKS) return Optional.of(new Task.Wait(SOON, ""));
        var waiting = outbox.waiting();
        return waiting < limits.outboxRows() / 2
                ? Optional.empty()
                : Optional.of(new Task.Wait(
                        LATER,
                        "%d events wait in the outbox, half of what may (drawbridge.limits.outbox-rows): the job goes on when partners have taken some."
                                .formatted(waiting)));
    }
}
