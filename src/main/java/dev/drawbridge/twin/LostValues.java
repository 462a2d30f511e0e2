package dev.drawbridge.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.secrets.Seal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Values that lost against the agreed winner, sealed, for the time that somebody may miss them. */
@Component("lostValues")
public class LostValues {
    private static final Duration KEPT = Duration.ofDays(30);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient db;
    private final Seal seal;
    private final Clock clock;

    LostValues(JdbcClient db, Seal seal, Clock clock) {
        this.db = db;
        this.seal = seal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void keep(UUID twin, Incoming.Lost lost) {
        var id = UUID.randomUUID();
        db.sql("insert into lost_value (id, twin, field, side, content, at) values (?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        twin,
                        lost.field(),
                        lost.ours() ? "US" : "THEM",
                        seal.seal("lost_value|" + id, lost.value().toString()),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * A value that lost.
     *
     * @param side LOCAL when it was ours
     */
    public record Lost(String field, String side, JsonNode value, Instant at) {}

    public List<Lost> of(UUID twin) {
        return db.sql("select id, field, side, content, at from lost_value where twin = ? order by at desc")
                .param(twin)
                .query((row, number) -> new Lost(
                        row.getString(2),
                        row.getString(3).equals("US") ? "LOCAL" : "REMOTE",
                        read(seal.open("lost_value|" + row.getObject(1, UUID.class), row.getString(4))),
                        row.getTimestamp(5).toInstant()))
                .list();
    }

    private static JsonNode read(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("A value in the store is damaged", damaged);
        }
    }

    @Transactional
    public void forgetOld() {
        db.sql("delete from lost_value where at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
