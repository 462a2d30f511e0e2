package dev.drawbridge.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a company's servers: ends TLS, takes the first part off the path, calls the node by another
 * host name and adds fields. A test may let it meddle with what passes.
 */
final class ReverseProxy implements AutoCloseable {
    private static final Set<String> OF_ONE_HOP = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings", "keep-alive");

    private final String path;
    private final int target;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile UnaryOperator<byte[]> ofCalls = UnaryOperator.identity();
    private volatile UnaryOperator<byte[]> ofAnswers = UnaryOperator.identity();
    private volatile @Nullable Own own;

    private record Own(int status, String body) {}

    ReverseProxy(Authority authority, String path, int target) throws IOException, GeneralSecurityException {
        this.path = path;
        this.target = target;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        server.createContext(path + "/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void changesCalls(UnaryOperator<byte[]> change) {
        ofCalls = change;
    }

    void changesAnswers(UnaryOperator<byte[]> change) {
        ofAnswers = change;
    }

    /** Answers itself, as proxies do when the node is not there or they do not like what they see. */
    void answers(int status, String body) {
        own = new Own(status, body);
    }

    void behaves() {
        own = null;
        ofCalls = UnaryOperator.identity();
        ofAnswers = UnaryOperator.identity();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = ofCalls.apply(exchange.getRequestBody().readAllBytes());
            var word = own;
            if (word != null) {
                write(exchange, word.status(), word.body().getBytes(StandardCharsets.UTF_8));
                return;
            }
            var answer = client.send(call(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT)))
                    exchange.getResponseHeaders().put(name, values);
            });
            exchange.getResponseHeaders().set("Via", "1.1 edge");
            write(exchange, answer.statusCode(), ofAnswers.apply(answer.body()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest call(HttpExchange exchange, byte[] body) {
        var asked = exchange.getRequestURI();
        var there = URI.create("http://127.0.0.1:" + target
                + asked.getRawPath().substring(path.length())
                + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery()));
        var call = HttpRequest.newBuilder(there)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Forwarded", "for=192.0.2.1;host=sync.acme.example;proto=https")
                .header("X-Forwarded-Prefix", path)
                .header("Via", "1.1 edge");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) values.forEach(value -> call.header(name, value));
        });
        return call.build();
    }

    private static void write(HttpExchange exchange, int status, byte[] body) throws IOException {
        var none = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, none ? -1 : body.length);
        if (!none) exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
