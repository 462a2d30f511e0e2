package dev.drawbridge.connection;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys from a secret: RFC 5869 with SHA-256, which the JDK itself has from 25 on only. */
final class Hkdf {
    private static final int HASH = 32;

    private Hkdf() {}

    static byte[] derive(byte[] secret, byte[] salt, byte[] purpose, int length) {
        byte[] extracted = hmac(salt.length == 0 ? new byte[HASH] : salt, secret);
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        byte[] block = new byte[0];
        for (int i = 1; result.size() < length; i++) {
            block = hmac(extracted, block, purpose, new byte[] {(byte) i});
            result.writeBytes(block);
        }
        return Arrays.copyOf(result.toByteArray(), length);
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256.", e);
        }
    }
}
