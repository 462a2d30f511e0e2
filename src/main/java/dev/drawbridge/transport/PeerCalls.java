package dev.drawbridge.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.PeerAddress;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.BlobRef;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.replica.PlainText;
import dev.drawbridge.secrets.Seal;
import dev.drawbridge.transport.PeerTrouble.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The only way out to peers: calls are signed, and an answer counts only when the peer signed it. */
@Component("peercalls")
public class PeerCalls {
    private static final String TAKE = "drawbridge.take";
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final long LONGEST_REST = 600;

    private final ProducerTemplate route;
    private final Signatures signatures;
    private final Stamps stamps;
    private final Seal seal;
    private final NodeIdentity node;
    private final PeerPool pool;
    private final Activation activation;
    private final Clock clock;

    PeerCalls(
            ProducerTemplate route,
            Signatures signatures,
            Stamps stamps,
            Seal seal,
            NodeIdentity node,
            PeerPool pool,
            Activation activation,
            Clock clock) {
        this.route = route;
        this.signatures = signatures;
        this.stamps = stamps;
        this.seal = seal;
        this.node = node;
        this.pool = pool;
        this.activation = activation;
        this.clock = clock;
    }

    /** What came back over HTTP. */
    record Heard(int status, Fields fields, byte[] body) {
        JsonNode json() {
            try {
                return body.length == 0
                        ? MissingNode.getInstance()
                        : Objects.requireNonNullElse(PeerEndpoint.JSON.readTree(body), MissingNode.getInstance());
            } catch (IOException page) {
                return MissingNode.getInstance();
            }
        }
    }

    /** Where the content of an answer goes. */
    private interface Take {
        void content(InputStream content) throws IOException;
    }

    /** A signed answer: its status and what it says. */
    record Said(int status, JsonNode json) {
        /** @throws PeerTrouble with the peer's word when it refused */
        JsonNode agreed() {
            if (status == 200) return json;
            throw new PeerTrouble(
                    PeerTrouble.Reason.of(json.path("reason").asText("")),
                    PlainText.of(json.path("detail").asText("The partner refused the call.")),
                    Duration.ofSeconds(Math.min(Math.max(json.path("retryAfter").asLong(0), 0), LONGEST_REST)));
        }
    }

    /** Sends the handshake, which proves itself; the answer's proof is checked by who made the request. */
    Said accept(Connection connection, JsonNode request) {
        var heard = call(connection, "POST", "/peer/v1/accept", Map.of(), bytes(request), null);
        if (heard.json().isMissingNode()
                || heard.status() >= 500
                || heard.status() == 429
                || heard.json().has("type")) throw unsigned(connection, heard);
        return new Said(heard.status(), heard.json());
    }

    /** One signed call with its signed answer. */
    Said signed(Connection connection, String name, JsonNode request) {
        var body = bytes(request);
        var counts = name.equals("push") || name.equals("pull");
        var stamp = counts ? stamps.counting() : stamps.random();
        return signed(connection, "POST", name, body, ContentDigest.of(body), stamp, null);
    }

    boolean holds(Connection connection, BlobRef blob) {
        return blob(connection, "HEAD", blob, new byte[0], ContentDigest.EMPTY, null)
                        .status()
                == 200;
    }

