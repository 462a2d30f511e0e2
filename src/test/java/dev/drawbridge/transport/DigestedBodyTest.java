package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestedBodyTest {
    private final byte[] body = new byte[100_000];

    DigestedBodyTest() {
        new Random(7).nextBytes(body);
    }

    @Test
    void theSignedBodyIsReadToItsEnd() throws Exception {
        assertThat(read(body).readAllBytes()).isEqualTo(body);
        InputStream skipped = read(body);
        long left = body.length;
        while (left > 0) {
            left -= skipped.skip(5000);
        }
        assertThat(left).isZero();
        assertThat(skipped.read()).isEqualTo(-1);
    }

    @Test
    void anyOtherBodyHasNoEnd() {
        byte[] changed = body.clone();
        changed[50_000] ^= 1;
        assertThatIOException().isThrownBy(() -> read(changed).readAllBytes()).withMessageContaining("compression");
        assertThatIOException()
                .isThrownBy(() -> read(Arrays.copyOf(body, body.length - 1)).readAllBytes());
        assertThatIOException().isThrownBy(() -> read(new byte[0]).read());
    }

    private InputStream read(byte[] received) {
        return new DigestedBody(new ByteArrayInputStream(received), ContentDigest.of(body));
    }
}
