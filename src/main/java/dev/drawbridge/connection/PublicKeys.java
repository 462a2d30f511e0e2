package dev.drawbridge.connection;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a side shows of its keys.
 *
 * @param signing raw Ed25519 public key, 32 bytes in base64url: who the side is
 * @param sealing raw X25519 public key, 32 bytes in base64url: kept for envelopes that nobody between can read
 */
public record PublicKeys(String signing, String sealing) {
    static final int LENGTH = 32;
    // The X.509 frame in which the JDK reads and writes a raw Ed25519 key.
    private static final byte[] FRAME = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_ID = 16;
    private static final int SIGNATURE = 64;

    public PublicKeys {
        Raw.bytes(signing, LENGTH, "an Ed25519 public key");
        Raw.bytes(sealing, LENGTH, "an X25519 public key");
    }

    /** How messages name the signing key. */
    public String keyId() {
        return keyId(signing);
    }

    /** The first 16 bytes of SHA-256 over the raw key, in base64url. */
    public static String keyId(String signing) {
        byte[] hash = Raw.sha256().digest(Raw.bytes(signing, LENGTH, "an Ed25519 public key"));
        return Raw.text(Arrays.copyOf(hash, KEY_ID));
    }

    /** Whether the holder of the signing key signed this; never throws, whatever the key and the signature are. */
    public boolean verify(byte[] message, byte[] signature) {
        return verify(signing, message, signature);
    }

    /** As {@link #verify(byte[], byte[])}, for a raw key alone. */
    public static boolean verify(String signing, byte[] message, byte[] signature) {
        // The JDK takes a signature with zero bytes after its end for the same signature.
        if (signature.length != SIGNATURE) return false;
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key(signing));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    static String raw(PublicKey key) {
        byte[] framed = key.getEncoded();
        return Raw.text(Arrays.copyOfRange(framed, framed.length - LENGTH, framed.length));
    }

    private static PublicKey key(String signing) throws GeneralSecurityException {
        byte[] framed = Arrays.copyOf(FRAME, FRAME.length + LENGTH);
        System.arraycopy(Raw.bytes(signing, LENGTH, "an Ed25519 public key"), 0, framed, FRAME.length, LENGTH);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(framed));
    }
}
