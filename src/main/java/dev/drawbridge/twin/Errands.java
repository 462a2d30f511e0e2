package dev.drawbridge.twin;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What rules want to happen to other issues, kept until it is done: written with the apply that wanted it. */
@Component
public class Errands {
    private static final int AT_ONCE = 100;

    private final JdbcClient db;
    private final NoArgGenerator ids;
    private final ApplicationEventPublisher listeners;
    private final Clock clock;

    Errands(JdbcClient db, NoArgGenerator ids, ApplicationEventPublisher listeners, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** What is to be done with an issue, named by its key or number. */
    public enum Kind {
        SYNC,
        DELETE,
        UNSYNC
    }

    /** One thing to do. */
    public record Errand(UUID id, UUID connection, Kind kind, String issue) {}

    /** Keeps what is wanted once the issue is settled. */
    @Transactional
    public void put(UUID connection, long issueId, Wishes.Afterwards wanted) {
        wanted.alsoSync().forEach(issue -> put(connection, Kind.SYNC, issue));
        wanted.delete().forEach(issue -> put(connection, Kind.DELETE, issue));
        if (wanted.unsync()) put(connection, Kind.UNSYNC, String.valueOf(issueId));
    }

    private void put(UUID connection, Kind kind, String issue) {
        var waits = db.sql("select count(*) from errand where connection_id = ? and kind = ? and issue = ?")
                .params(connection, kind.name(), issue)
                .query(Long.class)
                .single();
        if (waits == 0)
            db.sql("insert into errand (id, connection_id, kind, issue, wanted_at) values (?, ?, ?, ?, ?)")
                    .params(ids.generate(), connection, kind.name(), issue, Timestamp.from(clock.instant()))
                    .update();
        listeners.publishEvent(new ErrandsWait());
    }

    /** The ones that wait longest. */
    public List<Errand> waiting() {
        return db.sql(
                        "select id, connection_id, kind, issue from errand order by wanted_at, id fetch first ? rows only")
                .param(AT_ONCE)
                .query((row, number) -> new Errand(
                        row.getObject("id", UUID.class),
                        row.getObject("connection_id", UUID.class),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("issue")))
                .list();
    }

    /** It is done, or cannot be done. */
    public void done(Errand errand) {
        db.sql("delete from errand where id = ?").param(errand.id()).update();
    }
}
