package dev.drawbridge.connection;

import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * This side's keys for one connection: those in use, those announced to the partner and not in use before it has them,
 * and the name of the former one, by which the partner may still call us for a while. Private halves are sealed.
 */
@Embeddable
class OwnKeys {
    /** How long a former key is still good. */
    static final Duration STILL_GOOD = Duration.ofDays(7);

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    private String signingKey;

    private String signingPublic;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    private String sealingKey;

    private String sealingPublic;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    private @Nullable String nextSigningKey;

    private @Nullable String nextSigningPublic;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    private @Nullable String nextSealingKey;

    private @Nullable String nextSealingPublic;
    private @Nullable String formerSigningPublic;
    private @Nullable Instant formerUntil;
    private @Nullable Instant keysSince;

    @SuppressWarnings("NullAway.Init")
    protected OwnKeys() {}

    OwnKeys(Connection.Keys keys) {
        use(keys);
    }

    private void use(Connection.Keys keys) {
        signingKey = keys.sealedSigning();
        signingPublic = keys.signingPublic();
        sealingKey = keys.sealedSealing();
        sealingPublic = keys.sealingPublic();
    }

    void announce(Connection.Keys keys) {
        nextSigningKey = keys.sealedSigning();
        nextSigningPublic = keys.signingPublic();
        nextSealingKey = keys.sealedSealing();
        nextSealingPublic = keys.sealingPublic();
    }

    boolean isChanging() {
        return nextSigningPublic != null;
    }

    /**
     * The partner names the newest of our keys that it has.
     *
     * @return whether the announced ones are in use from now on
     */
    boolean known(String keyId, Instant now) {
        if (nextSigningPublic == null || !PublicKeys.keyId(nextSigningPublic).equals(keyId)) return false;
        formerSigningPublic = signingPublic;
        formerUntil = now.plus(STILL_GOOD);
        keysSince = now;
        use(new Connection.Keys(
                Objects.requireNonNull(nextSigningKey),
                nextSigningPublic,
                Objects.requireNonNull(nextSealingKey),
                Objects.requireNonNull(nextSealingPublic)));
        nextSigningKey = null;
        nextSigningPublic = null;
        nextSealingKey = null;
        nextSealingPublic = null;
        return true;
    }

    /** By which names the partner may call us. */
    Set<String> keyIds(Instant now) {
        var ids = new TreeSet<String>();
        ids.add(PublicKeys.keyId(signingPublic));
        if (nextSigningPublic != null) ids.add(PublicKeys.keyId(nextSigningPublic));
        if (formerSigningPublic != null && formerUntil != null && now.isBefore(formerUntil))
            ids.add(PublicKeys.keyId(formerSigningPublic));
        return ids;
    }

    PublicKeys inUse() {
        return new PublicKeys(signingPublic, sealingPublic);
    }

    /** What the partner is told: the announced ones, otherwise those in use. */
    PublicKeys newest() {
        return nextSigningPublic == null || nextSealingPublic == null
                ? inUse()
                : new PublicKeys(nextSigningPublic, nextSealingPublic);
    }

    String sealedSigning() {
        return signingKey;
    }

    /** Since when they are in use; null when since the invitation. */
    @Nullable
    Instant since() {
        return keysSince;
    }
}
