package dev.drawbridge.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Events on their way out. An event is unnumbered until it first leaves; a numbered event never changes. Higher
 * priority leaves earlier, but events of one twin never change places.
 */
@Component
public class Outbox {
    /** A person's edit; news about a twin; and work that can wait. */
    public static final int EDIT = 20, NEWS = 30, BULK = 10;

    static final int NOTICE = 40;
    static final int LARGEST_EVENT = 256 << 10;

    // While a connection rests on either side, only news about the connection itself leaves; all else waits here.
    private static final String MAY_LEAVE = "seq is null and (kind in ('CONFIG', 'REMOVED') or exists (select 1 from"
            + " connection c where c.id = outbox.connection_id and c.state = 'ACTIVE' and c.paused_there = false))";

    // The partner says when it is done with these; of all else, to have it is to be done with it.
    private static final String WORKED_ON = "kind in ('REPLICA', 'CONNECT')";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Lines lines;
    private final NodeIdentity node;
    private final Parcels parcels;
    private final Drill drill;
    private final Clock clock;

    Outbox(JdbcClient db, Lines lines, NodeIdentity node, Parcels parcels, Drill drill, Clock clock) {
        this.db = db;
        this.lines = lines;
        this.node = node;
        this.parcels = parcels;
        this.drill = drill;
        this.clock = clock;
    }

    /** An event that has not left yet. */
    public record Waiting(UUID id, SyncEvent event, int priority) {}

    /** The twin's event of that kind that has not left yet; at most one for REPLICA and ACK. Locks it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Waiting> unsent(UUID connection, UUID twin, Kind kind) {
        return db.sql("select id, payload, priority from outbox where connection_id = ? and twin = ? and kind = ?"
                        + " and seq is null for update")
                .params(connection, twin, kind.name())
                .query((row, number) ->
                        new Waiting(row.getObject(1, UUID.class), parse(row.getString(2)), row.getInt(3)))
                .optional();
    }

    /** Queues an event behind the others of its twin. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(UUID connection, SyncEvent event, int priority) {
        var text = event.json().toString();
        db.sql("insert into outbox (id, connection_id, twin, kind, priority, bytes, payload, created)"
                        + " values (:id, :connection, :twin, :kind, :priority, :bytes, :payload, :now)")
                .param("id", event.id())
                .param("connection", connection)
                .param("twin", event.twin(), java.sql.Types.OTHER)
                .param("kind", event.kind().name())
                .param("priority", priority)
                .param("bytes", bytes(text))
                .param("payload", text)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Puts a newer event in the place of one that has not left; its id and age stay. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(Waiting older, SyncEvent newer, int priority) {
        var json = newer.json().deepCopy();
        json.put("id", older.id().toString());
        var text = json.toString();
        var changed = db.sql("update outbox set payload = ?, bytes = ?, priority = ? where id = ? and seq is null")
                .params(text, bytes(text), Math.max(priority, older.priority()), older.id())
                .update();
        if (changed != 1)
            throw new IllegalStateException("Event " + older.id() + " has left already: it cannot change");
    }

    /** The version of the rule that made the twin's state which has not left yet; empty when nothing waits. */
    public Optional<String> unsentRule(UUID connection, UUID twin) {
        return db.sql(
                        "select payload from outbox where connection_id = ? and twin = ? and kind = 'REPLICA' and seq is null")
                .params(connection, twin)
                .query((row, number) -> parse(row.getString(1)))
                .optional()
                .map(event -> String.valueOf(event.text("ruleVersion")));
    }

