package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Webhook calls on their way: each goes out once, none is tried again, and one may overtake another, as in Jira. */
final class Deliveries implements AutoCloseable {
    /**
     * One call.
     *
     * @param secret null when nothing is signed
     * @param body null when the hook wants none
     * @param done counts what arrived
     */
    record Delivery(String url, @Nullable String secret, @Nullable JsonNode body, AtomicLong done) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Queue<CompletableFuture<?>> underWay = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    void send(Delivery delivery) {
        if (closed) {
            return;
        }
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(http.sendAsync(request(delivery), HttpResponse.BodyHandlers.discarding())
                .handle((answer, lost) -> answer == null ? 0 : delivery.done().incrementAndGet()));
    }

    /** Waits until all that was sent so far arrived or was lost. */
    void settle() {
        underWay.forEach(CompletableFuture::join);
    }

    private static HttpRequest request(Delivery delivery) {
        var body = delivery.body() == null ? new byte[0] : Json.bytes(delivery.body());
        var request = HttpRequest.newBuilder(URI.create(delivery.url()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("User-Agent", "Atlassian HttpClient")
                .header("X-Atlassian-Webhook-Identifier", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (delivery.secret() != null) {
            request.header("X-Hub-Signature", "sha256=" + sign(delivery.secret(), body));
        }
        return request.build();
    }

    private static String sign(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(one -> one.cancel(true));
    }
}
