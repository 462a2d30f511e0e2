package dev.drawbridge.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of invitations, made and accepted; always in the caller's transaction. */
@Component
class InvitationRows {
    static final String OPEN = "OPEN";
    private static final String SELECT =
            "select id, connection_id, side, state, code, expires_at, wrong_proofs, accepted_key, transcript from invitation";
    private final JdbcClient db;

    InvitationRows(JdbcClient db) {
        this.db = db;
    }

    /**
     * One invitation.
     *
     * @param code sealed; null once it is of no use any more
     * @param transcript of the inviter: its answer; of the invitee: its request
     */
    record Row(
            String id,
            UUID connection,
            boolean ours,
            String state,
            @Nullable String code,
            Instant expiresAt,
            int wrongProofs,
            @Nullable String acceptedKey,
            @Nullable String transcript) {
        boolean isOpen() {
            return state.equals(OPEN);
        }
    }

    void add(String id, UUID connection, boolean ours, String sealedCode, Instant expiresAt, Instant now) {
        db.sql("insert into invitation (id, connection_id, side, state, code, expires_at, created, wrong_proofs)"
                        + " values (?, ?, ?, 'OPEN', ?, ?, ?, 0)")
                .params(
                        id,
                        connection,
                        ours ? "INVITER" : "INVITEE",
                        sealedCode,
                        Timestamp.from(expiresAt),
                        Timestamp.from(now))
                .update();
    }

    Optional<Row> lock(String id) {
        return db.sql(SELECT + " where id = ? for update")
                .param(id)
                .query(InvitationRows::row)
                .optional();
    }

    Optional<Row> newestOf(UUID connection) {
        return db
                .sql(SELECT + " where connection_id = ? order by created desc")
                .param(connection)
                .query(InvitationRows::row)
                .stream()
                .findFirst();
    }

    List<Row> open() {
        return db.sql(SELECT + " where state = 'OPEN' and side = 'INVITER' order by created")
                .query(InvitationRows::row)
                .list();
    }

    /** Ends an invitation and forgets its code. */
    void close(String id, String state) {
        db.sql("update invitation set state = ?, code = null where id = ?")
                .params(state, id)
                .update();
    }

    void used(String id, String key, String answer) {
        db.sql("update invitation set state = 'USED', code = null, accepted_key = ?, transcript = ? where id = ?")
                .params(key, answer, id)
                .update();
    }

    void asked(String id, String request) {
        db.sql("update invitation set transcript = ? where id = ?")
                .params(request, id)
                .update();
    }

    void wrongProof(String id, int count) {
        db.sql("update invitation set wrong_proofs = ? where id = ?")
                .param(1, count, Types.INTEGER)
                .param(2, id)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getObject("connection_id", UUID.class),
                row.getString("side").equals("INVITER"),
                row.getString("state"),
                row.getString("code"),
                row.getTimestamp("expires_at").toInstant(),
                row.getInt("wrong_proofs"),
                row.getString("accepted_key"),
                row.getString("transcript"));
    }
}
