package dev.drawbridge.connection;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What one administrator copies and the other pastes: {@code DB1.<payload>.<signature>}. The signature is by a key inside
 * the code: it detects damage, not forgery.
 *
 * @param publicUrl where the inviter can be reached
 * @param connectionId the connection's identity on the wire
 * @param name what the inviter calls the connection; a proposal
 * @param invitation id of the invitation, 128 bits in base64url
 * @param winner whose value stays when both sides changed one field
 * @param expiresAt whole seconds
 */
public record InvitationCode(
        URI publicUrl,
        UUID connectionId,
        ConnectionName name,
        ShortName inviter,
        ShortName invitee,
        Mode mode,
        ConnectionType type,
        String invitation,
        InvitationSecret secret,
        PublicKeys inviterKeys,
        ShortName winner,
        Instant expiresAt,
        ProtocolRange protocol) {
    private static final int ID = 16;

    public InvitationCode {
        boolean web = "https".equals(publicUrl.getScheme()) || "http".equals(publicUrl.getScheme());
        if (!web || publicUrl.getHost() == null)
            throw new IllegalArgumentException("Not the URL of a node: '%s'.".formatted(publicUrl));
        if (inviter.equals(invitee))
            throw new IllegalArgumentException("The two short names must differ, both are '%s'.".formatted(inviter));
        if (!winner.equals(inviter) && !winner.equals(invitee))
            throw new IllegalArgumentException("The winner '%s' is neither of the two sides.".formatted(winner));
        if (type == ConnectionType.LOCAL) throw new IllegalArgumentException("A local connection needs no invitation.");
        if (type == ConnectionType.PRIVATE && mode == Mode.VISUAL)
            throw new IllegalArgumentException("A private connection cannot be in Visual mode.");
        Raw.bytes(invitation, ID, "the id of an invitation");
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** A fresh id for an invitation. */
    public static String newInvitation(SecureRandom chance) {
        byte[] raw = new byte[ID];
        chance.nextBytes(raw);
        return Raw.text(raw);
    }

    /** Reads what somebody pasted; every kind of damage is an outcome with its sentence, never an exception. */
    public static Reading read(String pasted) {
        return InvitationText.read(pasted);
    }

    /** The code to copy, signed with the key whose public half it carries. */
    public String text(SigningKey key) {
        if (!key.publicKey().equals(inviterKeys.signing()))
            throw new IllegalArgumentException(
                    "Invitation " + invitation + " must be signed by its inviter's own key.");
        return InvitationText.write(this, key);
    }

    public boolean hasExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** What came of reading a pasted code. */
    public sealed interface Reading {}

    /** A whole code, signed by the key inside; whether it is still good is for the inviter to say. */
    public record Read(InvitationCode code) implements Reading {}

    /** No code, and why. */
    public sealed interface Unreadable extends Reading {
        String sentence();
    }

    /** Something else than an invitation code. */
    public record Malformed(String sentence) implements Unreadable {}

    /** A character of it was changed on the way. */
    public record Altered(String sentence) implements Unreadable {}

    /** Its end is missing. */
    public record CutShort(String sentence) implements Unreadable {}

    /** Made by a node that is newer than this one. */
    public record FutureVersion(String sentence) implements Unreadable {}
}
