package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.replica.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * From where issues, comments, files and worklogs came that passed through more than one node. Each bears the gid that it
 * got where it was made, so that what goes round in a ring of nodes is known again and gets no second copy.
 */
@Component("lineage")
public class Lineage {
    /** On what travels: of what our copy is a copy. Absent on what was made at the sender's. */
    static final String GID = "gid";

    private static final Map<String, Trace.Kind> LISTS = Map.of(
            "comments", Trace.Kind.COMMENT, "attachments", Trace.Kind.ATTACHMENT, "workLogs", Trace.Kind.WORKLOG);
    private static final Map<Trace.Kind, String> WORDS =
            Map.of(Trace.Kind.COMMENT, "comment", Trace.Kind.ATTACHMENT, "attachment", Trace.Kind.WORKLOG, "worklog");

    private final JdbcClient db;
    private final Traces traces;
    private final Twins twins;
    private final NodeIdentity node;

    Lineage(JdbcClient db, Traces traces, Twins twins, NodeIdentity node) {
        this.db = db;
        this.traces = traces;
        this.twins = twins;
        this.node = node;
    }

    /** What is told of an issue, where copies that came by other connections say what they are copies of. */
    Replica told(UUID twin, long issueId, Replica replica) {
        var gids = copies(twin, issueId);
        if (gids.isEmpty()) return replica;
        var json = replica.json();
        LISTS.forEach((list, kind) -> json.path(list).forEach(item -> {
            var gid = gids.get(kind + "/" + item.path("id").asText());
            if (item instanceof ObjectNode object && gid != null) object.put(GID, gid);
            else if (item instanceof ObjectNode object) object.remove(GID);
        }));
        return Replica.of(json);
    }

    /** Local things that came by another twin of the issue, as {@code COMMENT/10010}, with their gids. */
    private Map<String, String> copies(UUID twin, long issueId) {
        var gids = new HashMap<String, String>();
        db.sql("select t.kind, t.local_id, t.gid from trace t join twin w on w.id = t.twin where w.issue_id = ?"
                        + " and w.id <> ? and t.owner = 'REMOTE' and t.gid is not null and t.local_id is not null")
                .params(issueId, twin)
                .query(row -> {
                    if (!Trace.NO_COPY.equals(row.getString(2)))
                        gids.put(row.getString(1) + "/" + row.getString(2), row.getString(3));
                });
        return gids;
    }

    /** What is in the issue already, since it was made here or came by another connection, is to have no copy. */
    public Incoming recognize(Incoming work) {
        if (work.isDone()) return work;
        work.expect(Incoming.Stage.READ);
        var snapshot = work.snapshot();
        if (snapshot == null || twins.ofIssue(snapshot.issueId()).size() < 2) return work;
        var known = known(work.lane().twin(), snapshot);
        var round = new ArrayList<Trace>();
        LISTS.forEach((list, kind) -> {
            for (var item : work.newest().replica().json().path(list)) {
                var remoteId = item.path("id").asText("");
                if (!remoteId.isEmpty()
                        && !hasTrace(work, kind, remoteId)
                        && known.contains(gid(work.newest(), kind, item)))
                    round.add(new Trace(kind, Trace.NO_COPY, remoteId, Trace.Owner.REMOTE));
            }
        });
        return round.isEmpty() ? work : work.knowing(round);
    }

    private static boolean hasTrace(Incoming work, Trace.Kind kind, String remoteId) {
        return work.traces().stream()
                .anyMatch(trace -> trace.kind() == kind
                        && trace.owner() == Trace.Owner.REMOTE
                        && remoteId.equals(trace.remoteId()));
    }

