package dev.drawbridge.connection;

import dev.drawbridge.secrets.Seal;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.UUID;

/** The private half with which this side signs on one connection. */
public final class SigningKey {
    private final PrivateKey secret;
    private final String publicKey;

    SigningKey(PrivateKey secret, String publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /** Takes the signing key of a connection out of its seal. */
    public static SigningKey of(Connection connection, Seal seal) {
        return open(
                seal,
                connection.id(),
                connection.sealedSigningKey(),
                connection.ourKeys().signing());
    }

    /** @throws dev.drawbridge.secrets.SealBroken when it was sealed for another connection or with another master key */
    public static SigningKey open(Seal seal, UUID connection, String sealed, String publicKey) {
        try {
            byte[] pkcs8 = seal.openBytes(purpose(connection), sealed);
            return new SigningKey(
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)), publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signing key of connection " + connection + " cannot be read.", e);
        }
    }

    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot sign with Ed25519.", e);
        }
    }

    /** The raw public half in base64url. */
    public String publicKey() {
        return publicKey;
    }

    public String keyId() {
        return PublicKeys.keyId(publicKey);
    }

    @Override
    public String toString() {
        return "SigningKey[" + keyId() + "]";
    }

    String seal(Seal seal, UUID connection) {
        return seal.seal(purpose(connection), secret.getEncoded());
    }

    private static String purpose(UUID connection) {
        return "connection|signing_key|" + connection;
    }
}