    /** Twins of a connection with a state that has not left yet. */
    public List<UUID> twinsWithUnsent(UUID connection) {
        return db.sql("select distinct twin from outbox where connection_id = ? and kind = 'REPLICA' and seq is null")
                .param(connection)
                .query(UUID.class)
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(Waiting unsent) {
        db.sql("delete from outbox where id = ? and seq is null")
                .param(unsent.id())
                .update();
    }

    /** Takes back all that has not left of a twin: its end supersedes it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawAll(UUID connection, UUID twin) {
        db.sql("delete from outbox where connection_id = ? and twin = ? and seq is null")
                .params(connection, twin)
                .update();
    }

    /** Takes back all that has not left: the connection is removed. */
    @Transactional(propagation = Propagation.MANDATORY)
    void withdrawAll(UUID connection) {
        db.sql("delete from outbox where connection_id = ? and seq is null")
                .param(connection)
                .update();
    }

    /** Takes back what has not left of a kind of which only the newest counts. */
    @Transactional(propagation = Propagation.MANDATORY)
    void withdraw(UUID connection, Kind kind) {
        db.sql("delete from outbox where connection_id = ? and kind = ? and seq is null")
                .params(connection, kind.name())
                .update();
    }

    /** The number under which an event left, 0 when it is no longer kept, null when it has not left yet. */
    public @Nullable Long numberOf(UUID event) {
        var rows = db.sql("select seq from outbox where id = ?")
                .param(event)
                .query((row, number) -> Optional.ofNullable((Long) row.getObject(1)))
                .list();
        return rows.isEmpty() ? Long.valueOf(0) : rows.get(0).orElse(null);
    }

    /**
     * A state of a twin.
     *
     * @param number null as long as it has not left
     * @param since when it was put; what was added to it before it left is younger
     */
    public record State(@Nullable Long number, Instant since) {}

    /** States of a twin that are still kept, oldest first. */
    public List<State> states(UUID connection, UUID twin) {
        return db.sql("select seq, created from outbox where connection_id = ? and twin = ? and kind = 'REPLICA'"
                        + " order by created, id")
                .params(connection, twin)
                .query((row, number) -> new State(
                        row.getObject(1, Long.class), row.getTimestamp(2).toInstant()))
                .list();
    }

    /** Whether there is something that the peer has not stored yet. */
    public boolean hasMore(UUID connection, long after) {
        return db.sql("select count(*) from (select 1 from outbox where connection_id = ? and acked_at is null"
                                + " and (seq > ? or " + MAY_LEAVE + ") fetch first 1 rows only) waiting")
                        .params(connection, after)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Since when the oldest event waits that the peer has not stored; empty when none does. */
    public Optional<java.time.Instant> oldest(UUID connection) {
        return db.sql("select min(created) from outbox where connection_id = ? and acked_at is null")
                .param(connection)
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    public long waiting(UUID connection) {
        return db.sql("select count(*) from outbox where connection_id = ? and acked_at is null")
                .param(connection)
                .query(Long.class)
                .single();
    }

    /** All that waits in all connections. */
    public long waiting() {
        return db.sql("select count(*) from outbox where acked_at is null")
                .query(Long.class)
                .single();
    }

    /**
     * What comes after {@code after}: first what was numbered before and not stored by the peer, then new numbers. Asking
     * with {@code after} acknowledges all up to it.
     *
     * @throws IllegalStateException when the peer claims to have stored more than was ever sent
     */
    @Transactional
    public Batch handOut(UUID connection, long after, String peerHash, int max, int maxBytes) {
        var line = lines.lock(connection);
        acknowledge(line, after, peerHash);
        var events = new ArrayList<SyncEvent>();
        var budget = maxBytes;
        for (var sent : numbered(connection, after, max)) {
            budget -= sent.bytes();
            if (budget < 0 && !events.isEmpty()) return batch(line.outSeq(), line.outHash(), events);
            events.add(sent.event());
        }
        var seq = line.outSeq();
        var hash = line.outHash();
        if (after + events.size() < seq) return batch(seq, hash, events);
        for (var waiting : inOrder(connection, max - events.size())) {
            budget -= Math.min(waiting.bytes(), LARGEST_EVENT);
            if (budget < 0 && !events.isEmpty()) break;
            var event = numbered(packed(connection, waiting), ++seq);
            hash = Chain.next(hash, event);
            var text = event.json().toString();
            db.sql("update outbox set seq = ?, hash = ?, payload = ?, bytes = ? where id = ?")
                    .params(seq, hash, text, bytes(text), waiting.id())
                    .update();
            events.add(event);
        }
        if (seq == line.outSeq()) return batch(seq, hash, events);
        drill.pass("numbered");
        lines.sent(connection, seq, hash);
        drill.passAfterCommit("handed-out");
        return batch(seq, hash, events);
    }

    /** What the peer will store and hash is what travels: a large replica leaves the event before it is numbered. */
    private SyncEvent packed(UUID connection, Row waiting) {
        // What takes effect the moment it is stored cannot wait for a part of it.
        if (waiting.bytes() <= LARGEST_EVENT || waiting.event().kind().takesEffectOnArrival()) return waiting.event();
        var bulk = waiting.event().bulk().toString().getBytes(StandardCharsets.UTF_8);
        return waiting.event().packed(parcels.pack(connection, bulk));
    }

    /** The peer has stored all up to {@code seq}; says so in a sentence when that cannot be. */
    @Transactional
    public Optional<String> acknowledged(UUID connection, long seq, String peerHash) {
        try {
            acknowledge(lines.lock(connection), seq, peerHash);
            return Optional.empty();
        } catch (IllegalStateException histories) {
            return Optional.of(String.valueOf(histories.getMessage()));
        }
    }

    /** Whether there is a state or proposal of the twin that the partner is not done with. */
    public boolean isUnderWay(UUID connection, UUID twin) {
        return !db.sql("select 1 from outbox where connection_id = ? and twin = ? and settled_at is null and "
                        + WORKED_ON + " fetch first 1 rows only")
                .params(connection, twin)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Removes all of a twin that the partner has stored. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int remove(UUID connection, UUID twin) {
        return db.sql("delete from outbox where connection_id = ? and twin = ? and acked_at is not null")
                .params(connection, twin)
                .update();
    }

    /** The partner is done with what left of a twin, up to that number. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void settled(UUID connection, UUID twin, long upTo) {
        db.sql("update outbox set settled_at = ? where connection_id = ? and twin = ? and seq <= ?"
                        + " and settled_at is null")
                .params(Timestamp.from(clock.instant()), connection, twin, upTo)
                .update();
    }

    /** Whether an event that the partner is not done with speaks of that content. */
    public boolean speaksOf(UUID connection, String content) {
        return !db.sql("select 1 from outbox where connection_id = ? and settled_at is null and payload like ?"
                        + " fetch first 1 rows only")
                .params(connection, "%" + content + "%")
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Empties what the partner has been done with for longer than that; the rows go later. */
    @Transactional
    int forget(UUID connection, Duration payloads, Duration rows) {
        db.sql("delete from outbox where connection_id = ? and settled_at < ? and acked_at < ?")
                .params(connection, before(rows), before(rows))
                .update();
        return db.sql("update outbox set payload = null where connection_id = ? and settled_at < ? and acked_at < ?"
                        + " and payload is not null")
                .params(connection, before(payloads), before(payloads))
                .update();
    }

    private Timestamp before(Duration retention) {
        return Timestamp.from(clock.instant().minus(retention));
    }

    private void acknowledge(Lines.Line line, long seq, String peerHash) {
        if (seq > line.outSeq())
            throw new IllegalStateException(("The partner has stored event %d, but only %d were ever sent from here."
                            + " This node or the partner's was restored from a backup.")
                    .formatted(seq, line.outSeq()));
        if (seq <= line.ackedSeq()) return;
        var hash = seq == line.outSeq() ? line.outHash() : hashAt(line.connection(), seq);
        if (!hash.equals(peerHash))
            throw new IllegalStateException(
                    "The partner's history differs from ours at event %d although both have that number."
                            .formatted(seq));
        var now = Timestamp.from(clock.instant());
        db.sql("update outbox set acked_at = ?, settled_at = case when " + WORKED_ON + " then settled_at else ? end"
                        + " where connection_id = ? and seq > ? and seq <= ?")
                .params(now, now, line.connection(), line.ackedSeq(), seq)
                .update();
        lines.acknowledged(line.connection(), seq);
    }

    /** The hash chain at a number that has left. */
    public String hashOf(UUID connection, long seq) {
        var line = lines.of(connection);
        return seq == line.outSeq() ? line.outHash() : hashAt(connection, seq);
    }

    private String hashAt(UUID connection, long seq) {
        return db.sql("select hash from outbox where connection_id = ? and seq = ?")
                .params(connection, seq)
                .query(String.class)
                .single();
    }

    private record Row(UUID id, SyncEvent event, int bytes) {}

    private List<Row> numbered(UUID connection, long after, int max) {
        return db.sql("select id, payload, bytes from outbox where connection_id = ? and seq > ?"
                        + " order by seq fetch first " + max + " rows only")
                .params(connection, after)
                .query(this::row)
                .list();
    }

    /**
     * What may leave next, locked. Older events of a twin inherit the priority of its younger ones, so that the order
     * within a twin never changes.
     */
    private List<Row> inOrder(UUID connection, int max) {
        if (max <= 0) return List.of();
        var ids = db.sql("select id from (select id, created, max(priority) over (partition by coalesce(twin, id)"
                        + " order by created desc, id desc) as urgency from outbox where connection_id = ? and "
                        + MAY_LEAVE + ") waiting"
                        + " order by urgency desc, created, id fetch first " + max + " rows only")
                .param(connection)
                .query(UUID.class)
                .list();
        if (ids.isEmpty()) return List.of();
        Map<UUID, Row> locked = new HashMap<>();
        db.sql("select id, payload, bytes from outbox where id in (:ids) and seq is null for update")
                .param("ids", ids)
                .query(this::row)
                .list()
                .forEach(row -> locked.put(row.id(), row));
        return ids.stream().map(locked::get).filter(Objects::nonNull).toList();
    }

    private Batch batch(long seq, String hash, List<SyncEvent> events) {
        return new Batch(node.epoch(), events, seq, hash);
    }

    private Row row(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Row(row.getObject(1, UUID.class), parse(row.getString(2)), row.getInt(3));
    }

    private static SyncEvent numbered(SyncEvent event, long seq) {
        var json = event.json().deepCopy();
        json.put("seq", seq);
        return new SyncEvent(json);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static SyncEvent parse(String text) {
        try {
            return new SyncEvent((ObjectNode) JSON.readTree(text));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("An event in the store is damaged", damaged);
        }
    }
}
