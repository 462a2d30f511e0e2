package dev.drawbridge.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;

/**
 * Shows that a side holds the secret of the invitation, without sending it: an HMAC over what was said. Each direction
 * has a key of its own, so that an answer cannot be made out of the question.
 *
 * @param value 32 bytes in base64url
 */
public record HandshakeProof(String value) {

    /** Who proves it. */
    public enum By {
        /** The accepting side, over its request. */
        INVITEE,
        /** The inviting side, over the request and its answer. */
        INVITER
    }

    /** @param said the messages so far, each without its proof, in the order in which they were said */
    public static HandshakeProof of(InvitationSecret secret, String invitation, By by, JsonNode... said) {
        byte[] purpose = ("drawbridge accept 1 " + by).getBytes(StandardCharsets.US_ASCII);
        byte[] key = Hkdf.derive(secret.raw(), invitation.getBytes(StandardCharsets.UTF_8), purpose, 32);
        StringBuilder transcript = new StringBuilder();
        for (JsonNode message : said) {
            // One line a message: JSON text has no line ends of its own.
            write(message, transcript);
            transcript.append('\n');
        }
        return new HandshakeProof(Raw.text(Hkdf.hmac(key, transcript.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** Compares in a time that tells nothing about where the two differ. */
    public boolean matches(HandshakeProof other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "HandshakeProof[…]";
    }

    // Not replica.Canonical: that one forgives differences in blanks and line ends, and a proof may forgive nothing.
    private static void write(JsonNode value, StringBuilder text) {
        if (value instanceof ObjectNode object) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            object.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
            text.append('{');
            sorted.forEach((name, child) -> {
                text.append(object.textNode(name)).append(':');
                write(child, text);
                text.append(',');
            });
            text.append('}');
            return;
        }
        if (!value.isArray()) {
            text.append(value);
            return;
        }
        text.append('[');
        value.forEach(child -> {
            write(child, text);
            text.append(',');
        });
        text.append(']');
    }
}
