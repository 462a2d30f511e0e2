package dev.drawbridge.transport;

import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.twin.Twins;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Contents in the spool that neither side needs any more. */
@Component("leftovers")
public class Leftovers {
    /** Contents of a day ago are looked at; the partner may ask for one twice, and disks are not that small. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final BlobRows rows;
    private final SpoolFolder spool;
    private final Lines lines;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Twins twins;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Leftovers(
            BlobRows rows,
            SpoolFolder spool,
            Lines lines,
            Outbox outbox,
            Inbox inbox,
            Twins twins,
            TransactionTemplate transaction,
            Clock clock) {
        this.rows = rows;
        this.spool = spool;
        this.lines = lines;
        this.outbox = outbox;
        this.inbox = inbox;
        this.twins = twins;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Deletes what both sides have been done with for a day, and what a killed node left half written. */
    public void sweep() {
        var limit = clock.instant().minus(KEPT);
        for (var old : rows.quietSince(limit)) transaction.executeWithoutResult(status -> sweep(old, limit));
        for (var file : spool.olderThan(limit)) if (!isKnown(file)) spool.discard(file);
    }

    private void sweep(BlobRows.Old old, Instant limit) {
        // Nothing arrives, and nobody is told that the content is here, before this is committed.
        lines.lock(old.connection());
        if (isNeeded(old) || !rows.forget(old, limit)) return;
        if (!rows.knows(old.connection(), old.name())) spool.discard(spool.file(old.connection(), old.name()));
    }

    private boolean isNeeded(BlobRows.Old old) {
        return old.outgoing()
                ? outbox.speaksOf(old.connection(), old.name())
                : inbox.speaksOf(old.connection(), old.name())
                        || twins.waitingFor(old.connection()).contains(old.name());
    }

    private boolean isKnown(Path file) {
        var parts = spool.relative(file);
        return parts.getNameCount() == 2
                && parts.getName(1).toString().matches("[0-9a-f]{64}")
                && rows.knows(
                        UUID.fromString(parts.getName(0).toString()),
                        parts.getName(1).toString());
    }
}
