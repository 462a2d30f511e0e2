package dev.drawbridge.transport;

import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The SHA-256 of a body as {@code Content-Digest} carries it: {@code sha-256=:<base64>:} and no other spelling. */
record ContentDigest(String value) {
    static final ContentDigest EMPTY = of(new byte[0]);
    private static final int LENGTH = 32;

    static ContentDigest of(byte[] body) {
        return ofHash(sha256().digest(body));
    }

    /** For a body whose hash is known before it is sent, such as a blob. */
    static ContentDigest ofHash(byte[] sha256) {
        if (sha256.length != LENGTH) throw new IllegalArgumentException("A SHA-256 has 32 bytes.");
        return new ContentDigest("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
    }

    /** Empty for anything but one SHA-256 in its one spelling. */
    static Optional<ContentDigest> parse(String value) {
        if (!value.startsWith("sha-256=:") || !value.endsWith(":") || value.length() < 10) return Optional.empty();
        try {
            byte[] hash = Base64.getDecoder().decode(value.substring(9, value.length() - 1));
            return Optional.of(hash)
                    .filter(bytes -> bytes.length == LENGTH)
                    .map(ContentDigest::ofHash)
                    .filter(digest -> digest.value.equals(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    static Refused refused() {
        return new Refused(
                Reason.DIGEST,
                "Something between the nodes changed the message (TLS inspection? compression?): its body is not the one"
                        + " that was signed.");
    }

    @Override
    public String toString() {
        return value;
    }

    byte[] hash() {
        return Arrays.copyOf(Base64.getDecoder().decode(value.substring(9, value.length() - 1)), LENGTH);
    }
}