    /** The gids of all that is or was in the issue, but for what this twin brought. */
    private Set<String> known(UUID twin, Snapshot snapshot) {
        var known = new HashSet<String>();
        db.sql("select t.kind, t.owner, t.local_id, t.gid from trace t join twin w on w.id = t.twin"
                        + " where w.issue_id = ? and w.id <> ?")
                .params(snapshot.issueId(), twin)
                .query(row -> {
                    var kind = Trace.Kind.valueOf(row.getString(1));
                    if (!WORDS.containsKey(kind)) return;
                    if (row.getString(2).equals("LOCAL") && row.getString(3) != null)
                        known.add(ours(kind, row.getString(3)));
                    else if (row.getString(4) != null) known.add(row.getString(4));
                });
        LISTS.forEach((list, kind) -> {
            if (snapshot.issue().get(list) instanceof ArrayNode items)
                items.forEach(item -> known.add(ours(kind, item.path("id").asText())));
        });
        return known;
    }

    private String ours(Trace.Kind kind, String localId) {
        return node.nodeId() + ":" + WORDS.get(kind) + ":" + localId;
    }

    /** Where a thing that arrives was made: the sender says so of a copy, else it was at the sender's. */
    private static String gid(SyncEvent event, Trace.Kind kind, JsonNode item) {
        var said = Claims.gid(item.path(GID).asText(null));
        if (said != null) return said;
        var from = Claims.gid(event.text("from"));
        return Claims.node(from) + ":" + WORDS.get(kind) + ":" + item.path("id").asText();
    }

    /** Notes of what the new copies of an apply are copies, and what has none because it went round. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void note(Incoming work, Twin twin) {
        for (var trace : work.traces())
            if (Trace.NO_COPY.equals(trace.localId()) && trace.owner() == Trace.Owner.REMOTE)
                traces.put(twin.id(), trace);
        if (Claims.gid(work.newest().text("from")) == null) return;
        for (var result : work.outcome().results()) {
            if (result.refused() != null) continue;
            var step = result.step();
            if (step instanceof Plan.AddComment added) note(work, twin, "comments", added.remoteId());
            if (step instanceof Plan.AddAttachment added) note(work, twin, "attachments", added.remoteId());
            if (step instanceof Plan.AddWorklog added) note(work, twin, "workLogs", added.remoteId());
        }
    }

    private void note(Incoming work, Twin twin, String list, String remoteId) {
        var kind = Objects.requireNonNull(LISTS.get(list));
        for (var item : work.newest().replica().json().path(list))
            if (item.path("id").asText().equals(remoteId))
                db.sql("update trace set gid = ? where twin = ? and kind = ? and owner = 'REMOTE' and origin_id = ?")
                        .params(gid(work.newest(), kind, item), twin.id(), kind.name(), remoteId)
                        .update();
    }

    /** The issue from which the one of the event descends. */
    static @Nullable String origin(SyncEvent event) {
        var origin = Claims.gid(event.text("origin"));
        return origin == null ? Claims.gid(event.text("from")) : origin;
    }

    /**
     * The key of an issue in the same projects that is or descends from the same one, when one of the two came through a
     * third node: then it went round, and another copy would go round again.
     */
    Optional<String> roundabout(Connection connection, SyncEvent event) {
        var origin = origin(event);
        if (origin == null) return Optional.empty();
        var here = event.hops() > 0 && Claims.node(origin).equals(node.nodeId()) ? original(origin) : List.<Twin>of();
        for (var twin : here) if (covers(connection, twin)) return Optional.of(key(twin));
        return twins.ofOrigin(origin).stream()
                .filter(twin -> event.hops() > 0 || twin.remote().hops() > 1)
                .filter(twin -> covers(connection, twin))
                .map(Lineage::key)
                .findFirst();
    }

    private List<Twin> original(String origin) {
        var id = Claims.id(origin);
        if (id == null || !id.matches("[0-9]{1,18}")) return List.of();
        return twins.ofIssue(Long.parseLong(id)).stream()
                .filter(twin -> twin.life().state() != Twin.State.DELETED_HERE)
                .toList();
    }

    private static boolean covers(Connection connection, Twin twin) {
        return twin.local() != null && connection.covers(key(twin).replaceFirst("-[0-9]+$", ""));
    }

    private static String key(Twin twin) {
        return Objects.requireNonNull(twin.local()).key();
    }
}
