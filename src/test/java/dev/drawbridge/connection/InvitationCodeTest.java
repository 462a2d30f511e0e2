package dev.drawbridge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drawbridge.connection.InvitationCode.Altered;
import dev.drawbridge.connection.InvitationCode.CutShort;
import dev.drawbridge.connection.InvitationCode.FutureVersion;
import dev.drawbridge.connection.InvitationCode.Malformed;
import dev.drawbridge.connection.InvitationCode.Read;
import dev.drawbridge.connection.InvitationCode.Unreadable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationCodeTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    private final KeyPairs keys = KeyPairs.make(CHANCE);
    private final InvitationCode invitation = invitation(ConnectionType.PRIVATE, Mode.SCRIPT);
    private final String code = invitation.text(keys.signing());

    @Test
    void whatAcmeCopiesIsWhatBetaReads() {
        assertThat(InvitationCode.read(code)).isEqualTo(new Read(invitation));
        assertThat(code).startsWith("DB1.").hasSizeLessThan(800);
    }

    @Test
    void mailAndChatMayAddBlanksQuotesAndInvisibleCharacters() {
        Random chance = new Random(1);
        String[] noise = {
            " ", "\n", "\r\n", "\t", "\"", "'", "\u200b", "\u00a0", "\ufeff", "\u2060", "\u201c", "\u00ad", ">",
            "\u202e"
        };
        for (int run = 0; run < 200; run++) {
            StringBuilder pasted = new StringBuilder(code);
            for (int i = 0; i < 20; i++) {
                pasted.insert(chance.nextInt(pasted.length() + 1), noise[chance.nextInt(noise.length)]);
            }
            assertThat(InvitationCode.read(pasted.toString())).isEqualTo(new Read(invitation));
        }
    }

    @Test
    void noSingleChangedCharacterIsAccepted() {
        Random chance = new Random(2);
        for (int i = 0; i < code.length(); i++) {
            // All values of the last character: its unused bits must not make a second spelling of the same signature.
            int tries = i == code.length() - 1 || i < 4 ? LETTERS.length() : 4;
            for (int run = 0; run < tries; run++) {
                char other = LETTERS.charAt(tries == 4 ? chance.nextInt(LETTERS.length()) : run);
                if (other != code.charAt(i)) {
                    assertThat(InvitationCode.read(code.substring(0, i) + other + code.substring(i + 1)))
                            .as("character %d became %s", i, other)
                            .isInstanceOf(Unreadable.class);
                }
            }
        }
    }

    @Test
    void aCodeCutAnywhereIsCalledCutShort() {
        for (int end = 1; end < code.length(); end++) {
            assertThat(InvitationCode.read(code.substring(0, end)))
                    .as("cut at %d", end)
                    .isInstanceOf(CutShort.class);
        }
    }

    @Test
    void noCodeWithoutItsBeginningOrWithAnEndAddedIsAccepted() {
        for (int start = 1; start < code.length(); start++) {
            assertThat(InvitationCode.read(code.substring(start))).isInstanceOf(Unreadable.class);
        }
        for (char more : LETTERS.toCharArray()) {
            assertThat(InvitationCode.read(code + more)).isInstanceOf(Unreadable.class);
        }
        assertThat(InvitationCode.read(code + code)).isInstanceOf(Malformed.class);
    }

    @Test
    void rubbishIsMalformedAndNeverThrows() {
        Random chance = new Random(3);
        for (int run = 0; run < 2000; run++) {
            byte[] rubbish = new byte[chance.nextInt(200)];
            chance.nextBytes(rubbish);
            String text = new String(rubbish, StandardCharsets.ISO_8859_1);
            assertThat(InvitationCode.read(text)).isInstanceOf(Unreadable.class);
            assertThat(InvitationCode.read("DB1." + Raw.text(rubbish) + "." + "A".repeat(86)))
                    .isInstanceOf(Unreadable.class);
        }
        assertThat(InvitationCode.read("x".repeat(1_000_000))).isInstanceOf(Malformed.class);
        assertThat(InvitationCode.read("")).isInstanceOf(Malformed.class);
    }

    @Test
    void aCodeOfANewerNodeSaysSo() {
        assertThat(InvitationCode.read(code.replaceFirst("DB1", "DB2"))).isInstanceOf(FutureVersion.class);
        assertThat(signed("{\"v\":2,\"ed\":\"" + keys.publicKeys().signing() + "\"}"))
                .isInstanceOf(FutureVersion.class);
    }

    @Test
    void aSignedCodeThatSaysSomethingImpossibleIsMalformed() {
        String ed = "\"ed\":\"" + keys.publicKeys().signing() + "\"";
        assertThat(signed("{\"v\":1," + ed + "}")).isInstanceOf(Malformed.class);
        assertThat(signed("{\"v\":1," + ed + "," + ed + "}")).isInstanceOf(Altered.class);
        assertThat(signed("[1]")).isInstanceOf(Altered.class);
        assertThat(signed("[".repeat(500))).isInstanceOf(Altered.class);
    }

    @Test
    void aCodeSignedByAnotherKeyThanTheOneInsideIsAltered() {
        String payload = code.substring(0, code.lastIndexOf('.'));
        byte[] foreign = KeyPairs.make(CHANCE).signing().sign(payload.getBytes(StandardCharsets.US_ASCII));

        assertThat(InvitationCode.read(payload + "." + Raw.text(foreign))).isInstanceOf(Altered.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invitation.text(KeyPairs.make(CHANCE).signing()));
    }

    @Test
    void aPrivateVisualOrALocalInvitationCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> invitation(ConnectionType.PRIVATE, Mode.VISUAL));
        assertThatIllegalArgumentException().isThrownBy(() -> invitation(ConnectionType.LOCAL, Mode.BASIC));
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(invitation.toString()).doesNotContain(invitation.secret().value());
    }

    @Test
    void itExpiresAtItsTime() {
        assertThat(invitation.hasExpired(invitation.expiresAt().minusMillis(1))).isFalse();
        assertThat(invitation.hasExpired(invitation.expiresAt())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "DB", "DB1.", "\u200b", "null"})
    void shortInputIsAnOutcomeToo(String pasted) {
        assertThat(InvitationCode.read(pasted)).isInstanceOf(Unreadable.class);
    }

    private InvitationCode.Reading signed(String payload) {
        String text = "DB1." + Raw.text(payload.getBytes(StandardCharsets.UTF_8));
        return InvitationCode.read(
                text + "." + Raw.text(keys.signing().sign(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private InvitationCode invitation(ConnectionType type, Mode mode) {
        return new InvitationCode(
                URI.create("https://sync.acme.example/bridge"),
                UUID.fromString("0190a1b2-0000-7000-8000-000000000001"),
                new ConnectionName("Acme to Beta"),
                new ShortName("ACME"),
                new ShortName("BETA"),
                mode,
                type,
                InvitationCode.newInvitation(CHANCE),
                InvitationSecret.make(CHANCE),
                keys.publicKeys(),
                new ShortName("ACME"),
                Instant.parse("2030-01-04T12:00:00Z"),
                ProtocolRange.OURS);
    }
}
