package dev.drawbridge.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.Drawbridge;
import dev.drawbridge.connection.ConnectionName;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.ConnectionType;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.connection.ShortName;
import dev.drawbridge.queue.Kind;
import dev.drawbridge.queue.Lines;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.queue.SyncEvent;
import dev.drawbridge.queue.WakeUp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Two nodes on one machine, of which only one can be dialled. */
class TwoNodesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;
    private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();
    private final ConfigurableApplicationContext acme;
    private final ConfigurableApplicationContext beta;

    TwoNodesIT(@TempDir Path folder) {
        this.folder = folder;
        acme = node("acme", "public");
        beta = node("beta", "private");
    }

    @AfterEach
    void stop() {
        nodes.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void eventsTravelBothWaysAlthoughOnlyOneSideDials() {
        var connection = connect();

        queue(acme, connection);
        queue(beta, connection);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(lines(acme, connection).inSeq()).isEqualTo(1);
            assertThat(lines(beta, connection).inSeq()).isEqualTo(1);
            assertThat(lines(acme, connection).ackedSeq()).isEqualTo(1);
            assertThat(lines(beta, connection).ackedSeq()).isEqualTo(1);
        });
        assertThat(beta.getBean(Dialling.class).hello(connection).path("inSeq").asLong())
                .isEqualTo(1);
    }

    @Test
    void unsignedCallsAndConsolePagesAreRefusedAtThePeerPort() throws Exception {
        assertThat(get("/peer/v1/node").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health").statusCode()).isEqualTo(404);
        var push = HttpRequest.newBuilder(peer("/peer/v1/push")).POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(HttpClient.newHttpClient()
                        .send(push.build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    private UUID connect() {
        var proposal = new Invitations.Proposal(
                new ConnectionName("Acme to Beta"),
                "",
                ConnectionType.PRIVATE,
                Mode.BASIC,
                new ShortName("acme"),
                new ShortName("beta"),
                "acme",
                null,
                "OPS",
                List.of());
        var offer = acme.getBean(Invitations.class).offer(proposal, peer(""));
        var id = beta.getBean(Invitations.class)
                .prepareAccept(offer.code(), new ConnectionName("Acme"), "DEV", List.of());
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(state(beta, id)).isEqualTo(ConnectionState.ACTIVE);
            assertThat(state(acme, id)).isEqualTo(ConnectionState.ACTIVE);
        });
        return id;
    }

    private static void queue(ConfigurableApplicationContext node, UUID connection) {
        var ids = node.getBean(NoArgGenerator.class);
        var event = SyncEvent.of(Kind.FAILED, ids.generate(), ids.generate())
                .details(JsonNodeFactory.instance.objectNode())
                .build();
        node.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            node.getBean(Outbox.class).put(connection, event, Outbox.NEWS);
            node.getBean(WakeUp.class).outgoing(connection);
        });
    }

    private static Lines.Line lines(ConfigurableApplicationContext node, UUID connection) {
        return node.getBean(Lines.class).of(connection);
    }

    private static ConnectionState state(ConfigurableApplicationContext node, UUID connection) {
        return node.getBean(Connections.class).find(connection).orElseThrow().state();
    }

    private URI peer(String path) {
        return URI.create("http://127.0.0.1:" + acme.getBean(PeerPort.class).actual() + path);
    }

    private java.net.http.HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(peer(path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private ConfigurableApplicationContext node(String name, String role) {
        var data = folder.resolve(name);
        var node = SpringApplication.run(
                Drawbridge.class,
                "--spring.jmx.unique-names=true",
                "--camel.main.name=" + name,
                "--server.port=0",
                "--drawbridge.role=" + role,
                "--drawbridge.peer.port=0",
                "--drawbridge.allow-http=true",
                "--drawbridge.data-dir=" + data,
                "--drawbridge.master-key-file=" + data.resolve("master.key"),
                "--drawbridge.pull.wait=2s",
                "--drawbridge.jira.url=http://127.0.0.1:9",
                "--drawbridge.jira.user=proxy",
                "--drawbridge.jira.token=none");
        nodes.add(node);
        return node;
    }
}
