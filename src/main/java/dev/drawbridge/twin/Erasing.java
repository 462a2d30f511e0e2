package dev.drawbridge.twin;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes contents of issues out of the store, as far as no sync needs them any more. */
@Component
public class Erasing {
    private final Twins twins;
    private final Cleaning cleaning;
    private final LostValues lostValues;
    private final JdbcClient db;

    Erasing(Twins twins, Cleaning cleaning, LostValues lostValues, JdbcClient db) {
        this.twins = twins;
        this.cleaning = cleaning;
        this.lostValues = lostValues;
        this.db = db;
    }

    /**
     * What was erased, and what could not be.
     *
     * @param texts tombstones of which contents were kept
     * @param values values that had lost a conflict
     * @param warnings warnings that showed a value
     * @param underSync twins whose contents are needed as long as they are under sync
     */
    public record Erased(int texts, int values, int warnings, List<UUID> underSync) {}

    /** All that is kept of these twins. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Erased of(List<Twins.Pair> pairs) {
        var texts = 0;
        var values = 0;
        var shown = 0;
        var live = new java.util.ArrayList<UUID>();
        for (var pair : pairs) {
            values += db.sql("delete from lost_value where twin = ?")
                    .param(pair.twin())
                    .update();
            shown += blank("twin = ?", pair.twin());
            if (pair.live()) live.add(pair.twin());
            else {
                cleaning.forget(pair.twin());
                texts++;
            }
        }
        return new Erased(texts, values, shown, live);
    }

    /** All that speaks of somebody, in all connections. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Erased of(Pattern somebody) {
        var texts = 0;
        var values = 0;
        var shown = 0;
        var live = new java.util.ArrayList<UUID>();
        for (var id : twinsWithContents()) {
            var twin = twins.find(id).orElseThrow();
            if (!speaksOf(twin, somebody)) continue;
            if (twin.isLive()) live.add(id);
            else {
                cleaning.forget(id);
                texts++;
            }
        }
        for (var twin : twinsIn("lost_value"))
            for (var lost : lostValues.of(twin))
                if (somebody.matcher(lost.value().toString()).find())
                    values += db.sql("delete from lost_value where twin = ? and field = ?")
                            .params(twin, lost.field())
                            .update();
        for (var warning : db.sql("select id, shown, reason from warning")
                .query((row, number) -> new String[] {row.getString(1), row.getString(2) + " " + row.getString(3)})
                .list()) if (somebody.matcher(warning[1]).find()) shown += blank("id = ?", UUID.fromString(warning[0]));
        return new Erased(texts, values, shown, live);
    }

    private int blank(String which, UUID id) {
        return db.sql("update warning set shown = '', reason = 'Erased.' where " + which)
                .param(id)
                .update();
    }

    private static boolean speaksOf(Twin twin, Pattern somebody) {
        var heard = twin.memory().heard();
        var received = twin.memory().received();
        return (heard != null && somebody.matcher(heard.json().toString()).find())
                || (received != null
                        && somebody.matcher(received.json().toString()).find())
                || somebody.matcher(twin.memory().pending().toString()).find();
    }

    private List<UUID> twinsWithContents() {
        return db.sql("select id from twin where heard is not null or received is not null or pending is not null")
                .query(UUID.class)
                .list();
    }

    private Set<UUID> twinsIn(String table) {
        return new HashSet<>(
                db.sql("select distinct twin from " + table).query(UUID.class).list());
    }
}
