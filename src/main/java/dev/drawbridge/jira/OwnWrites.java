package dev.drawbridge.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import dev.drawbridge.replica.Replica;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.secrets.Seal;
import dev.drawbridge.twin.Seen;
import dev.drawbridge.twin.Settled;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an apply that is not settled yet has written over existing parts of an issue, noted before the call, with what
 * stood there before. The next attempt sees the issue as it was: without this it would take its own half-done work for a
 * change that somebody made here, which wins over a newer change of the partner.
 */
@Component
public class OwnWrites {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NOTHING = "-";
    private static final Set<String> TALK = Set.of("comments", "workLogs");
    private static final Set<String> MOVED = Set.of("status", "resolution");
    private static final String CUSTOM_FIELDS = "customFields/";

    private final JdbcClient db;
    private final Seal seal;

    OwnWrites(JdbcClient db, Seal seal) {
        this.db = db;
        this.seal = seal;
    }

    /** @param written fingerprints of all values that attempts may have written */
    private record Noted(String part, @Nullable String former, Set<String> written) {}

    /** The step is about to be done to the issue, which was as in the snapshot before the first attempt. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void note(UUID twin, Snapshot before, Plan.Step step) {
        var parts = parts(step);
        if (parts.isEmpty()) return;
        var issue = before.issue().json();
        Overlay.put(issue, step, null);
        var after = Seen.of(Replica.of(issue));
        for (var part : parts) {
            var written = after.getOrDefault(part, NOTHING);
            var known = noted(twin, part);
            if (known.isEmpty()) add(twin, part, former(before.issue().json(), part), written);
            else if (!known.get().written().contains(written))
                db.sql("update own_write set written = ? where twin = ? and part = ?")
                        .params(String.join(",", known.get().written()) + "," + written, twin, part)
                        .update();
        }
    }

    /** The issue as it would be had the unsettled attempts not written; what somebody has changed since then stays. */
    Snapshot putBack(UUID twin, Snapshot now) {
        var all = db.sql("select part, former, written from own_write where twin = ?")
                .param(twin)
                .query(OwnWrites::read)
                .list();
        if (all.isEmpty()) return now;
        var seen = Seen.of(now.issue());
        var issue = now.issue().json();
        for (var noted : all)
            if (noted.written().contains(seen.getOrDefault(noted.part(), NOTHING)))
                restore(issue, noted.part(), opened(twin, noted));
        return now.withIssue(Replica.of(issue));
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void close(Settled settled) {
        db.sql("delete from own_write where twin = ?").param(settled.twin()).update();
    }

    private Optional<Noted> noted(UUID twin, String part) {
        return db.sql("select part, former, written from own_write where twin = ? and part = ?")
                .params(twin, part)
                .query(OwnWrites::read)
                .optional();
    }

    private void add(UUID twin, String part, @Nullable JsonNode former, String written) {
        db.sql("insert into own_write (twin, part, former, written) values (?, ?, ?, ?)")
                .param(1, twin)
                .param(2, part)
                .param(3, former == null ? null : seal.seal(purpose(twin, part), former.toString()))
                .param(4, written)
                .update();
    }

    private @Nullable JsonNode opened(UUID twin, Noted noted) {
        if (noted.former() == null) return null;
        try {
            return JSON.readTree(seal.open(purpose(twin, noted.part()), noted.former()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("What stood in an issue before is kept as JSON", impossible);
        }
    }

    private static Noted read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Noted(
                row.getString(1), row.getString(2), Set.of(row.getString(3).split(",")));
    }

    private static String purpose(UUID twin, String part) {
        return "own_write|" + twin + "|" + part;
    }

    private static Set<String> parts(Plan.Step step) {
        if (step instanceof Plan.EditFields edit) return parts(edit.fields().keySet());
        if (step instanceof Plan.ChangeStatus change) {
            var parts = new HashSet<>(parts(change.fields().keySet()));
            parts.addAll(MOVED);
            return parts;
        }
        if (step instanceof Plan.MakeTransition) return MOVED;
        if (step instanceof Plan.EditComment edit) return Set.of("comments/" + edit.localId());
        if (step instanceof Plan.EditWorklog edit) return Set.of("workLogs/" + edit.localId(), "spent");
        return Set.of();
    }

    private static Set<String> parts(Set<String> fields) {
        return fields.stream()
                .map(field -> field.startsWith("customFields.") ? CUSTOM_FIELDS + field.substring(13) : field)
                .collect(Collectors.toSet());
    }

    private static @Nullable JsonNode former(ObjectNode issue, String part) {
        if (part.startsWith(CUSTOM_FIELDS))
            return issue.path("customFields").get(part.substring(CUSTOM_FIELDS.length()));
        if (isTalk(part))
            return items(issue, part).stream()
                    .filter(item -> is(item, part))
                    .findFirst()
                    .orElse(null);
        return issue.get(part);
    }

    private static void restore(ObjectNode issue, String part, @Nullable JsonNode former) {
        if (isTalk(part)) {
            if (former == null || !(issue.get(list(part)) instanceof ArrayNode items)) return;
            for (var i = 0; i < items.size(); i++) if (is(items.get(i), part)) items.set(i, former);
        } else if (part.startsWith(CUSTOM_FIELDS)) {
            put(issue.withObject("/customFields"), part.substring(CUSTOM_FIELDS.length()), former);
        } else {
            put(issue, part, former);
        }
    }

    private static void put(ObjectNode object, String name, @Nullable JsonNode value) {
        if (value == null) object.remove(name);
        else object.set(name, value);
    }

    private static boolean isTalk(String part) {
        return TALK.contains(list(part));
    }

    private static String list(String part) {
        return part.substring(0, Math.max(0, part.indexOf('/')));
    }

    private static boolean is(JsonNode item, String part) {
        return (list(part) + "/" + item.path("id").asText()).equals(part);
    }

    private static List<JsonNode> items(ObjectNode issue, String part) {
        return issue.get(list(part)) instanceof ArrayNode items
                ? items.valueStream().toList()
                : List.of();
    }
}
