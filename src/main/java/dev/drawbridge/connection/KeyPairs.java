package dev.drawbridge.connection;

import dev.drawbridge.secrets.Seal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.UUID;

/** The keys that this side makes for one connection, before they are sealed into the store. */
public final class KeyPairs {
    private final SigningKey signing;
    private final PrivateKey sealing;
    private final PublicKeys publicKeys;

    private KeyPairs(KeyPair signing, KeyPair sealing) {
        this.publicKeys = new PublicKeys(PublicKeys.raw(signing.getPublic()), PublicKeys.raw(sealing.getPublic()));
        this.signing = new SigningKey(signing.getPrivate(), publicKeys.signing());
        this.sealing = sealing.getPrivate();
    }

    public static KeyPairs make(SecureRandom chance) {
        return new KeyPairs(pair("Ed25519", chance), pair("X25519", chance));
    }

    public PublicKeys publicKeys() {
        return publicKeys;
    }

    public SigningKey signing() {
        return signing;
    }

    /** The form in which a connection keeps them: private halves as PKCS 8, sealed for this connection only. */
    public Connection.Keys seal(Seal seal, UUID connection) {
        return new Connection.Keys(
                signing.seal(seal, connection),
                publicKeys.signing(),
                seal.seal("connection|sealing_key|" + connection, sealing.getEncoded()),
                publicKeys.sealing());
    }

    @Override
    public String toString() {
        return "KeyPairs[" + publicKeys.keyId() + "]";
    }

    private static KeyPair pair(String algorithm, SecureRandom chance) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(255, chance);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no " + algorithm + ".", e);
        }
    }
}
