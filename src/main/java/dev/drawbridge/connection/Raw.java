package dev.drawbridge.connection;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** Bytes as base64url without padding, in the one spelling that each byte string has. */
final class Raw {
    private Raw() {}

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty when this is not base64url, or another spelling (unused bits, padding) of the same bytes. */
    static Optional<byte[]> bytes(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return text(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(String text, int length, String what) {
        return bytes(text)
                .filter(bytes -> bytes.length == length)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Not %s: it must be %d bytes in base64url.".formatted(what, length)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
