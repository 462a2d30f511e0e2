package dev.drawbridge.queue;

import dev.drawbridge.connection.Connections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What events said, for the time that somebody may ask after it. */
@Component("payloads")
public class Payloads {
    /** A change is told from an older one by the number of its event, so the number is kept longer than the contents. */
    private static final Duration ROWS = Duration.ofDays(30);

    /** @param finished of which events nobody needs the contents any more */
    private record Queue(String table, String finished) {}

    private static final List<Queue> QUEUES = List.of(
            new Queue("outbox", "acked_at is not null and settled_at is not null"),
            new Queue("inbox", "state <> 'STORED'"));

    private final Connections connections;
    private final Outbox outbox;
    private final Inbox inbox;
    private final JdbcClient db;

    Payloads(Connections connections, Outbox outbox, Inbox inbox, JdbcClient db) {
        this.connections = connections;
        this.outbox = outbox;
        this.inbox = inbox;
        this.db = db;
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

    /** Empties all events of a twin that nobody waits for; says how many. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int erase(UUID twin) {
        return QUEUES.stream()
                .mapToInt(queue -> db.sql("update %s set payload = null where twin = ? and payload is not null and %s"
                                .formatted(queue.table(), queue.finished()))
                        .param(twin)
                        .update())
                .sum();
    }

    /** How many events of a twin hold contents still. */
    public long waiting(UUID twin) {
        return QUEUES.stream()
                .mapToLong(queue -> db.sql(
                                "select count(*) from %s where twin = ? and payload is not null and kind in ('REPLICA', 'CONNECT', 'CONNECT_ACCEPTED')"
                                        .formatted(queue.table()))
                        .param(twin)
                        .query(Long.class)
                        .single())
                .sum();
    }

    /** Empties all events that nobody waits for and that speak of somebody; says how many. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int erase(String name, Pattern exactly) {
        var events = 0;
        for (var queue : QUEUES)
            for (var id : speakingOf(queue, name, exactly, queue.finished()))
                events += db.sql("update %s set payload = null where id = ?".formatted(queue.table()))
                        .param(id)
                        .update();
        return events;
    }

    /** How many events speak of somebody still. */
    public long waiting(String name, Pattern exactly) {
        return QUEUES.stream()
                .mapToLong(queue -> speakingOf(queue, name, exactly, "1 = 1").size())
                .sum();
    }

    private List<UUID> speakingOf(Queue queue, String name, Pattern exactly, String which) {
        var mask = "%"
                + name.toLowerCase(Locale.ROOT)
                        .replace("!", "!!")
                        .replace("%", "!%")
                        .replace("_", "!_") + "%";
        var ids = new ArrayList<UUID>();
        db.sql("select id, payload from %s where payload is not null and lower(payload) like ? escape '!' and %s"
                        .formatted(queue.table(), which))
                .param(mask)
                .query(row -> {
                    if (exactly.matcher(row.getString(2)).find()) ids.add(row.getObject(1, UUID.class));
                });
        return ids;
    }
}
