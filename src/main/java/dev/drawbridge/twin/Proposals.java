package dev.drawbridge.twin;

import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What this side has proposed to connect, for as long as the partner has not answered. */
@Component
public class Proposals {
    private final JdbcClient db;

    Proposals(JdbcClient db) {
        this.db = db;
    }

    /** Whose field values hold, seen from the side that proposes. */
    public enum Fields {
        /** Both stay as they are. */
        KEEP,
        LOCAL,
        REMOTE
    }

    /** What becomes of comments and attachments that the two issues have already. */
    public enum Existing {
        /** They stay where they are; none is copied. */
        KEEP,
        /** Equal ones are paired, so that later edits travel; the others stay where they are. */
        MATCH,
        /** Equal ones are paired, the others are copied. */
        SEND
    }

    /** @param remoteKey key of the partner's issue */
    public record Proposal(String remoteKey, Fields fields, Existing existing) {
        private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}-[1-9][0-9]{0,18}");

        public Proposal {
            if (!KEY.matcher(remoteKey).matches())
                throw new IllegalArgumentException("Not an issue key: '" + remoteKey + "'");
        }
    }

    /**
     * Many proposals that the partner is asked about once.
     *
     * @param pairs how many there are at most
     */
    public record Bulk(UUID id, int pairs) {}

    @Transactional(propagation = Propagation.MANDATORY)
    void add(UUID twin, Proposal proposal, @Nullable Bulk bulk) {
        db.sql("insert into proposal (twin, remote_key, fields, existing, bulk, pairs) values (?, ?, ?, ?, ?, ?)")
                .params(
                        twin,
                        proposal.remoteKey(),
                        proposal.fields().name(),
                        proposal.existing().name(),
                        new SqlParameterValue(Types.OTHER, bulk == null ? null : bulk.id()),
                        new SqlParameterValue(Types.INTEGER, bulk == null ? null : bulk.pairs()))
                .update();
    }

    /** The bulk that the proposal is part of; empty when it stands for itself. */
    Optional<Bulk> bulkOf(UUID twin) {
        return db.sql("select bulk, pairs from proposal where twin = ? and bulk is not null")
                .param(twin)
                .query((row, number) -> new Bulk(row.getObject(1, UUID.class), row.getInt(2)))
                .optional();
    }

    Optional<Proposal> of(UUID twin) {
        return db.sql("select remote_key, fields, existing from proposal where twin = ?")
                .param(twin)
                .query((row, number) -> new Proposal(
                        row.getString(1), Fields.valueOf(row.getString(2)), Existing.valueOf(row.getString(3))))
                .optional();
    }
}
