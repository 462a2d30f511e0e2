package dev.drawbridge.transport;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.SigningKey;
import dev.drawbridge.secrets.Seal;
import dev.drawbridge.transport.ServedCall.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets in calls that a peer signed, and signs what it is answered. */
@Component
class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Connections connections;
    private final Signatures signatures;
    private final Replays replays;
    private final Stamps stamps;
    private final Visits visits;
    private final Seal seal;
    private final Clock clock;

    Gate(
            Connections connections,
            Signatures signatures,
            Replays replays,
            Stamps stamps,
            Visits visits,
            Seal seal,
            Clock clock) {
        this.connections = connections;
        this.signatures = signatures;
        this.replays = replays;
        this.stamps = stamps;
        this.visits = visits;
        this.seal = seal;
        this.clock = clock;
    }

    /** Somebody who belongs to no connection. */
    static final class Stranger extends Turned {
        private static final long serialVersionUID = 1;

        Stranger() {
            super(401, "There is no such connection here.");
        }
    }

    /** The connection on which a good call came. */
    Connection admit(ServedCall served, String name) {
        var connection = served.call()
                .fields()
                .only(Signatures.CONNECTION)
                .flatMap(Gate::uuid)
                .flatMap(connections::find)
                .filter(Connection::isAgreed)
                .orElseThrow(Stranger::new);
        var now = clock.instant();
        var expected = new Expected(connection.id(), connection.ourKeyIds(now), connection.peerSigningKeys(now));
        var verdict = signatures.verify(served.call(), expected);
        if (verdict instanceof Verdict.Refused refused) throw turned(connection, refused);
        replays.check(connection.id(), name, (Verdict.Good) verdict).ifPresent(refused -> {
            throw turned(connection, refused);
        });
        visits.came(
                connection.id(),
                Instant.ofEpochSecond(((Verdict.Good) verdict).stamp().created()));
        connections.contacted(connection.id());
        return connection;
    }

    /** The whole body of an admitted call. */
    byte[] body(ServedCall served) throws IOException {
        var body = served.body();
        Signatures.body(served.call(), body).ifPresent(refused -> {
            throw new Turned(401, refused.sentence());
        });
        return body;
    }

    Reply signed(ServedCall served, Connection connection, Reply reply) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(Signatures.DIGEST, reply.digest().value());
        var request = served.call().fields().only(Signatures.SIGNATURE).orElseThrow();
        var answer = new Answer(reply.status(), Fields.NONE.with(fields), request);
        fields.putAll(signatures.sign(answer, SigningKey.of(connection, seal), stamps.random()));
        return reply.fields(fields);
    }

    private static Turned turned(Connection connection, Verdict.Refused refused) {
        LOG.warn("A call on connection '{}' was refused: {}", connection.name(), refused.sentence());
        return new Turned(401, refused.sentence());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
