package dev.drawbridge.queue;

import dev.drawbridge.connection.Connections;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What events said, for the time that somebody may ask after it. */
@Component("payloads")
public class Payloads {
    /** A change is told from an older one by the number of its event, so the number is kept longer than the contents. */
    private static final Duration ROWS = Duration.ofDays(30);

    private final Connections connections;
    private final Outbox outbox;
    private final Inbox inbox;

    Payloads(Connections connections, Outbox outbox, Inbox inbox) {
        this.connections = connections;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    /** Empties what both sides have been done with for longer than the connection's retention. */
    public void forgetOld() {
        for (var connection : connections.all()) {
            var retention = connection.settings().retention();
            var rows = retention.compareTo(ROWS) > 0 ? retention : ROWS;
            outbox.forget(connection.id(), retention, rows);
            inbox.forget(connection.id(), retention, rows);
        }
    }
}
