package dev.drawbridge.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Acceptance;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.NodeFacts;
import dev.drawbridge.connection.ProtocolRange;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.transport.ServedCall.Reply;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                            .maxDocumentLength(1 << 30)
                            .maxNestingDepth(64)
                            .maxStringLength(64 << 20)
                            .build())
                    .build())
            .build();
    private static final Logger LOG = LoggerFactory.getLogger(PeerEndpoint.class);

    private final Gate gate;
    private final Exchanges exchanges;
    private final Invitations invitations;
    private final NodeFacts us;
    private final Drill drill;
    private final LimitSettings limits;
    private final Probes probes;
    private final Bucket strangers;

    PeerEndpoint(
            Gate gate,
            Exchanges exchanges,
            Invitations invitations,
            NodeFacts us,
            Drill drill,
            LimitSettings limits,
            Probes probes) {
        this.gate = gate;
        this.exchanges = exchanges;
        this.invitations = invitations;
        this.us = us;
        this.drill = drill;
        this.limits = limits;
        this.probes = probes;
        strangers = Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(limits.strangers()).refillGreedy(limits.strangers(), Duration.ofMinutes(1)))
                .build();
    }

    /** What one verb does with a call that was found good. */
    private interface Verb {
        Reply answer(Connection connection, JsonNode body);
    }

    public void node(Exchange exchange) {
        stranger(exchange, call -> {
            call.call().fields().only(Probes.FIELD).ifPresent(probes::arrived);
            var answer = JSON.createObjectNode();
            answer.putArray("protocol").add(ProtocolRange.OURS.min()).add(ProtocolRange.OURS.max());
            answer.putArray("modes").add("BASIC").add("SCRIPT");
            answer.putArray("types").add("PRIVATE").add("PUBLIC");
            return Reply.of(200, answer);
        });
    }

    public void accept(Exchange exchange) {
        stranger(exchange, call -> {
            var request = JSON.readTree(call.body());
            drill.pass("accept-asked");
            var outcome = invitations.accepted(request, us);
            drill.pass("accept-agreed");
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
            return gate.signed(call, connection, answer(connection, body, verb));
        });
    }

    /** Who is known by its key hears signed what is wrong. */
    private static Reply answer(Connection connection, byte[] body, Verb verb) throws IOException {
        if (connection.needsApproval())
            return Reply.refused(
                    409, "needs-approval", "The partner's administrator has not approved this connection yet.");
        try {
            return verb.answer(connection, JSON.readTree(body));
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            LOG.warn("A call on connection '{}' was not understood: {}", connection.name(), wrong.getMessage());
            return Reply.refused(422, "not-understood", "The call was not understood: is the partner's node newer?");
        }
    }

    private void stranger(Exchange exchange, Step step) {
        serve(exchange, call -> {
            if (!strangers.tryConsume(1)) throw tooMany();
            return step.answer(call);
        });
    }

    private static Turned tooMany() {
        return new Turned(429, "Too many calls: try again in a minute.");
    }

    private interface Step {
        Reply answer(ServedCall call) throws IOException;
    }

    private void serve(Exchange exchange, Step step) {
        try {
            var call = ServedCall.of(exchange, limits);
            step.answer(call).into(exchange);
        } catch (Turned turned) {
            var told = turned instanceof Gate.Stranger && !strangers.tryConsume(1) ? tooMany() : turned;
            reply(told.status(), String.valueOf(told.getMessage())).into(exchange);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.info("A call of a peer was not understood: {}", unreadable.getMessage());
            reply(400, "This call was not understood.").into(exchange);
        } catch (RuntimeException surprise) {
            LOG.error("A call of a peer failed", surprise);
            reply(500, "The call failed here; the log of this node says why.").into(exchange);
        }
    }

    private static Reply reply(int status, String sentence) {
        return Reply.of(status, json(status, sentence)).type("application/problem+json");
    }

    /** A problem as it is written to somebody who is not known. */
    static byte[] problem(int status, String sentence) {
        return json(status, sentence).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(int status, String sentence) {
        return JSON.createObjectNode()
                .put("type", "about:blank")
                .put("status", status)
                .put("detail", sentence);
    }
}
