package dev.drawbridge.transport;

import dev.drawbridge.queue.Inbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether there is room here for more of what peers send. */
@Component
class Room {
    /** How long a peer is asked to wait, in seconds. */
    static final int RETRY_AFTER = 30;

    private final Inbox inbox;
    private final LimitSettings limits;
    private final PeerSettings settings;

    Room(Inbox inbox, LimitSettings limits, PeerSettings settings) {
        this.inbox = inbox;
        this.limits = limits;
        this.settings = settings;
    }

    /** Why nothing more is taken for now; empty while there is room. */
    Optional<String> lacking() {
        if (free() < limits.freeDisk().toBytes())
            return Optional.of("The disk of the receiving node is almost full: it takes no more until there is space.");
        var load = inbox.load();
        if (load.rows() >= limits.inboxRows()
                || load.bytes() >= limits.inboxBytes().toBytes())
            return Optional.of(
                    "The inbox of the receiving node is full (%d events): it takes no more until some are applied."
                            .formatted(load.rows()));
        return Optional.empty();
    }

    int mostEvents() {
        return limits.events();
    }

    /** How many events may come next. */
    int window() {
        return (int) Math.max(
                1, Math.min(limits.events(), limits.inboxRows() - inbox.load().rows()));
    }

    private long free() {
        try {
            return Files.getFileStore(settings.dataDir()).getUsableSpace();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The data folder " + settings.dataDir() + " cannot be read", unreadable);
        }
    }
}
