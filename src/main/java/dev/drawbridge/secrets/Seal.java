package dev.drawbridge.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with the master key: AES-256-GCM, bound to a purpose so that a sealed value cannot be moved to another
 * place. Form: {@code S1.<key id>.<base64url of nonce and ciphertext>}.
 */
public final class Seal {
    private static final int NONCE = 12, TAG_BITS = 128;

    private final SecretKeySpec key;
    private final String keyId;
    private final SecureRandom chance;

    public Seal(MasterKey master, SecureRandom chance) {
        key = new SecretKeySpec(master.bytes(), "AES");
        keyId = id(master.bytes());
        this.chance = chance;
    }

    public String seal(String purpose, String plain) {
        try {
            var nonce = new byte[NONCE];
            chance.nextBytes(nonce);
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, purpose);
            var sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var all = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return "S1." + keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java cannot seal with AES-256-GCM", impossible);
        }
    }

    /**
     * Opens what was sealed for the same purpose.
     *
     * @throws IllegalStateException with the reason, never with the content
     */
    public String open(String purpose, String sealed) {
        var parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals("S1"))
            throw new IllegalStateException("Not a sealed value (" + purpose + ")");
        if (!parts[1].equals(keyId))
            throw new IllegalStateException("Sealed with another master key (" + purpose
                    + "): drawbridge.master-key-file must be the file that this store was made with.");
        try {
            var all = Base64.getUrlDecoder().decode(parts[2]);
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), purpose);
            return new String(cipher.doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException changed) {
            throw new IllegalStateException("A sealed value was changed or moved (" + purpose + ")", changed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("A sealed value cannot be opened (" + purpose + ")", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String id(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 6));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "Seal[" + keyId + "]";
    }
}
