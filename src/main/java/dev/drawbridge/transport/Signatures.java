package dev.drawbridge.transport;

import dev.drawbridge.connection.PublicKeys;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.transport.Verdict.Good;
import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Signs and checks messages between nodes: RFC 9421 in one fixed profile. A check never throws, whatever came; the body is
 * checked apart ({@link #body} or {@link DigestedBody}), because some are too large to be held.
 */
final class Signatures {
    static final String INPUT = "signature-input";
    static final String SIGNATURE = "signature";
    static final String DIGEST = "content-digest";
    static final String CONNECTION = "drawbridge-connection";
    static final String TO = "drawbridge-to";
    static final String EPOCH = "drawbridge-epoch";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int SIGNATURE_LENGTH = 64;

    private final InstantSource clock;
    private final Profile call;
    private final Profile answer;

    Signatures(InstantSource clock) {
        this(clock, Profile.CALL, Profile.ANSWER);
    }

    Signatures(InstantSource clock, Profile call, Profile answer) {
        this.clock = clock;
        this.call = call;
        this.answer = answer;
    }

    /** The two fields to add to a call that already has all that is covered. */
    Map<String, String> sign(Call unsigned, SigningKey key, Stamp stamp) {
        return sign(unsigned, call, key, stamp);
    }

    /** The two fields to add to an answer. */
    Map<String, String> sign(Answer unsigned, SigningKey key, Stamp stamp) {
        return sign(unsigned, answer, key, stamp);
    }

    /** Checks all of a call but its body and whether it is a repetition. */
    Verdict verify(Call received, Expected expected) {
        return Stream.<Optional<Refused>>of(
                        differs(
                                received,
                                CONNECTION,
                                Set.of(expected.connection().toString()),
                                Reason.WRONG_CONNECTION),
                        differs(received, TO, expected.to(), Reason.WRONG_RECEIVER))
                .flatMap(Optional::stream)
                .<Verdict>map(refused -> refused)
                .findFirst()
                .orElseGet(() -> verify(received, call, expected.keys()));
    }

    /** Checks all of an answer but its body; that it answers our call is part of its signature. */
    Verdict verify(Answer received, Map<String, String> keys) {
        return verify(received, answer, keys);
    }

    /** Whether a body is the one that was signed; ask after the signature was found good. */
    static Optional<Refused> body(Message message, byte[] body) {
        boolean fits = digest(message).filter(ContentDigest.of(body)::equals).isPresent();
        return fits ? Optional.empty() : Optional.of(ContentDigest.refused());
    }

    /** The digest that a message names, when it is there once and well formed. */
    static Optional<ContentDigest> digest(Message message) {
        return message.fields().only(DIGEST).flatMap(ContentDigest::parse);
    }

    private static Map<String, String> sign(Message unsigned, Profile profile, SigningKey key, Stamp stamp) {
        SignatureInput input = SignatureInput.of(profile, stamp, key.keyId());
        byte[] base = SignatureBase.of(unsigned, profile.components(), input.parameters())
                .orElseThrow(() -> new IllegalArgumentException(
                        "A message lacks a part that must be signed, of " + profile.list()));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(INPUT, profile.label() + "=" + input.parameters());
        fields.put(SIGNATURE, profile.label() + "=:" + Base64.getEncoder().encodeToString(key.sign(base)) + ":");
        return fields;
    }

    private Verdict verify(Message received, Profile profile, Map<String, String> keys) {
        Optional<Refused> incomplete = incomplete(received.fields(), profile);
        if (incomplete.isPresent()) {
            return incomplete.get();
        }
        SignatureInput.Parsed parsed =
                SignatureInput.parse(profile, received.fields().only(INPUT).orElse(""));
        if (parsed instanceof SignatureInput.Deviates deviates) {
            return deviates.refused();
        }
        return verify(received, profile, ((SignatureInput.Fits) parsed).input(), keys);
    }

    private Verdict verify(Message received, Profile profile, SignatureInput input, Map<String, String> keys) {
        String key = keys.get(input.keyId());
        if (key == null) {
            return new Refused(
                    Reason.UNKNOWN_KEY,
                    "The message is signed with key " + input.keyId() + ", which is not the partner's.");
        }
        Optional<byte[]> base = SignatureBase.of(received, profile.components(), input.parameters());
        Optional<byte[]> signature = signature(profile, received);
        if (base.isEmpty() || signature.isEmpty()) {
            return new Refused(Reason.MALFORMED, "The signature or a field that it covers is not well formed.");
        }
        if (!PublicKeys.verify(key, base.get(), signature.get())) {
            return new Refused(
                    Reason.SIGNATURE,
                    "The signature does not fit: the message was changed on its way, or the partner did not send it.");
        }
        // Last, so that only the partner can make us speak about clocks.
        return late(input.stamp())
                .<Verdict>map(refused -> refused)
                .orElseGet(() -> new Good(input.keyId(), input.stamp()));
    }

    private static Optional<Refused> incomplete(Fields fields, Profile profile) {
        if (fields.count(INPUT) == 0 || fields.count(SIGNATURE) == 0) {
            return Optional.of(new Refused(Reason.UNSIGNED, "The message is not signed."));
        }
        List<String> needed = Stream.concat(Stream.of(INPUT, SIGNATURE), profile.covered().stream())
                .toList();
        for (String name : needed) {
            if (fields.count(name) > 1) {
                return Optional.of(new Refused(Reason.DUPLICATE_FIELD, "The field " + name + " is there twice."));
            }
            if (fields.count(name) == 0) {
                return Optional.of(new Refused(Reason.MISSING_FIELD, "The field " + name + " is missing."));
            }
        }
        return Optional.empty();
    }

    /** Names what is wrong even before the signature is checked: a message for somebody else is no forgery. */
    private static Optional<Refused> differs(Message message, String field, Set<String> expected, Reason reason) {
        if (message.fields().count(field) != 1
                || message.fields().only(field).filter(expected::contains).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Refused(
                reason, "The field " + field + " names another one than " + String.join(" or ", expected) + "."));
    }

    private static Optional<byte[]> signature(Profile profile, Message message) {
        String head = profile.label() + "=:";
        String value = message.fields().only(SIGNATURE).orElse("");
        if (!value.startsWith(head) || !value.endsWith(":") || value.length() <= head.length()) {
            return Optional.empty();
        }
        String text = value.substring(head.length(), value.length() - 1);
        try {
            byte[] signature = Base64.getDecoder().decode(text);
            boolean oneSpelling = Base64.getEncoder().encodeToString(signature).equals(text);
            return signature.length == SIGNATURE_LENGTH && oneSpelling ? Optional.of(signature) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Refused> late(Stamp stamp) {
        Duration behind = Duration.between(Instant.ofEpochSecond(stamp.created()), clock.instant());
        if (behind.abs().compareTo(TOLERANCE) <= 0) {
            return Optional.empty();
        }
        String where = behind.isNegative() ? " ahead of ours" : " behind ours";
        return Optional.of(new Refused(
                Reason.CLOCK,
                "The partner's clock is " + behind.abs().toSeconds() + " s" + where
                        + ", or the message is that old; more than 300 s is not accepted: set both clocks by NTP."));
    }
}
