package dev.drawbridge.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.replica.PlainText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Events that have arrived. Each is stored once, in the order of its number; storing runs no rule. */
@Component
public class Inbox {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Lines lines;
    private final Lanes lanes;
    private final NoArgGenerator ids;
    private final ApplicationEventPublisher listeners;
    private final Drill drill;
    private final Clock clock;

    Inbox(
            JdbcClient db,
            Lines lines,
            Lanes lanes,
            NoArgGenerator ids,
            ApplicationEventPublisher listeners,
            Drill drill,
            Clock clock) {
        this.db = db;
        this.lines = lines;
        this.lanes = lanes;
        this.ids = ids;
        this.listeners = listeners;
        this.drill = drill;
        this.clock = clock;
    }

    /**
     * An event that waits for its turn in a lane.
     *
     * @param id null for one that was never stored: the state received last, put together again
     */
    public record Stored(@Nullable UUID id, SyncEvent event) {
        public long seq() {
            return event.seq();
        }

        /** The same with its event as it is once its parcel is opened. */
        public Stored unpacked(JsonNode bulk) {
            return new Stored(id, event.unpacked(PlainText.of(bulk)));
        }
    }

    /**
     * Stores what comes next and ignores what is known. Whoever calls answers only after this has returned: then it is
     * committed.
     */
    @Transactional
    public Cursor store(UUID connection, String epoch, List<? extends JsonNode> events) {
        var line = lines.lock(connection);
        if (line.peerEpoch() != null && !line.peerEpoch().equals(epoch))
            return new Cursor(
                    line.inSeq(),
                    line.inHash(),
                    "The partner's store began a new life: it was restored from a backup or replaced.");
        var seq = line.inSeq();
        var hash = line.inHash();
        for (var json : events) {
            var number = json.path("seq").asLong(0);
            if (number <= seq) continue;
            if (number > seq + 1) break;
            hash = store(connection, epoch, hash, json);
            seq = number;
        }
        lines.stored(connection, epoch, seq, hash);
        if (seq != line.inSeq()) drill.passAfterCommit("stored");
        return new Cursor(seq, hash, null);
    }

    /**
     * A state of an issue that has arrived.
     *
     * @param starts the issue is to be made of it
     * @param ruleVersion of the partner's rule that made it; null when it did not say, or when that is kept no longer
     */
    public record Came(long number, Instant at, boolean starts, @Nullable String ruleVersion) {}

    /** The last states of a twin that have arrived and are still kept, oldest first. */
    public List<Came> came(UUID connection, UUID twin, int atMost) {
        return db
                .sql("select seq, stored, payload from inbox where connection_id = ? and twin = ? and kind = 'REPLICA'"
                        + " order by stored desc, seq desc fetch first " + atMost + " rows only")
                .params(connection, twin)
                .query((row, number) -> came(row))
                .list()
                .stream()
                .sorted(Comparator.comparing(Came::number))
                .toList();
    }

    private static Came came(ResultSet row) throws SQLException {
        var payload = row.getString(3);
        var event = payload == null ? null : parse(payload);
        return new Came(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                event != null && event.starts(),
                event == null ? null : event.text("ruleVersion"));
    }

    private String store(UUID connection, String epoch, String former, JsonNode json) {
        var event = SyncEvent.read(json);
        var hash = Chain.next(former, event);
        // Of a kind that this version does not know and of no twin: nothing can wait for it, but somebody is to hear of
        // it.
        var arrival = event.kind().takesEffectOnArrival() || event.twin() == null;
        var text = event.json().toString();
        db.sql(
                        "insert into inbox (id, connection_id, epoch, seq, hash, event_id, twin, kind, state, bytes, payload, stored, done_at)"
                                + " values (:id, :connection, :epoch, :seq, :hash, :event, :twin, :kind, :state, :bytes, :payload, :now, :done)")
                .param("id", ids.generate())
                .param("connection", connection)
                .param("epoch", epoch)
                .param("seq", event.seq())
                .param("hash", hash)
                .param("event", event.id())
                .param("twin", event.twin(), java.sql.Types.OTHER)
                .param("kind", event.kind().name())
                .param("state", arrival ? "DONE" : "STORED")
                .param("bytes", text.getBytes(StandardCharsets.UTF_8).length)
                .param("payload", text)
                .param("now", Timestamp.from(clock.instant()))
                .param("done", arrival ? Timestamp.from(clock.instant()) : null, java.sql.Types.TIMESTAMP)
                .update();
        if (arrival) listeners.publishEvent(new Arrived(connection, event.plain()));
        else lanes.wake(connection, laneOf(event), event.isBulk());
        return hash;
    }

    /** What waits in a lane, in order. */
    public List<Stored> inLane(UUID connection, UUID twin) {
        return db.sql(
                        "select id, payload from inbox where connection_id = ? and twin = ? and state = 'STORED' order by seq")
                .params(connection, twin)
                .query((row, number) -> new Stored(
                        row.getObject(1, UUID.class), parse(row.getString(2)).plain()))
                .list();
    }

