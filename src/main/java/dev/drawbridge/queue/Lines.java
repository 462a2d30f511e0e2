package dev.drawbridge.queue;

import dev.drawbridge.connection.Connections;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where the cursors of both directions of each connection are kept; always in the caller's transaction. */
@Component
public class Lines {
    private final JdbcClient db;

    Lines(JdbcClient db) {
        this.db = db;
    }

    /** How far one connection has come. */
    public record Line(
            UUID connection,
            long outSeq,
            String outHash,
            long ackedSeq,
            long inSeq,
            String inHash,
            @Nullable String peerEpoch) {}

    @EventListener
    void on(Connections.Added added) {
        open(added.connection());
    }

    @Transactional
    public void open(UUID connection) {
        db.sql(
                        "insert into line (connection_id, out_seq, out_hash, acked_seq, in_seq, in_hash) values (?, 0, '', 0, 0, '')")
                .param(connection)
                .update();
    }

    public Line of(UUID connection) {
        return read(connection, "");
    }

    /** The same, and nobody else numbers or stores on this connection until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Line lock(UUID connection) {
        return read(connection, " for update");
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void sent(UUID connection, long seq, String hash) {
        db.sql("update line set out_seq = ?, out_hash = ? where connection_id = ?")
                .params(seq, hash, connection)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void acknowledged(UUID connection, long seq) {
        db.sql("update line set acked_seq = ? where connection_id = ?")
                .params(seq, connection)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void stored(UUID connection, String epoch, long seq, String hash) {
        db.sql("update line set in_seq = ?, in_hash = ?, peer_epoch = ? where connection_id = ?")
                .params(seq, hash, epoch, connection)
                .update();
    }

    private Line read(UUID connection, String suffix) {
        return db.sql("select connection_id, out_seq, out_hash, acked_seq, in_seq, in_hash, peer_epoch from line"
                        + " where connection_id = ?" + suffix)
                .param(connection)
                .query((row, number) -> new Line(
                        connection,
                        row.getLong("out_seq"),
                        row.getString("out_hash"),
                        row.getLong("acked_seq"),
                        row.getLong("in_seq"),
                        row.getString("in_hash"),
                        row.getString("peer_epoch")))
                .single();
    }
}
