package dev.drawbridge.transport;

/** What came of checking a message. */
sealed interface Verdict {
    /** Signed by the peer, for us, now, and not changed since. Whether it is a repetition is for {@link Replays}. */
    record Good(String keyId, Stamp stamp) implements Verdict {}

    /** Not to be acted upon. The sentence is for both administrators and holds no secret. */
    record Refused(Reason reason, String sentence) implements Verdict {}

    /** Why a message is refused. */
    enum Reason {
        UNSIGNED,
        DUPLICATE_FIELD,
        MISSING_FIELD,
        MALFORMED,
        LABEL,
        COMPONENTS,
        ALGORITHM,
        WRONG_CONNECTION,
        WRONG_RECEIVER,
        UNKNOWN_KEY,
        CLOCK,
        SIGNATURE,
        DIGEST,
        REPLAYED,
        TOO_MANY
    }
}
