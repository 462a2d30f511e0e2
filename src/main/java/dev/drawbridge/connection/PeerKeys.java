package dev.drawbridge.connection;

import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the partner showed of its keys; after a change what the former key signed is taken for a while, too. */
@Embeddable
class PeerKeys {
    private @Nullable String peerSigningPublic;
    private @Nullable String peerSealingPublic;
    private @Nullable String peerFormerSigning;
    private @Nullable Instant peerFormerUntil;

    protected PeerKeys() {}

    PeerKeys(PublicKeys keys) {
        use(keys);
    }

    private void use(PublicKeys keys) {
        peerSigningPublic = keys.signing();
        peerSealingPublic = keys.sealing();
    }

    /** @return whether they are others than before */
    boolean changed(PublicKeys keys, Instant now) {
        if (keys.signing().equals(peerSigningPublic) || keys.signing().equals(peerFormerSigning)) return false;
        peerFormerSigning = peerSigningPublic;
        peerFormerUntil = now.plus(OwnKeys.STILL_GOOD);
        use(keys);
        return true;
    }

    /** Raw signing keys by key id. */
    Map<String, String> good(Instant now) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (peerSigningPublic != null) keys.put(PublicKeys.keyId(peerSigningPublic), peerSigningPublic);
        if (peerFormerSigning != null && peerFormerUntil != null && now.isBefore(peerFormerUntil))
            keys.put(PublicKeys.keyId(peerFormerSigning), peerFormerSigning);
        return keys;
    }

    @Nullable
    PublicKeys newest() {
        return peerSigningPublic == null || peerSealingPublic == null
                ? null
                : new PublicKeys(peerSigningPublic, peerSealingPublic);
    }
}
