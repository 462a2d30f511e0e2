package dev.drawbridge.twin;

import dev.drawbridge.replica.Trace;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which comment and attachment here is which one there. Identified by the id at the side that made it. */
@Component
public class Traces {
    private final JdbcClient db;

    Traces(JdbcClient db) {
        this.db = db;
    }

    public List<Trace> of(UUID twin) {
        return db.sql("select kind, owner, local_id, remote_id from trace where twin = ?")
                .param(twin)
                .query((row, number) -> new Trace(
                        Trace.Kind.valueOf(row.getString(1)),
                        row.getString(3),
                        row.getString(4),
                        Trace.Owner.valueOf(row.getString(2))))
                .list();
    }

    /** Notes a pairing, or completes one that is known. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(UUID twin, Trace trace) {
        var origin = trace.owner() == Trace.Owner.LOCAL ? trace.localId() : trace.remoteId();
        if (origin == null) throw new IllegalArgumentException("A trace has the id at the side that made the thing");
        var changed = db.sql("update trace set local_id = ?, remote_id = coalesce(?, remote_id)"
                        + " where twin = ? and kind = ? and owner = ? and origin_id = ?")
                .param(1, trace.localId(), Types.VARCHAR)
                .param(2, trace.remoteId(), Types.VARCHAR)
                .param(3, twin)
                .param(4, trace.kind().name())
                .param(5, trace.owner().name())
                .param(6, origin)
                .update();
        if (changed == 0)
            db.sql("insert into trace (twin, kind, owner, origin_id, local_id, remote_id) values (?, ?, ?, ?, ?, ?)")
                    .param(1, twin)
                    .param(2, trace.kind().name())
                    .param(3, trace.owner().name())
                    .param(4, origin)
                    .param(5, trace.localId(), Types.VARCHAR)
                    .param(6, trace.remoteId(), Types.VARCHAR)
                    .update();
    }

    private static final String KEPT_HERE = "-";

    /** An attachment of ours that the partner takes no copy of: its content need not travel. */
    @Transactional(propagation = Propagation.MANDATORY)
    void keepHere(UUID twin, String attachmentId) {
        content(twin, attachmentId, KEPT_HERE);
    }

    public boolean isKeptHere(UUID twin, String attachmentId) {
        return content(twin, attachmentId).filter(KEPT_HERE::equals).isPresent();
    }

    /** The SHA-256 of our attachment's content, when it was spooled before. */
    public Optional<String> content(UUID twin, String attachmentId) {
        return db.sql(
                        "select content from trace where twin = ? and kind = 'ATTACHMENT' and owner = 'LOCAL' and origin_id = ?")
                .params(twin, attachmentId)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(content -> content);
    }

    /** The SHA-256 of our attachment's content, when the partner has its copy: then the content need not travel again. */
    public Optional<String> contentThere(UUID twin, String attachmentId) {
        return db.sql("select content from trace where twin = ? and kind = 'ATTACHMENT' and owner = 'LOCAL'"
                        + " and origin_id = ? and remote_id is not null and content is not null")
                .params(twin, attachmentId)
                .query(String.class)
                .optional();
    }

    @Transactional
    public void content(UUID twin, String attachmentId, @Nullable String sha256) {
        put(twin, new Trace(Trace.Kind.ATTACHMENT, attachmentId, null, Trace.Owner.LOCAL));
        db.sql(
                        "update trace set content = ? where twin = ? and kind = 'ATTACHMENT' and owner = 'LOCAL' and origin_id = ?")
                .param(1, sha256, Types.VARCHAR)
                .param(2, twin)
                .param(3, attachmentId)
                .update();
    }
}
