package dev.drawbridge.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the inviter says to somebody who wants to accept. */
public sealed interface Acceptance {
    /** The handshake is done; the same invitee is answered the same as often as it asks. */
    record Agreed(ObjectNode answer) implements Acceptance {}

    /**
     * Not with this invitation.
     *
     * @param reason expired, used, revoked, unknown or version
     */
    record Refused(String reason, String sentence) implements Acceptance {
        static Refused unknown() {
            return new Refused("unknown", "The inviter knows no such invitation: ask for a new code.");
        }
    }
}
