package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class UnreadBodyTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/peer/v1/blob/abc");

    @Test
    void whoeverComesBeforeTheSignatureFindsNoBody() throws IOException {
        request.setContent("a large content".getBytes(StandardCharsets.UTF_8));

        assertThat(new UnreadBody(request).getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void whoServesTheCallReadsAllOfIt() throws IOException {
        request.setContent("a large content".getBytes(StandardCharsets.UTF_8));

        assertThat(UnreadBody.of(new UnreadBody(request)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("a large content");
    }
}
