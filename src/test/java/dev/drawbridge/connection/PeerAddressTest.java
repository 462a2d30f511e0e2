package dev.drawbridge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connection.PeerAddress.Allowed;
import dev.drawbridge.connection.PeerAddress.Checked;
import dev.drawbridge.connection.PeerAddress.Denied;
import dev.drawbridge.connection.PeerAddress.Resolver;
import dev.drawbridge.connection.PeerAddress.Rules;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
    private static final Rules TRIAL = new Rules(true, true, true, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.example",
                "https://acme.example/",
                "HTTPS://acme.example:8443/bridge/",
                " https://acme.example/a/b "
            })
    void theUrlOfANodeIsAllowed(String url) {
        assertThat(check(Rules.DEFAULT, url, "198.51.100.7")).isInstanceOf(Allowed.class);
    }

    @Test
    void theAddressesThatWereCheckedAreTheOnesToConnectTo() throws Exception {
        assertThat(check(Rules.DEFAULT, "https://acme.example/bridge/", "198.51.100.7"))
                .isEqualTo(new Allowed(
                        URI.create("https://acme.example/bridge"), List.of(InetAddress.getByName("198.51.100.7"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme.example",
                "ftp://acme.example",
                "file:///etc/passwd",
                "jar:https://acme.example!/",
                "https://",
                "https:///path",
                "https://acme.example:99999999999",
                "https://acme example",
                "https://acme.example/?q",
                "https://acme.example/#f",
                "https://user@acme.example",
                "https://user:secret@acme.example",
                "https://acme.example:22",
                "https://acme.example:80",
                "https://acme.example:0",
                "https://acme.example:65536",
                "https://acme.example/a/../b",
                "https://acme.example/a//b",
                "http://acme.example"
            })
    void anythingElseIsDeniedWithASentence(String url) {
        assertThat(check(Rules.DEFAULT, url, "198.51.100.7"))
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.sentence()).endsWith(".").doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254", "169.254.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1", "255.255.255.255",
                "240.0.0.1", "100.100.100.200", "168.63.129.16", "::", "fe80::1", "ff02::1", "fd00:ec2::254",
                "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254"
            })
    void theNetworksOwnMachineryIsDeniedWhateverIsAllowed(String address) {
        assertThat(check(TRIAL, "https://acme.example", address)).isInstanceOf(Denied.class);
        assertThat(check(TRIAL, "https://acme.example", "198.51.100.7", address))
                .isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
    void thisMachineIsForTheTrialOnly(String address) {
        Rules httpOnly = new Rules(true, false, true, false);

        assertThat(check(TRIAL, "http://acme.example:8080", address)).isInstanceOf(Allowed.class);
        assertThat(check(httpOnly, "http://acme.example:8080", address)).isInstanceOf(Denied.class);
        assertThat(check(Rules.DEFAULT, "https://acme.example", address)).isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fc00::1", "fd12::1"})
    void aPartnerInsideTheCompanyIsAllowedUnlessSwitchedOff(String address) {
        assertThat(check(Rules.DEFAULT, "https://acme.example", address)).isInstanceOf(Allowed.class);
        assertThat(check(new Rules(false, false, false, false), "https://acme.example", address))
                .isInstanceOf(Denied.class);
    }

    @Test
    void httpNeedsItsSettingOrThisMachine() {
        assertThat(check(new Rules(false, true, true, false), "http://acme.example:8080", "127.0.0.1"))
                .isInstanceOf(Allowed.class);
        assertThat(check(new Rules(false, true, true, false), "http://acme.example", "198.51.100.7"))
                .isInstanceOf(Denied.class);
        assertThat(check(TRIAL, "http://acme.example", "198.51.100.7")).isInstanceOf(Allowed.class);
    }

    @Test
    void aNameIsResolvedOnceSoThatASecondAnswerCannotDiffer() {
        List<String> asked = new ArrayList<>();
        Resolver resolver = host -> {
            asked.add(host);
            return List.of(InetAddress.getByName("198.51.100.7"));
        };

        assertThat(new PeerAddress(Rules.DEFAULT, resolver).check("https://acme.example"))
                .isInstanceOf(Allowed.class);
        assertThat(asked).containsExactly("acme.example");
    }

    @Test
    void aNameThatNobodyKnowsIsDenied() {
        Resolver nobody = host -> {
            throw new UnknownHostException(host);
        };

        assertThat(new PeerAddress(Rules.DEFAULT, nobody).check("https://acme.example"))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.sentence()).contains("resolved"));
        assertThat(check(Rules.DEFAULT, "https://acme.example")).isInstanceOf(Denied.class);
    }

    @Test
    void behindAProxyNamesAreItsBusinessButNumbersAreStillOurs() {
        Rules proxied = new Rules(false, false, true, true);
        Resolver literal = host -> List.of(InetAddress.getAllByName(host));
        PeerAddress address = new PeerAddress(proxied, literal);

        assertThat(address.check("https://acme.example"))
                .isEqualTo(new Allowed(URI.create("https://acme.example"), List.of()));
        for (String url : List.of(
                "https://169.254.169.254",
                "https://127.0.0.1",
                "https://[::1]",
                "https://localhost",
                "http://acme.example")) {
            assertThat(address.check(url)).as(url).isInstanceOf(Denied.class);
        }
    }

    @Test
    void rubbishNeverThrows() {
        Random chance = new Random(8);
        for (int run = 0; run < 3000; run++) {
            StringBuilder text = new StringBuilder("https://");
            for (int i = chance.nextInt(30); i >= 0; i--) {
                text.append((char) chance.nextInt(0x180));
            }
            assertThat(check(Rules.DEFAULT, text.toString(), "198.51.100.7")).isNotNull();
        }
        assertThat(check(Rules.DEFAULT, "https://" + "a".repeat(100_000), "198.51.100.7"))
                .isInstanceOf(Denied.class);
    }

    private static Checked check(Rules rules, String url, String... addresses) {
        return new PeerAddress(rules, host -> {
                    List<InetAddress> found = new ArrayList<>();
                    for (String address : addresses) {
                        found.add(InetAddress.getByName(address));
                    }
                    return found;
                })
                .check(url);
    }
}
