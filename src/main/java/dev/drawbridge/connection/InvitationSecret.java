package dev.drawbridge.connection;

import java.security.SecureRandom;

/** The 256 bits by which an invitation is accepted, in base64url; never printed. */
public record InvitationSecret(String value) {
    static final int LENGTH = 32;

    public InvitationSecret {
        Raw.bytes(value, LENGTH, "the secret of an invitation");
    }

    public static InvitationSecret make(SecureRandom chance) {
        byte[] raw = new byte[LENGTH];
        chance.nextBytes(raw);
        return new InvitationSecret(Raw.text(raw));
    }

    byte[] raw() {
        return Raw.bytes(value, LENGTH, "the secret of an invitation");
    }

    @Override
    public String toString() {
        return "InvitationSecret[…]";
    }
}
