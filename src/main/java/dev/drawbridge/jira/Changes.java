package dev.drawbridge.jira;

import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.OutboxSettings;
import dev.drawbridge.twin.Again;
import dev.drawbridge.twin.Found;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What changed in our Jira since the last pass. One search tells it, once per interval, whatever the number of
 * connections; single issues are read besides only when something asks for them.
 */
@Component("changes")
public class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final Duration CLOSEST = Duration.ofMillis(250);

    private final Passes passes;
    private final Looks looks;
    private final RetryList retries;
    private final Outbox outbox;
    private final OutboxSettings limits;
    private final PollInterval pause;
    private final Journal journal;
    private final Again again;
    private final TransactionTemplate transaction;
    private final Activation activation;
    private final Clock clock;
    private volatile Instant lastPass = Instant.EPOCH;
    private volatile Instant nextPass = Instant.EPOCH;
    private volatile Instant noLookBefore = Instant.EPOCH;
    private volatile @Nullable String problem;
    private Pass pass = new Pass(List.of());
    private boolean searched;
    private boolean well;

    Changes(
            Passes passes,
            Looks looks,
            RetryList retries,
            Outbox outbox,
            OutboxSettings limits,
            PollInterval pause,
            Journal journal,
            Again again,
            PlatformTransactionManager transactions,
            Activation activation,
            Clock clock) {
        this.passes = passes;
        this.looks = looks;
        this.retries = retries;
        this.outbox = outbox;
        this.limits = limits;
        this.pause = pause;
        this.journal = journal;
        this.again = again;
        transaction = new TransactionTemplate(transactions);
        this.activation = activation;
        this.clock = clock;
    }

    /** Whether the time for the next pass has come, or somebody asked for a look at an issue. */
    public boolean isDue() {
        if (!activation.isActive()) return false;
        return isPassDue() || (retries.isDue() && !clock.instant().isBefore(noLookBefore));
    }

    /** Brings the next pass forward to now, though a crowd of calls brings no crowd of passes. */
    public void hurry() {
        var now = clock.instant();
        var earliest = lastPass.plus(CLOSEST);
        nextPass = earliest.isAfter(now) ? earliest : now;
    }

    /** What is wrong with the detection, in a sentence; empty while it works. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** What changed, then what is to be looked at again; read while it is worked on. */
    public Iterator<Found> sinceLastPass() {
        var now = clock.instant();
        var readings = new ArrayList<Pass.Reading>();
        searched = isPassDue();
        if (searched) {
            lastPass = now;
            nextPass = now.plus(pause.now());
            retries.refresh();
            readings.add(this::withRoom);
            readings.add(passes.begin());
        }
        readings.add(looks.begin());
        pass = new Pass(readings);
        if (searched) retries.all().forEach(pass::answers);
        return pass;
    }

    /** All that the pass found is queued or noted for another look: only now, and with those notes, the watermark moves. */
    public void closePass() {
        var trouble = pass.trouble();
        transaction.executeWithoutResult(status -> {
            pass.failing().forEach(retries::failed);
            pass.close();
        });
        for (var issueId : pass.failing()) pass.dealt(issueId, true);
        pass = new Pass(List.of());
        retries.refresh();
        trouble.ifPresent(this::fails);
        if (searched && trouble.isEmpty()) works();
    }

    /** The issue was dealt with; a request that came meanwhile stays. */
    public void lookedAt(Found found) {
        retries.strike(pass.dealt(found.snapshot().issueId(), true));
    }

    /** The issue could not be dealt with: it is looked at again, the others go on. */
    public void postpone(Found found) {
        pass.failed(found.snapshot().issueId());
    }

    private boolean isPassDue() {
        return !clock.instant().isBefore(nextPass);
    }

    /** A full outbox stops the watermark. */
    private Optional<List<Found>> withRoom(Pass ignored) {
        var waiting = outbox.waiting();
        if (waiting < limits.outboxRows()) return Optional.empty();
        noLookBefore = nextPass;
        throw JiraTrouble.of(
                JiraTrouble.Kind.LATER,
                "%d events wait in the outbox, the most that may (drawbridge.limits.outbox-rows): changes are looked for again when partners have taken some."
                        .formatted(waiting));
    }

    private void fails(RuntimeException trouble) {
        var sentence = trouble instanceof JiraTrouble jira ? jira.sentence() : trouble.toString();
        if (!(trouble instanceof JiraTrouble)) LOG.error("A pass failed", trouble);
        if (problem == null) journal.write(Happening.of(Happening.Level.WARN, "detection-fails", sentence));
        problem = sentence;
        well = false;
    }

    private void works() {
        if (!well) again.jiraWorks();
        well = true;
        if (problem == null) return;
        journal.write(Happening.of(Happening.Level.INFO, "detection-works", "Changes in Jira are found again."));
        problem = null;
    }
}
