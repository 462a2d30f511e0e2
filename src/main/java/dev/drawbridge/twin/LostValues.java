package dev.drawbridge.twin;

import dev.drawbridge.secrets.Seal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Values that lost against the agreed winner, sealed, for the time that somebody may miss them. */
@Component("lostValues")
public class LostValues {
    private static final Duration KEPT = Duration.ofDays(30);

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

    @Transactional
    public void forgetOld() {
        db.sql("delete from lost_value where at < ?")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
