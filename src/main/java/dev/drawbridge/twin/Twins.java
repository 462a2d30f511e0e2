package dev.drawbridge.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.secrets.Seal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where twins and tombstones are kept. What passed between the two sides lies sealed. */
@Component
public class Twins implements Twinned {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS =
            "id, connection_id, state, why, started_by, started_at, acked, issue_id, issue_key, issue_created, remote_gid,"
                    + " remote_id, remote_key, remote_url, origin_gid, hops, based_on, heard, received, seen, sent, force, pending, failure";

    private static final Set<String> LIVE = Set.of("ACTIVE", "CONNECTING");

    private final JdbcClient db;
    private final Seal seal;
    private final Clock clock;

    Twins(JdbcClient db, Seal seal, Clock clock) {
        this.db = db;
        this.seal = seal;
        this.clock = clock;
    }

    public Optional<Twin> find(UUID twin) {
        return select("id = ?", twin).stream().findFirst();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Twin> lock(UUID twin) {
        return select("id = ? for update", twin).stream().findFirst();
    }

    /** All twins and tombstones of a local issue, in all connections, newest first. */
    public List<Twin> ofIssue(long issueId) {
        return select("issue_id = ? order by started_at desc", issueId);
    }

    public List<Twin> ofRemoteKey(String remoteKey) {
        return select("remote_key = ? order by started_at desc", remoteKey);
    }

    public List<Twin> ofLocalKey(String key) {
        return select("issue_key = ? order by started_at desc", key);
    }

    @Override
    public Optional<Local> ofRemote(UUID connection, String remoteId) {
        return local(connection, "remote_id = :remote", remoteId);
    }

    @Override
    public Optional<Local> ofRemoteKey(UUID connection, String remoteKey) {
        return local(connection, "remote_key = :remote", remoteKey.strip().toUpperCase(Locale.ROOT));
    }

    /** What stays of the partner's issue, when it was under sync here and is not any more. */
    Optional<Twin> tombstoneOf(UUID connection, String remoteId) {
        var known = db.sql("select " + COLUMNS + " from twin where connection_id = ? and remote_id = ?"
                        + " order by started_at desc")
                .params(connection, remoteId)
                .query(this::twin)
                .list();
        return known.stream().anyMatch(Twin::isLive)
                ? Optional.empty()
                : known.stream().findFirst();
    }

    private Optional<Local> local(UUID connection, String which, String remote) {
        return db
                .sql("select issue_id, issue_key from twin where connection_id = :connection and " + which
                        + " and state = 'ACTIVE' and issue_id is not null order by started_at desc")
                .param("connection", connection)
                .param("remote", remote)
                .query((row, number) -> new Local(row.getLong(1), row.getString(2)))
                .list()
                .stream()
                .findFirst();
    }

    /** Under sync, and descending from an issue of that gid. */
    List<Twin> ofOrigin(String origin) {
        return select("origin_gid = ? and state = 'ACTIVE'", origin);
    }

    /**
     * A twin or tombstone in short.
     *
     * @param live under sync, or proposed to be
     */
    public record Pair(
            UUID twin,
            UUID connection,
            boolean live,
            boolean active,
            @Nullable Long issueId,
            @Nullable String localKey,
            @Nullable String remoteKey) {}

    /** All of a connection, in order of their ids. */
    public List<Pair> pairsOf(UUID connection) {
        return pairs("where connection_id = :what", connection);
    }

    /** All of a local issue, by the key that it has or had last. */
    public List<Pair> pairsOf(String localKey) {
        return pairs("where upper(issue_key) = :what", localKey.strip().toUpperCase(Locale.ROOT));
    }

    private List<Pair> pairs(String where, Object what) {
        return db.sql("select id, connection_id, state, issue_id, issue_key, remote_key from twin " + where
                        + " order by id")
                .param("what", what)
                .query((row, number) -> new Pair(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        LIVE.contains(row.getString(3)),
                        row.getString(3).equals("ACTIVE"),
                        (Long) row.getObject(4),
                        row.getString(5),
                        row.getString(6)))
                .list();
    }

    /** Under sync, and the partner could not apply what it was told last. */
    public List<Twin> failing() {
        return select("state = ? and failure is not null order by updated", Twin.State.ACTIVE.name());
    }

    /** Twins under sync, those first that something happened to last. */
    public List<Twin> changedLast(UUID connection, int most) {
        return select(
                "connection_id = ? and state = 'ACTIVE' order by updated desc fetch first " + most + " rows only",
                connection);
    }

    public List<Twin> liveOf(UUID connection) {
        return select("connection_id = ? and state in ('ACTIVE', 'CONNECTING')", connection);
    }

    /** The contents that may still be wanted here: of files of the partner that could not be attached so far. */
    public Set<String> waitingFor(UUID connection) {
        var names = new HashSet<String>();
        for (var twin : select("connection_id = ? and state = 'ACTIVE' and pending is not null", connection)) {
            var received = twin.memory().received();
            if (received != null)
                received.json()
                        .path("attachments")
                        .forEach(file -> names.add(file.path("sha256").asText()));
        }
        return names;
    }

    public long countActive(UUID connection) {
        return db.sql("select count(*) from twin where connection_id = ? and state = 'ACTIVE'")
                .param(connection)
                .query(Long.class)
                .single();
    }

    /** Issue ids that are under sync, in order: what the census looks at. */
    public List<Long> issuesAfter(long issueId, int max) {
        return db.sql(
                        "select distinct issue_id from twin where state in ('ACTIVE', 'CONNECTING') and issue_id > ? order by issue_id"
                                + " fetch first " + max + " rows only")
                .param(issueId)
                .query(Long.class)
                .list();
    }

    /** In which connections each of these issues is or ever was under sync. */
    public Map<Long, Set<UUID>> connectionsOf(Set<Long> issues) {
        return connections(issues, "");
    }

    /** Those of these issues that are under sync in some connection. */
    public Set<Long> underSync(Set<Long> issues) {
        return connections(issues, " and state in ('ACTIVE', 'CONNECTING')").keySet();
    }

    private Map<Long, Set<UUID>> connections(Set<Long> issues, String and) {
        if (issues.isEmpty()) return Map.of();
        var result = new HashMap<Long, Set<UUID>>();
        db.sql("select issue_id, connection_id from twin where issue_id in (:issues)" + and)
                .param("issues", issues)
                .query(row -> {
                    result.computeIfAbsent(row.getLong(1), id -> new HashSet<>())
                            .add(row.getObject(2, UUID.class));
                });
        return result;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Twin twin) {
        write(
                "insert into twin (" + COLUMNS + ", updated) values"
                        + " (:id, :connection, :state, :why, :startedBy, :startedAt, :acked, :issueId, :issueKey, :issueCreated,"
                        + " :remoteGid, :remoteId, :remoteKey, :remoteUrl, :originGid, :hops, :basedOn, :heard, :received, :seen,"
                        + " :sent, :force, :pending, :failure, :now)",
                twin);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void update(Twin twin) {
        var changed = write(
                "update twin set connection_id = :connection, state = :state, why = :why, started_by = :startedBy,"
                        + " started_at = :startedAt, acked = :acked, issue_id = :issueId, issue_key = :issueKey,"
                        + " issue_created = :issueCreated, remote_gid = :remoteGid, remote_id = :remoteId, remote_key = :remoteKey,"
                        + " remote_url = :remoteUrl, origin_gid = :originGid, hops = :hops, based_on = :basedOn, heard = :heard,"
                        + " received = :received, seen = :seen, sent = :sent, force = :force, pending = :pending, failure = :failure, updated = :now"
                        + " where id = :id",
                twin);
        if (changed != 1) throw new IllegalStateException("No twin " + twin.id());
    }

    private int write(String sql, Twin twin) {
        var local = twin.local();
        var life = twin.life();
        var memory = twin.memory();
        return db.sql(sql)
                .param("id", twin.id())
                .param("connection", twin.connection())
                .param("state", life.state().name())
                .param("why", life.why())
                .param("startedBy", life.startedHere() ? "US" : "THEM")
                .param("startedAt", Timestamp.from(life.startedAt()))
                .param("acked", life.acked())
                .param("issueId", local == null ? null : local.issueId(), Types.BIGINT)
                .param("issueKey", local == null ? null : local.key(), Types.VARCHAR)
                .param("issueCreated", local == null ? null : Timestamp.from(local.created()), Types.TIMESTAMP)
                .param("remoteGid", twin.remote().gid(), Types.VARCHAR)
                .param("remoteId", twin.remote().id(), Types.VARCHAR)
                .param("remoteKey", twin.remote().key(), Types.VARCHAR)
                .param("remoteUrl", twin.remote().url(), Types.VARCHAR)
                .param("originGid", twin.remote().origin(), Types.VARCHAR)
                .param("hops", twin.remote().hops())
                .param("basedOn", memory.basedOn())
                .param("heard", sealed(memory.heard(), "twin|heard|" + twin.id()), Types.VARCHAR)
                .param("received", sealed(memory.received(), "twin|received|" + twin.id()), Types.VARCHAR)
                .param("seen", JSON.valueToTree(memory.seen()).toString())
                .param("sent", JSON.valueToTree(memory.sent()).toString())
                .param("force", JSON.valueToTree(memory.force()).toString())
                .param(
                        "pending",
                        memory.pending().isEmpty()
                                ? null
                                : seal.seal(
                                        "twin|pending|" + twin.id(),
                                        JSON.valueToTree(memory.pending()).toString()),
                        Types.VARCHAR)
                .param("failure", twin.failure(), Types.VARCHAR)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private List<Twin> select(String where, Object parameter) {
        return db.sql("select " + COLUMNS + " from twin where " + where)
                .param(parameter)
                .query(this::twin)
                .list();
    }

    private Twin twin(ResultSet row, int number) throws SQLException {
        var id = row.getObject("id", UUID.class);
        var issueId = row.getObject("issue_id");
        return new Twin(
                id,
                row.getObject("connection_id", UUID.class),
                new Twin.Life(
                        Twin.State.valueOf(row.getString("state")),
                        row.getString("why"),
                        row.getString("started_by").equals("US"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getBoolean("acked")),
                issueId == null
                        ? null
                        : new Twin.Local(
                                row.getLong("issue_id"),
                                row.getString("issue_key"),
                                row.getTimestamp("issue_created").toInstant()),
                new Twin.Remote(
                        row.getString("remote_gid"),
                        row.getString("remote_id"),
                        row.getString("remote_key"),
                        row.getString("remote_url"),
                        row.getString("origin_gid"),
                        row.getInt("hops")),
                new Twin.Memory(
                        row.getLong("based_on"),
                        replica(row.getString("heard"), "twin|heard|" + id),
                        replica(row.getString("received"), "twin|received|" + id),
                        read(row.getString("seen"), new TypeReference<Map<String, String>>() {}),
                        read(row.getString("sent"), new TypeReference<Map<String, UUID>>() {}),
                        read(row.getString("force"), new TypeReference<Set<String>>() {}),
                        pending(row.getString("pending"), "twin|pending|" + id)),
                row.getString("failure"));
    }

    private @Nullable String sealed(@Nullable Replica replica, String purpose) {
        return replica == null ? null : seal.seal(purpose, replica.json().toString());
    }

    private @Nullable Replica replica(@Nullable String sealed, String purpose) {
        return sealed == null ? null : Replica.of(read(seal.open(purpose, sealed), new TypeReference<ObjectNode>() {}));
    }

    private Map<String, JsonNode> pending(@Nullable String sealed, String purpose) {
        return sealed == null
                ? Map.of()
                : read(seal.open(purpose, sealed), new TypeReference<Map<String, JsonNode>>() {});
    }

    private static <T> T read(String text, TypeReference<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A twin in the store is damaged", damaged);
        }
    }
}
