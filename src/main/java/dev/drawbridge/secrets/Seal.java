package dev.drawbridge.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets for the store with AES-256-GCM: {@code S1.<id of the master key>.<base64url of nonce and ciphertext>}.
 *
 * <p>The purpose ({@code table|column|row}) is bound in, so that a sealed value put into another row or column does not
 * open there.
 */
public final class Seal {
    private static final String VERSION = "S1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final MasterKey key;
    private final SecureRandom chance;

    public Seal(MasterKey key, SecureRandom chance) {
        this.key = key;
        this.chance = chance;
    }

    public String seal(String purpose, String plain) {
        return seal(purpose, plain.getBytes(StandardCharsets.UTF_8));
    }

    public String seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE];
        chance.nextBytes(nonce);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, NONCE + ciphertext.length);
            System.arraycopy(ciphertext, 0, both, NONCE, ciphertext.length);
            return head() + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot seal with " + CIPHER + ".", e);
        }
    }

    /** @throws SealBroken when this is not what was sealed here for this purpose */
    public byte[] openBytes(String purpose, String sealed) {
        if (!sealed.startsWith(head())) {
            throw new SealBroken("What is sealed for " + purpose + " was sealed with another master key than "
                    + key.id() + "; put the right master key file back (drawbridge.master-key-file).");
        }
        try {
            byte[] both = Base64.getUrlDecoder().decode(sealed.substring(head().length()));
            // Below this length the JDK throws something that nobody expects.
            if (both.length < NONCE + TAG_BITS / 8) {
                throw damaged(purpose);
            }
            byte[] nonce = Arrays.copyOf(both, NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose).doFinal(both, NONCE, both.length - NONCE);
        } catch (IllegalArgumentException | AEADBadTagException e) {
            throw damaged(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot open " + CIPHER + ".", e);
        }
    }

    /** As {@link #openBytes}, for what was text. */
    public String open(String purpose, String sealed) {
        return new String(openBytes(purpose, sealed), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Seal[" + key.id() + "]";
    }

    private String head() {
        return VERSION + "." + key.id() + ".";
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SealBroken damaged(String purpose) {
        return new SealBroken("What is sealed for " + purpose
                + " was changed, or belongs to another place of the store; restore that row from a backup.");
    }
}
