package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connection.KeyPairs;
import dev.drawbridge.connection.PublicKeys;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.transport.Verdict.Good;
import dev.drawbridge.transport.Verdict.Reason;
import dev.drawbridge.transport.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final UUID CONNECTION = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");
    private static final byte[] BODY = "{\"events\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final KeyPairs BETA = KeyPairs.make(CHANCE);
    private static final KeyPairs ACME = KeyPairs.make(CHANCE);
    private static final KeyPairs STRANGER = KeyPairs.make(CHANCE);

    private final Signatures signatures = new Signatures(InstantSource.fixed(NOW));
    private final Stamp stamp = new Stamp(NOW.getEpochSecond(), "7");
    private final Expected atAcme =
            new Expected(CONNECTION, Set.of(ACME.publicKeys().keyId()), keys(BETA));
    private final Call push = signed(call("/peer/v1/push", null), BETA);

    @Test
    void theStandardsOwnExampleVerifies() {
        // RFC 9421, B.2.6: other components and parameters than ours, the same construction.
        String components = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")";
        Fields fields = Fields.NONE
                .with("Date", "Tue, 20 Apr 2021 02:07:55 GMT")
                .with("Content-Type", "application/json")
                .with("Content-Length", "18")
                .with("@authority", "example.com");
        byte[] base = SignatureBase.of(
                        new Call("POST", "/foo", "?param=Value&Pet=dog", fields),
                        List.of(components.substring(1, components.length() - 1).split(" ")),
                        components + ";created=1618884473;keyid=\"test-key-ed25519\"")
                .orElseThrow();
        String key = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";
        byte[] signature = Base64.getDecoder()
                .decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");

        assertThat(PublicKeys.verify(key, base, signature)).isTrue();
        base[base.length - 1] ^= 1;
        assertThat(PublicKeys.verify(key, base, signature)).isFalse();
    }

    @Test
    void whatBetaSignsIsGoodAtAcme() {
        assertThat(signatures.verify(push, atAcme))
                .isEqualTo(new Good(BETA.publicKeys().keyId(), stamp));
        assertThat(Signatures.body(push, BODY)).isEmpty();
    }

    @Test
    void aProxyMayEndTlsChangeThePathBeforeTheCallAndAddFields() {
        for (String prefix : List.of("", "/bridge", "/a/b/c", "/peer", "/%7Euser")) {
            Call rewritten = Call.of("POST", prefix + "/peer/v1/push", null, push.fields())
                    .with(Map.of("Host", "10.0.0.7:8080", "Forwarded", "for=1.2.3.4", "Via", "1.1 proxy"));
            assertThat(signatures.verify(rewritten, atAcme)).isInstanceOf(Good.class);
        }
    }

    @Test
    void anotherMethodPathOrQueryIsRefused() {
        for (Call other : List.of(
                new Call("PUT", push.path(), "?", push.fields()),
                new Call("POST", "/peer/v1/pull", "?", push.fields()),
                new Call("POST", "/peer/v1/push/", "?", push.fields()),
                new Call("POST", "/peer/v1/PUSH", "?", push.fields()),
                Call.of("POST", "/peer/v1/hello/peer/v1/push", null, push.fields()),
                Call.of("POST", "/somewhere/else", null, push.fields()),
                Call.of("POST", "", null, push.fields()),
                new Call("POST", push.path(), "?a=1", push.fields()))) {
            assertRefused(other, Reason.SIGNATURE);
        }
    }

    @Test
    void everyCoveredFieldIsGuarded() {
        for (String name : Profile.CALL.covered()) {
            assertThat(signatures.verify(change(push, name, value -> value + "x"), atAcme))
                    .isInstanceOf(Refused.class);
            assertRefused(without(push, name), Reason.MISSING_FIELD);
            assertRefused(push.with(Map.of(name, push.fields().only(name).orElseThrow())), Reason.DUPLICATE_FIELD);
        }
        assertRefused(change(push, "drawbridge-epoch", value -> "other"), Reason.SIGNATURE);
        assertRefused(change(push, "content-digest", value -> ContentDigest.EMPTY.value()), Reason.SIGNATURE);
    }

    @Test
    void unsignedAndTwiceSignedMessagesAreRefused() {
        assertRefused(without(push, "signature"), Reason.UNSIGNED);
        assertRefused(without(push, "signature-input"), Reason.UNSIGNED);
        assertRefused(call("/peer/v1/push", null), Reason.UNSIGNED);
        for (String name : List.of("Signature", "SIGNATURE-INPUT")) {
            String value = push.fields().only(name.toLowerCase(Locale.ROOT)).orElseThrow();
            assertRefused(push.with(Map.of(name, value)), Reason.DUPLICATE_FIELD);
        }
        assertRefused(change(push, "signature-input", value -> value + ", " + value), Reason.MALFORMED);
        assertRefused(change(push, "signature", value -> value + ", " + value), Reason.MALFORMED);
    }

    @Test
    void componentsInAnotherNumberOrOrderAreRefusedAlthoughTheirSignatureFits() {
        List<String> ours = Profile.CALL.components();
        for (String component : ours) {
            List<String> fewer = new ArrayList<>(ours);
            fewer.remove(component);
            assertRefused(signedFor(fewer), Reason.COMPONENTS);
            List<String> twice = new ArrayList<>(ours);
            twice.add(component);
            assertRefused(signedFor(twice), Reason.COMPONENTS);
        }
        List<String> more = new ArrayList<>(ours);
        more.add("\"host\"");
        assertRefused(signedFor(more), Reason.COMPONENTS);
        Random chance = new Random(4);
        for (int run = 0; run < 50; run++) {
            List<String> shuffled = new ArrayList<>(ours);
            Collections.shuffle(shuffled, chance);
            if (!shuffled.equals(ours)) {
                assertRefused(signedFor(shuffled), Reason.COMPONENTS);
            }
        }
    }

    @Test
    void labelAlgorithmAndParametersAreFixed() {
        assertRefused(change(push, "signature-input", value -> value.replace("drawbridge=", "sig1=")), Reason.LABEL);
        assertRefused(change(push, "signature", value -> value.replace("drawbridge=", "sig1=")), Reason.MALFORMED);
        for (String algorithm : List.of("ed25519", "hmac-sha256", "none", "rsa-v1_5-sha256")) {
            assertRefused(
                    change(push, "signature-input", value -> value + ";alg=\"" + algorithm + "\""), Reason.ALGORITHM);
        }
        assertRefused(change(push, "signature-input", value -> value + ";expires=9"), Reason.MALFORMED);
        assertRefused(change(push, "signature-input", value -> value.replaceAll(";nonce=\"7\"", "")), Reason.MALFORMED);
        assertRefused(change(push, "signature-input", value -> value.replace("\"7\"", "\"8\"")), Reason.SIGNATURE);
    }

    @Test
    void aMisdirectedMessageNamesWhatIsWrong() {
        Expected elsewhere =
                new Expected(CONNECTION, Set.of(STRANGER.publicKeys().keyId()), keys(BETA));
        Expected otherConnection =
                new Expected(UUID.randomUUID(), Set.of(ACME.publicKeys().keyId()), keys(BETA));

        assertThat(reason(signatures.verify(push, elsewhere))).isEqualTo(Reason.WRONG_RECEIVER);
        assertThat(reason(signatures.verify(push, otherConnection))).isEqualTo(Reason.WRONG_CONNECTION);
    }

    @Test
    void aForeignKeyIsUnknownAndCannotPassAsThePartners() {
        assertRefused(signed(call("/peer/v1/push", null), STRANGER), Reason.UNKNOWN_KEY);
        Call posing = change(
                signed(call("/peer/v1/push", null), STRANGER),
                "signature-input",
                value -> value.replace(
                        STRANGER.publicKeys().keyId(), BETA.publicKeys().keyId()));
        assertRefused(posing, Reason.SIGNATURE);
    }

    @Test
    void bothKeysAreGoodWhileThePartnerChangesThem() {
        Map<String, String> both = new LinkedHashMap<>(keys(BETA));
        both.putAll(keys(STRANGER));
        Expected changing = new Expected(CONNECTION, Set.of(ACME.publicKeys().keyId()), both);

        assertThat(signatures.verify(push, changing)).isInstanceOf(Good.class);
        assertThat(signatures.verify(signed(call("/peer/v1/push", null), STRANGER), changing))
                .isInstanceOf(Good.class);
    }

    @Test
    void clocksMayDifferByFiveMinutesAndTheRefusalSaysByHowMuch() {
        for (long seconds : new long[] {-300, -1, 0, 1, 300}) {
            assertThat(at(NOW.plusSeconds(seconds)).verify(push, atAcme)).isInstanceOf(Good.class);
        }
        assertThat(at(NOW.plusSeconds(301)).verify(push, atAcme)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.CLOCK);
            assertThat(refused.sentence()).contains("301 s behind");
        });
        assertThat(at(NOW.minusSeconds(360)).verify(push, atAcme))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.sentence()).contains("360 s ahead"));
    }

    @Test
    void aChangedBodyIsNotTheSignedOne() {
        assertThat(Signatures.body(push, "{}".getBytes(StandardCharsets.UTF_8)))
                .hasValueSatisfying(refused -> assertThat(refused.sentence()).contains("TLS inspection"));
        for (String digest :
                List.of("sha-512=:AAAA:", "sha-256=::", "sha-256=:", "x", "sha-256=:AAAA:, sha-512=:AA:")) {
            assertThat(Signatures.body(change(push, "content-digest", value -> digest), BODY))
                    .isPresent();
        }
    }

    @Test
    void noSingleChangedCharacterOfTheSignatureFieldsPassesOrThrows() {
        Random chance = new Random(5);
        for (String name : List.of("signature", "signature-input")) {
            String value = push.fields().only(name).orElseThrow();
            for (int i = 0; i < value.length(); i++) {
                char other = (char) (33 + chance.nextInt(94));
                if (other == value.charAt(i)) {
                    continue;
                }
                String changed = value.substring(0, i) + other + value.substring(i + 1);
                String cut = value.substring(0, i);
                assertThat(signatures.verify(change(push, name, v -> changed), atAcme))
                        .isInstanceOf(Refused.class);
                assertThat(signatures.verify(change(push, name, v -> cut), atAcme))
                        .isInstanceOf(Refused.class);
            }
        }
    }

    @Test
    void rubbishInAnyFieldIsRefusedAndNeverThrows() {
        Random chance = new Random(6);
        List<String> names = new ArrayList<>(Profile.CALL.covered());
        names.addAll(List.of("signature", "signature-input"));
        for (int run = 0; run < 3000; run++) {
            byte[] rubbish = new byte[chance.nextInt(300)];
            chance.nextBytes(rubbish);
            String text = new String(rubbish, StandardCharsets.ISO_8859_1);
            Call bad = change(push, names.get(chance.nextInt(names.size())), value -> text);
            assertThat(signatures.verify(bad, atAcme)).isInstanceOf(Refused.class);
            assertThat(Signatures.body(change(push, "content-digest", value -> text), BODY))
                    .isPresent();
        }
        assertRefused(change(push, "signature-input", value -> "a".repeat(1_000_000)), Reason.MALFORMED);
    }

    @Test
    void anAnswerBelongsToItsCall() {
        String question = push.fields().only("signature").orElseThrow();
        Answer answer = answer(200, question);
        Answer toAnother = new Answer(200, answer.fields(), "drawbridge=:AAAA:");

        assertThat(signatures.verify(answer, keys(ACME))).isInstanceOf(Good.class);
        assertThat(reason(signatures.verify(toAnother, keys(ACME)))).isEqualTo(Reason.SIGNATURE);
        assertThat(reason(signatures.verify(new Answer(409, answer.fields(), question), keys(ACME))))
                .isEqualTo(Reason.SIGNATURE);
        assertThat(reason(signatures.verify(answer, keys(STRANGER)))).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(reason(signatures.verify(new Answer(200, Fields.NONE, question), keys(ACME))))
                .isEqualTo(Reason.UNSIGNED);
        // A call thrown back at its sender is no answer.
        assertThat(reason(signatures.verify(new Answer(200, push.fields(), question), keys(BETA))))
                .isEqualTo(Reason.COMPONENTS);
    }

    @Test
    void withoutTheDigestAmongTheComponentsABodyCouldBeExchanged() {
        Signatures weak =
                new Signatures(InstantSource.fixed(NOW), weaker(Profile.CALL, "\"content-digest\""), Profile.ANSWER);
        Call signed = unsignedWith(weak);
        byte[] forged = "{\"events\":[1]}".getBytes(StandardCharsets.UTF_8);
        UnaryOperator<String> exchange = value -> ContentDigest.of(forged).value();

        Call exchanged = change(signed, "content-digest", exchange);
        assertThat(weak.verify(exchanged, atAcme)).isInstanceOf(Good.class);
        assertThat(Signatures.body(exchanged, forged)).isEmpty();
        assertRefused(change(push, "content-digest", exchange), Reason.SIGNATURE);
    }

    @Test
    void withoutTheCallAmongTheComponentsAnAnswerCouldBeGivenTwice() {
        Signatures weak =
                new Signatures(InstantSource.fixed(NOW), Profile.CALL, weaker(Profile.ANSWER, "\"signature\";req"));
        Answer first =
                new Answer(200, Fields.NONE.with("Content-Digest", ContentDigest.EMPTY.value()), "drawbridge=:A:");
        Answer weakly = first.with(weak.sign(first, ACME.signing(), stamp));
        Answer strongly = first.with(signatures.sign(first, ACME.signing(), stamp));

        assertThat(weak.verify(new Answer(200, weakly.fields(), "drawbridge=:B:"), keys(ACME)))
                .isInstanceOf(Good.class);
        assertThat(reason(signatures.verify(new Answer(200, strongly.fields(), "drawbridge=:B:"), keys(ACME))))
                .isEqualTo(Reason.SIGNATURE);
    }

    @Test
    void withoutMethodAndPathAmongTheComponentsACallCouldBecomeAnother() {
        Signatures weak = new Signatures(InstantSource.fixed(NOW), weaker(Profile.CALL, "\"@path\""), Profile.ANSWER);
        Call signed = unsignedWith(weak);

        assertThat(weak.verify(new Call("POST", "/peer/v1/hello", "?", signed.fields()), atAcme))
                .isInstanceOf(Good.class);
        assertRefused(new Call("POST", "/peer/v1/hello", "?", push.fields()), Reason.SIGNATURE);
    }

    private Call unsignedWith(Signatures signer) {
        Call call = call("/peer/v1/push", null);
        return call.with(signer.sign(call, BETA.signing(), stamp));
    }

    private static Profile weaker(Profile profile, String component) {
        return new Profile(
                profile.label(),
                profile.components().stream()
                        .filter(other -> !other.equals(component))
                        .toList());
    }

    private Call signedFor(List<String> components) {
        Signatures other =
                new Signatures(InstantSource.fixed(NOW), new Profile(Profile.CALL.label(), components), Profile.ANSWER);
        return unsignedWith(other);
    }

    private Answer answer(int status, String question) {
        Answer answer = new Answer(
                status,
                Fields.NONE.with("Content-Digest", ContentDigest.of(BODY).value()),
                question);
        return answer.with(signatures.sign(answer, ACME.signing(), stamp));
    }

    private Call signed(Call call, KeyPairs by) {
        SigningKey key = by.signing();
        return call.with(signatures.sign(call, key, stamp));
    }

    private static Call call(String path, @Nullable String query) {
        return Call.of(
                "POST",
                path,
                query,
                Fields.NONE
                        .with("Host", "sync.acme.example")
                        .with("Content-Digest", ContentDigest.of(BODY).value())
                        .with("Drawbridge-Connection", CONNECTION.toString())
                        .with("Drawbridge-To", ACME.publicKeys().keyId())
                        .with("Drawbridge-Epoch", "e1"));
    }

    private static Map<String, String> keys(KeyPairs side) {
        return Map.of(side.publicKeys().keyId(), side.publicKeys().signing());
    }

    private static Signatures at(Instant now) {
        return new Signatures(InstantSource.fixed(now));
    }

    private static Call without(Call call, String name) {
        Map<String, List<String>> lines = new LinkedHashMap<>(call.fields().lines());
        lines.remove(name);
        return new Call(call.method(), call.path(), call.query(), new Fields(lines));
    }

    private static Call change(Call call, String name, UnaryOperator<String> change) {
        String value = call.fields().only(name).orElseThrow();
        return without(call, name).with(Map.of(name, change.apply(value)));
    }

    private void assertRefused(Call call, Reason reason) {
        assertThat(reason(signatures.verify(call, atAcme))).isEqualTo(reason);
    }

    private static Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).reason();
    }
}
