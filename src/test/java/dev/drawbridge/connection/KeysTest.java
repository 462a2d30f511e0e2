package dev.drawbridge.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.secrets.SealBroken;
import dev.drawbridge.secrets.SealForTests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final UUID CONNECTION = UUID.fromString("0190a1b2-0000-7000-8000-000000000001");
    private final PublicKeys acme = KeyPairs.make(CHANCE).publicKeys();
    private final PublicKeys beta = KeyPairs.make(CHANCE).publicKeys();

    @ParameterizedTest(name = "RFC 8032, 7.1, message {1}")
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void signaturesAreThoseOfTheStandard(String key, String message, String signature) {
        HexFormat hex = HexFormat.of();
        String raw = Raw.text(hex.parseHex(key));
        byte[] good = hex.parseHex(signature);

        assertThat(PublicKeys.verify(raw, hex.parseHex(message), good)).isTrue();
        assertThat(PublicKeys.verify(raw, hex.parseHex(message), Arrays.copyOf(good, 65)))
                .isFalse();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(PublicKeys.verify(raw, hex.parseHex(message), bad)).isFalse();
        }
    }

    @ParameterizedTest(name = "RFC 8032, 7.1, message {2}")
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    })
    void whatWeSignIsWhatTheStandardSigns(String secret, String key, String message, String signature)
            throws GeneralSecurityException {
        HexFormat hex = HexFormat.of();
        byte[] framed = hex.parseHex("302e020100300506032b657004220420" + secret);
        String raw = Raw.text(hex.parseHex(key));
        SigningKey signing =
                new SigningKey(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(framed)), raw);

        byte[] signed = signing.sign(hex.parseHex(message));

        assertThat(hex.formatHex(signed)).isEqualTo(signature);
        assertThat(PublicKeys.verify(raw, hex.parseHex(message), signed)).isTrue();
        assertThat(PublicKeys.verify(raw, hex.parseHex(message + "00"), signed)).isFalse();
    }

    @Test
    void nonsenseInsteadOfASignatureOrAKeyIsJustNotValid() {
        for (int length : new int[] {0, 1, 63, 64, 65, 1000}) {
            assertThat(acme.verify(new byte[1], new byte[length])).isFalse();
        }
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) -1);
        assertThat(PublicKeys.verify(Raw.text(ones), new byte[1], new byte[64])).isFalse();
        assertThat(PublicKeys.verify("short", new byte[1], new byte[64])).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicKeys("short", acme.sealing()));
        assertThatIllegalArgumentException().isThrownBy(() -> new PublicKeys(acme.signing() + "=", acme.sealing()));
    }

    @Test
    void bothSidesSeeTheSameFingerprintAndNobodyElseDoes() {
        Fingerprint ours = Fingerprint.of(CONNECTION, acme, beta);

        assertThat(ours.text()).matches("([0-9a-f]{4} ){7}[0-9a-f]{4}");
        assertThat(Fingerprint.of(CONNECTION, beta, acme)).isEqualTo(ours);
        assertThat(Fingerprint.of(UUID.randomUUID(), acme, beta)).isNotEqualTo(ours);
        assertThat(Fingerprint.of(CONNECTION, acme, KeyPairs.make(CHANCE).publicKeys()))
                .isNotEqualTo(ours);
        assertThat(Fingerprint.of(CONNECTION, acme, new PublicKeys(beta.signing(), acme.sealing())))
                .isNotEqualTo(ours);
    }

    @Test
    void theKeyIdIsShortAndOfThatKeyOnly() {
        assertThat(acme.keyId()).hasSize(22).isNotEqualTo(beta.keyId()).isEqualTo(PublicKeys.keyId(acme.signing()));
    }

    @ParameterizedTest(name = "RFC 5869, A")
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,000102030405060708090a0b0c,f0f1f2f3f4f5f6f7f8f9,42,3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b,'','',42,8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    })
    void derivedKeysAreThoseOfTheStandard(String secret, String salt, String purpose, int length, String key) {
        HexFormat hex = HexFormat.of();

        assertThat(Hkdf.derive(hex.parseHex(secret), hex.parseHex(salt), hex.parseHex(purpose), length))
                .isEqualTo(hex.parseHex(key));
    }

    @Test
    void aSealedKeyOpensForItsConnectionOnly(@TempDir Path folder) {
        var seal = SealForTests.in(folder);
        KeyPairs pairs = KeyPairs.make(CHANCE);
        Connection.Keys kept = pairs.seal(seal, CONNECTION);
        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);

        SigningKey opened = SigningKey.open(seal, CONNECTION, kept.sealedSigning(), kept.signingPublic());

        assertThat(pairs.publicKeys().verify(message, opened.sign(message))).isTrue();
        assertThat(opened.keyId()).isEqualTo(pairs.publicKeys().keyId());
        assertThatThrownBy(() -> SigningKey.open(seal, UUID.randomUUID(), kept.sealedSigning(), kept.signingPublic()))
                .isInstanceOf(SealBroken.class);
    }
}
