package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.ActivationForTests;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A partner who calls while this node starts is told to come again, and not that nobody of that name lives here. */
class PeerPortTest {
    private final Activation activation = ActivationForTests.notActive();
    private final PeerPort port = new PeerPort(
            bound("drawbridge", PeerSettings.class), bound("drawbridge.limits", LimitSettings.class), activation);

    @Test
    void callsAreServedOnceTheNodeIsThere() throws ServletException, IOException {
        var early = call();
        assertThat(early.getStatus()).isEqualTo(503);
        assertThat(early.getContentAsString()).contains("This node is starting.");

        port.open();
        assertThat(call().getStatus()).isEqualTo(200);
    }

    @Test
    void aNodeWhoseSyncIsNotActiveTellsOnlyWhoItIs() throws ServletException, IOException {
        port.open();
        var asleep = call("/peer/v1/pull");
        assertThat(asleep.getStatus()).isEqualTo(503);
        assertThat(asleep.getContentAsString()).contains("not active");
        assertThat(call().getStatus()).isEqualTo(200);

        activation.activate();
        assertThat(call("/peer/v1/pull").getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse call() throws ServletException, IOException {
        return call("/peer/v1/node");
    }

    private MockHttpServletResponse call(String path) throws ServletException, IOException {
        var call = new MockHttpServletRequest("GET", path);
        call.setServletPath(path);
        call.setLocalPort(port.actual());
        var answer = new MockHttpServletResponse();
        port.doFilter(call, answer, new MockFilterChain());
        return answer;
    }

    private static <T> T bound(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
    }
}