    Said send(Connection connection, BlobRef blob, Path file) {
        var digest = ContentDigest.ofHash(HexFormat.of().parseHex(blob.name()));
        var body = new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM);
        return blob(connection, "PUT", blob, body, digest, null);
    }

    /** Fetches a content; it is in the spool when this returns. */
    void fetch(Connection connection, BlobRef blob, SpoolFolder spool) {
        blob(
                        connection,
                        "GET",
                        blob,
                        new byte[0],
                        ContentDigest.EMPTY,
                        content -> spool.take(connection.id(), blob, content))
                .agreed();
    }

    private Said blob(
            Connection connection,
            String method,
            BlobRef blob,
            Object body,
            ContentDigest digest,
            @Nullable Take take) {
        return signed(connection, method, "blob/" + blob.name(), body, digest, stamps.random(), take);
    }

    private Said signed(
            Connection connection,
            String method,
            String name,
            Object body,
            ContentDigest digest,
            Stamp stamp,
            @Nullable Take take) {
        var path = "/peer/v1/" + name;
        var peer = Objects.requireNonNull(connection.peerKeys(), "A connection without a partner's keys");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Signatures.DIGEST, digest.value());
        fields.put(Signatures.CONNECTION, connection.id().toString());
        fields.put(Signatures.TO, peer.keyId());
        fields.put(Signatures.EPOCH, node.epoch());
        var unsigned = new Call(method, path, "?", Fields.NONE.with(fields));
        fields.putAll(signatures.sign(unsigned, SigningKey.of(connection, seal), stamp));
        var heard = call(connection, method, path, fields, body, take);
        var request = Objects.requireNonNull(fields.get(Signatures.SIGNATURE));
        var verdict = signatures.verify(
                new Answer(heard.status(), heard.fields(), request), connection.peerSigningKeys(clock.instant()));
        if (verdict instanceof Verdict.Refused refused)
            throw refused.reason() == Verdict.Reason.UNSIGNED
                    ? unsigned(connection, heard)
                    : new PeerTrouble(Reason.UNREACHABLE, refused.sentence());
        if (!method.equals("HEAD") && (take == null || heard.status() != 200))
            Signatures.body(new Answer(heard.status(), heard.fields(), request), heard.body())
                    .ifPresent(refused -> {
                        throw new PeerTrouble(Reason.UNREACHABLE, refused.sentence());
                    });
        return new Said(heard.status(), heard.json());
    }

    private Heard call(
            Connection connection,
            String method,
            String path,
            Map<String, String> fields,
            Object body,
            @Nullable Take take) {
        if (!activation.isActive()) throw new PeerTrouble(Reason.UNREACHABLE, Activation.NOT_ACTIVE);
        var base = Objects.requireNonNull(connection.remoteUrl(), "A connection that is dialled has a URL");
        return call(base, method, path, fields, body, take);
    }

    private Heard call(
            String base, String method, String path, Map<String, String> fields, Object body, @Nullable Take take) {
        var checked = pool.check(base);
        if (!(checked instanceof PeerAddress.Allowed allowed))
            throw new PeerTrouble(Reason.UNREACHABLE, ((PeerAddress.Denied) checked).sentence());
        var exchange = route.request("direct:peer", request -> {
            var message = request.getMessage();
            fields.forEach(message::setHeader);
            message.setHeader(Exchange.HTTP_METHOD, method);
            message.setHeader(Exchange.HTTP_URI, allowed.url() + path);
            message.setHeader("User-Agent", "Drawbridge");
            if (method.equals("POST")) message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(method.equals("POST") || method.equals("PUT") ? body : null);
            if (take != null) request.setProperty(TAKE, take);
        });
        var failure = exchange.getException();
        if (failure != null) throw new PeerTrouble(Reason.UNREACHABLE, Unreached.because(base, failure));
        return Objects.requireNonNull(
                exchange.getMessage().getBody(Heard.class), "The route 'peer' must end in peercalls.receive");
    }

    /** The route's last step: takes in the answer while the HTTP connection is still open. */
    public void receive(Exchange exchange) throws IOException {
        var message = exchange.getMessage();
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Map<String, List<String>> lines = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> lines.put(name, texts(value)));
        var take = exchange.getProperty(TAKE, Take.class);
        byte[] body = new byte[0];
        try (var stream = message.getBody(InputStream.class)) {
            if (stream != null && take != null && status == 200) take.content(stream);
            else if (stream != null) body = stream.readNBytes(LARGEST_ANSWER);
        }
        message.removeHeaders("*");
        message.setBody(new Heard(status, new Fields(lines), body));
    }

    private static List<String> texts(@Nullable Object value) {
        if (value instanceof Collection<?> many)
            return many.stream().map(String::valueOf).toList();
        return List.of(String.valueOf(value));
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static PeerTrouble unsigned(Connection connection, Heard heard) {
        var url = String.valueOf(connection.remoteUrl());
        if (heard.status() == 407) return new PeerTrouble(Reason.UNREACHABLE, Unreached.proxyWantsLogin(url));
        var said = PlainText.of(heard.json().path("detail").asText("no explanation"));
        var reason =
                switch (heard.status()) {
                    case 401 -> Reason.STRANGER;
                    case 413 -> Reason.TOO_LARGE;
                    default -> Reason.UNREACHABLE;
                };
        return new PeerTrouble(
                reason,
                "%s answered %d without the partner's signature: %s"
                        .formatted(url, heard.status(), said.length() > 200 ? said.substring(0, 200) : said));
    }

    /** Whether a node of ours answers at that URL, before anything is agreed with it. */
    boolean isThere(String base) {
        try {
            var heard = call(base, "GET", "/peer/v1/node", Map.of(), new byte[0], null);
            return heard.status() == 200 && heard.json().path("protocol").isArray();
        } catch (PeerTrouble trouble) {
            return false;
        }
    }

    /**
     * Asks an address of which nothing is known yet.
     *
     * @param probe a word by which we know ourselves; empty for none
     */
    Heard ask(String base, String path, String probe) {
        var fields = probe.isEmpty() ? Map.<String, String>of() : Map.of(Probes.FIELD, probe);
        return call(base, "GET", path, fields, new byte[0], null);
    }

    /** A hello, with how long it took and how far the clocks differ. */
    record Greeted(JsonNode said, Duration roundTrip, Duration skew) {}

    Greeted hello(Connection connection, JsonNode greeting) {
        var before = clock.instant();
        var said = signed(connection, "hello", greeting).agreed();
        var trip = Duration.between(before, clock.instant());
        var theirs = Instant.ofEpochMilli(said.path("now").asLong(before.toEpochMilli()));
        return new Greeted(said, trip, Duration.between(before.plus(trip.dividedBy(2)), theirs));
    }

    /** Whether a call ended because this node stops. */
    boolean isStopping() {
        return pool.isClosed();
    }
}
