package dev.drawbridge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.queue.SyncEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an administrator said to a bulk of proposals, so that those of it that arrive later are not asked about one by one.
 * A yes holds for as many pairs as the partner announced, for the same treatment of their contents, and not for ever.
 */
@Component("bulkDecisions")
public class BulkDecisions {
    private static final int MOST = 10_000;
    private static final Duration HOLDS = Duration.ofDays(7);

    private final JdbcClient db;
    private final Clock clock;

    BulkDecisions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The bulk that a proposal is part of.
     *
     * @param id made of all that an administrator is told about it: another treatment of contents is another bulk
     * @param pairs how many pairs the partner announced
     */
    record Announced(UUID id, int pairs) {}

    static Optional<Announced> of(UUID connection, SyncEvent proposal) {
        var details = proposal.details();
        var bulk = details.path("bulk");
        if (!bulk.path("id").asText("").matches("[0-9a-f-]{36}")) return Optional.empty();
        var pairs = Math.max(1, Math.min(MOST, bulk.path("pairs").asInt(1)));
        var words = String.join(
                "|",
                connection.toString(),
                text(bulk, "id"),
                text(details, "fields"),
                text(details, "existing"),
                String.valueOf(pairs));
        return Optional.of(new Announced(UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8)), pairs));
    }

    /** What was said to the bulk; each yes is used up by the pair that it is given to. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Boolean> take(UUID batch) {
        var since = Timestamp.from(clock.instant().minus(HOLDS));
        var approved = db.sql("update bulk_decision set remaining = remaining - 1 where batch = ? and approved = true"
                        + " and remaining > 0 and at > ?")
                .params(batch, since)
                .update();
        if (approved == 1) return Optional.of(true);
        return db.sql("select approved from bulk_decision where batch = ? and approved = false and at > ?")
                .params(batch, since)
                .query(Boolean.class)
                .optional();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void put(UUID connection, UUID batch, boolean approved, int remaining) {
        db.sql("delete from bulk_decision where batch = ?").param(batch).update();
        db.sql("insert into bulk_decision (batch, connection_id, approved, remaining, at) values (?, ?, ?, ?, ?)")
                .params(batch, connection, approved, Math.max(0, remaining), Timestamp.from(clock.instant()))
                .update();
    }

    /** Forgets what holds no more. */
    @Transactional
    public void forgetOld() {
        db.sql("delete from bulk_decision where at <= ?")
                .param(Timestamp.from(clock.instant().minus(HOLDS)))
                .update();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("");
    }
}
