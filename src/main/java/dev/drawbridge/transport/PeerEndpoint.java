package dev.drawbridge.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Acceptance;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.connection.ProtocolRange;
import dev.drawbridge.transport.ServedCall.Reply;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What peers may call. Each verb takes one call and leaves its answer in the exchange, whatever came. */
@Component("peer")
public class PeerEndpoint {
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(ServedCall.LARGEST_BODY)
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .build())
                    .build())
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(PeerEndpoint.class);

    private final Gate gate;
    private final Exchanges exchanges;
    private final Invitations invitations;
    private final NodeFacts us;
    private final Bucket strangers = Bucket.builder()
            .addLimit(limit -> limit.capacity(120).refillGreedy(120, Duration.ofMinutes(1)))
            .build();

    PeerEndpoint(Gate gate, Exchanges exchanges, Invitations invitations, NodeFacts us) {
        this.gate = gate;
        this.exchanges = exchanges;
        this.invitations = invitations;
        this.us = us;
    }

    /** What one verb does with a call that was found good. */
    private interface Verb {
        Reply answer(Connection connection, JsonNode body);
    }

    public void node(Exchange exchange) {
        stranger(exchange, call -> {
            var answer = JSON.createObjectNode();
            answer.putArray("protocol").add(ProtocolRange.OURS.min()).add(ProtocolRange.OURS.max());
            answer.putArray("modes").add("BASIC").add("SCRIPT");
            return Reply.of(200, answer);
        });
    }

    public void accept(Exchange exchange) {
        stranger(exchange, call -> {
            var outcome = invitations.accepted(JSON.readTree(call.body()), us);
            if (outcome instanceof Acceptance.Agreed agreed) return Reply.of(200, agreed.answer());
            var refused = (Acceptance.Refused) outcome;
            return Reply.refused(409, refused.reason(), refused.sentence());
        });
    }

    public void hello(Exchange exchange) {
        signed(exchange, "hello", (connection, body) -> exchanges.hello(connection));
    }

    public void push(Exchange exchange) {
        signed(exchange, "push", exchanges::push);
    }

    public void pull(Exchange exchange) {
        signed(exchange, "pull", exchanges::pull);
    }

    public void blobHead(Exchange exchange) {
        serve(exchange, call -> {
            var connection = gate.admit(call, "blob");
            gate.body(call);
            return gate.signed(call, connection, exchanges.blobKnown(connection, call.name()));
        });
    }

    public void blobGet(Exchange exchange) {
        serve(exchange, call -> {
            var connection = gate.admit(call, "blob");
            gate.body(call);
            return gate.signed(call, connection, exchanges.blob(connection, call.name()));
        });
    }

    public void blobPut(Exchange exchange) {
        serve(exchange, call -> {
            var connection = gate.admit(call, "blob");
            return gate.signed(call, connection, exchanges.keep(connection, call));
        });
    }

    private void signed(Exchange exchange, String name, Verb verb) {
        serve(exchange, call -> {
            var connection = gate.admit(call, name);
            var body = gate.body(call);
            if (connection.state() == ConnectionState.DEACTIVATED)
                return gate.signed(
                        call, connection, Reply.refused(409, "deactivated", "The partner paused this connection."));
            var json = JSON.readTree(body);
            return gate.signed(call, connection, verb.answer(connection, json));
        });
    }

    private void stranger(Exchange exchange, Step step) {
        serve(exchange, call -> {
            if (!strangers.tryConsume(1)) throw new Turned(429, "Too many calls: try again in a minute.");
            return step.answer(call);
        });
    }

    private interface Step {
        Reply answer(ServedCall call) throws IOException;
    }

    private void serve(Exchange exchange, Step step) {
        try {
            var call = ServedCall.of(exchange);
            step.answer(call).into(exchange);
        } catch (Turned turned) {
            problem(turned.status(), String.valueOf(turned.getMessage())).into(exchange);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.info("A call of a peer was not understood: {}", unreadable.getMessage());
            problem(400, "This call was not understood.").into(exchange);
        } catch (RuntimeException surprise) {
            LOG.error("A call of a peer failed", surprise);
            problem(500, "The call failed here; the log of this node says why.").into(exchange);
        }
    }

    private static Reply problem(int status, String sentence) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("type", "about:blank").put("status", status).put("detail", sentence);
        return Reply.of(status, problem).type("application/problem+json");
    }

    /** The size of a file that is about to be sent. */
    static long size(java.nio.file.Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
