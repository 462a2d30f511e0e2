package dev.drawbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls without TLS go through the outgoing proxy one by one, and both clients log in. */
@SuppressWarnings("NullAway.Init")
class DialingTest {
    private static final Dialing.Patience PATIENCE = new Dialing.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5));

    private HttpServer echo;
    private OutgoingProxy proxy;
    private URI there;

    @BeforeEach
    void open() throws IOException {
        echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        echo.start();
        there = URI.create("http://127.0.0.1:" + echo.getAddress().getPort() + "/echo");
        proxy = new OutgoingProxy("beta", "let me out");
    }

    @AfterEach
    void close() throws IOException {
        echo.stop(0);
        proxy.close();
    }

    @Test
    void aBodyArrivesThroughAProxyThatWantsALogin() throws IOException {
        assertThat(post(settings("let me out"))).isEqualTo("200 hello");
        assertThat(proxy.calls()).containsExactly("127.0.0.1:" + there.getPort());
        assertThat(proxy.refused()).as("it asks first").isPositive();
    }

    @Test
    void aWrongPasswordIsTheProxysRefusalAndNothingArrives() throws IOException {
        assertThat(post(settings("let me in"))).startsWith("407");
        assertThat(proxy.calls()).isEmpty();
    }

    @Test
    void hostsThatAreNamedAreDialledDirectly() throws IOException {
        var direct = new ProxySettings(URI.create(proxy.url()), "beta", "let me in", null, List.of("127.0.0.1"));

        assertThat(post(direct)).isEqualTo("200 hello");
        assertThat(proxy.refused()).isZero();
    }

    @Test
    void theJdksClientLogsInToo() throws IOException, InterruptedException {
        var through = settings("let me out");
        var client = new Dialing(new TlsSettings(null), through)
                .jdkClient(through, Duration.ofSeconds(5))
                .build();

        var answer = client.send(
                HttpRequest.newBuilder(there)
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("hello");
        assertThat(proxy.calls()).isNotEmpty();
    }

    private String post(ProxySettings through) throws IOException {
        try (var client = new Dialing(new TlsSettings(null), through).client(through, PATIENCE, 2)) {
            var call = new HttpPost(there);
            call.setEntity(new ByteArrayEntity(
                    "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), ContentType.TEXT_PLAIN));
            return client.execute(call, answer -> answer.getCode() + " " + EntityUtils.toString(answer.getEntity()));
        }
    }

    private ProxySettings settings(String password) {
        return new ProxySettings(URI.create(proxy.url()), "beta", password, null, List.of());
    }
}
