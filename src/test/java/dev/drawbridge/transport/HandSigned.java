package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.PublicKeys;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.queue.NodeIdentity;
import dev.drawbridge.secrets.Seal;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Calls as a node would sign them on one of its connections, with any part exchanged before the signature is made. */
public record HandSigned(SigningKey key, UUID connection, String to, String epoch, Instant at, String nonce) {

    /** What the node itself would say now. */
    public static HandSigned by(ApplicationContext node, String name) {
        var connection = node.getBean(Connections.class).named(name).orElseThrow();
        var now = node.getBean(Clock.class).instant();
        return new HandSigned(
                SigningKey.of(connection, node.getBean(Seal.class)),
                connection.id(),
                PublicKeys.keyId(peerKey(connection)),
                node.getBean(NodeIdentity.class).epoch(),
                now,
                Long.toString(
                        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000L)));
    }

    public HandSigned signedWith(SigningKey other) {
        return new HandSigned(other, connection, to, epoch, at, nonce);
    }

    public HandSigned on(UUID other) {
        return new HandSigned(key, other, to, epoch, at, nonce);
    }

    public HandSigned to(String other) {
        return new HandSigned(key, connection, other, epoch, at, nonce);
    }

    public HandSigned at(Instant other) {
        return new HandSigned(key, connection, to, epoch, other, nonce);
    }

    /** The header fields of that call. */
    public Map<String, String> fields(String method, String path, byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Signatures.DIGEST, ContentDigest.of(body).value());
        fields.put(Signatures.CONNECTION, connection.toString());
        fields.put(Signatures.TO, to);
        fields.put(Signatures.EPOCH, epoch);
        var call = new Call(method, path, "?", Fields.NONE.with(fields));
        fields.putAll(signatures().sign(call, key, new Stamp(at.getEpochSecond(), nonce)));
        return fields;
    }

    /** Whether an answer to the call with those fields is the partner's, whole and to this very call. */
    public static boolean isAnswered(
            ApplicationContext node,
            String name,
            Map<String, String> call,
            int status,
            Map<String, List<String>> fields,
            byte[] body) {
        var key = peerKey(node.getBean(Connections.class).named(name).orElseThrow());
        var answer = new Answer(status, new Fields(fields), Objects.requireNonNull(call.get(Signatures.SIGNATURE)));
        return signatures().verify(answer, Map.of(PublicKeys.keyId(key), key)) instanceof Verdict.Good
                && Signatures.body(answer, body).isEmpty();
    }

    private static String peerKey(Connection connection) {
        return Objects.requireNonNull(connection.peerKeys()).signing();
    }

    private static Signatures signatures() {
        return new Signatures(InstantSource.system());
    }
}