    /**
     * The states of issues that came last, newest first, as far as they are kept and did not come in a parcel.
     *
     * @param twin of one issue; null for all of the connection
     */
    public List<SyncEvent> lastStates(UUID connection, @Nullable UUID twin, int most) {
        return db
                .sql(
                        "select payload from inbox where connection_id = :connection and kind = 'REPLICA'"
                                + " and payload is not null and (:any or twin = :twin) order by seq desc fetch first :most rows only")
                .param("connection", connection)
                .param("any", twin == null)
                .param("twin", twin, java.sql.Types.OTHER)
                .param("most", most)
                .query((row, number) -> parse(row.getString(1)).plain())
                .list()
                .stream()
                .filter(event -> event.json().has("replica"))
                .toList();
    }

    /** What is applied together at the head of a lane: the states of one issue in a row, or one event of another kind. */
    public List<Stored> head(UUID connection, UUID twin) {
        var head = new ArrayList<Stored>();
        for (var stored : inLane(connection, twin)) {
            var replica = stored.event().kind() == Kind.REPLICA;
            if (!head.isEmpty() && !replica) break;
            head.add(stored);
            if (!replica) break;
        }
        return head;
    }

    /** Whether these still wait; none is superseded or dealt with by somebody else before the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean allWait(List<Stored> events) {
        return events.stream().filter(stored -> stored.id() != null).allMatch(stored -> db.sql(
                        "select 1 from inbox where id = ? and state = 'STORED' for update")
                .param(stored.id())
                .query(Integer.class)
                .optional()
                .isPresent());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void done(Stored stored) {
        finish(stored.id(), "DONE");
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void superseded(Stored stored) {
        finish(stored.id(), "SUPERSEDED");
    }

    /** All that waits of a twin is superseded: the twin has ended. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int supersedeAll(UUID connection, UUID twin) {
        return db.sql(
                        "update inbox set state = 'SUPERSEDED', done_at = ? where connection_id = ? and twin = ? and state = 'STORED'")
                .params(Timestamp.from(clock.instant()), connection, twin)
                .update();
    }

    /** Removes all of a twin that is dealt with. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int remove(UUID connection, UUID twin) {
        return db.sql("delete from inbox where connection_id = ? and twin = ? and state <> 'STORED'")
                .params(connection, twin)
                .update();
    }

    /** Since when the oldest event waits that is not dealt with; empty when none does. */
    public java.util.Optional<java.time.Instant> oldest(UUID connection) {
        return db.sql("select min(stored) from inbox where connection_id = ? and state = 'STORED'")
                .param(connection)
                .query((row, number) ->
                        java.util.Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    public long waiting(UUID connection) {
        return db.sql("select count(*) from inbox where connection_id = ? and state = 'STORED'")
                .param(connection)
                .query(Long.class)
                .single();
    }

    public long waitingInAll() {
        return db.sql("select count(*) from inbox where state = 'STORED'")
                .query(Long.class)
                .single();
    }

    /** How much waits here, of all connections. */
    public record Load(long rows, long bytes) {}

    public Load load() {
        return db.sql("select count(*), coalesce(sum(bytes), 0) from inbox where state = 'STORED'")
                .query((row, number) -> new Load(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** Whether an event that waits here speaks of that content. */
    public boolean speaksOf(UUID connection, String content) {
        return !db.sql("select 1 from inbox where connection_id = ? and state = 'STORED' and payload like ?"
                        + " fetch first 1 rows only")
                .params(connection, "%" + content + "%")
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Empties what has been dealt with for longer than that; the rows go later. */
    @Transactional
    int forget(UUID connection, Duration payloads, Duration rows) {
        db.sql("delete from inbox where connection_id = ? and done_at < ?")
                .params(connection, before(rows))
                .update();
        return db.sql("update inbox set payload = null where connection_id = ? and done_at < ? and payload is not null")
                .params(connection, before(payloads))
                .update();
    }

    private Timestamp before(Duration retention) {
        return Timestamp.from(clock.instant().minus(retention));
    }

    private void finish(@Nullable UUID id, String state) {
        if (id == null) return;
        var changed = db.sql("update inbox set state = ?, done_at = ? where id = ? and state = 'STORED'")
                .params(state, Timestamp.from(clock.instant()), id)
                .update();
        if (changed != 1) throw new IllegalStateException("Event " + id + " was dealt with by somebody else");
    }

    private static UUID laneOf(SyncEvent event) {
        var twin = event.twin();
        if (twin == null) throw new IllegalArgumentException("A " + event.kind() + " event belongs to no lane");
        return twin;
    }

    private static SyncEvent parse(String text) {
        try {
            return new SyncEvent((ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("An event in the store is damaged", damaged);
        }
    }
}
