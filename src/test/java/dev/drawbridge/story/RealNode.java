package dev.drawbridge.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.sandbox.SandboxJira;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node as it is shipped, in a process of its own that can really be killed, and its Jira, which lives on. */
final class RealNode implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final String project;
    final SandboxJira jira;
    private final String name;
    private final String role;
    private final Path program;
    private final Path folder;
    private final int port = Ports.free();
    private final int peerPort = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private List<String> options = List.of();
    private @Nullable Process process;

    /** @param program folder with the jar laid out */
    RealNode(String name, String project, String role, Path program, Path root) throws IOException {
        this.name = name;
        this.project = project;
        this.role = role;
        this.program = program;
        folder = Files.createDirectories(root.resolve(name));
        jira = SandboxJira.start(name, "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser("drawbridge", "Drawbridge", "drawbridge@" + name + ".example", "secret");
        jira.addUser("ada", "Ada Lovelace", "ada@" + name + ".example", "ada");
        jira.addProject(project, name + " project", "software");
        var rules = Files.createDirectories(folder.resolve("sync-rules/default"));
        for (var rule : List.of("outgoing.groovy", "incoming.groovy"))
            Files.copy(Path.of("sync-rules/default", rule), rules.resolve(rule));
    }

    /** Watches and restricts where the node dials: to its Jira, and to these ports. */
    RealNode watched(int... ports) {
        var allowed = new StringBuilder(String.valueOf(URI.create(jira.url()).getPort()));
        for (var port : ports) allowed.append(',').append(port);
        options = List.of(
                "-Djava.security.manager=dev.drawbridge.story.NoDialling",
                "-Xbootclasspath/a:" + Path.of("target/test-classes").toAbsolutePath(),
                "-Dnodialling.allowed=" + allowed,
                "-Dnodialling.record=" + folder.resolve("dialled"));
        return this;
    }

    /** Host and port of each outgoing connection that the node tried to open. */
    List<String> dialled() throws IOException {
        return Files.readAllLines(folder.resolve("dialled"));
    }

    int peerPort() {
        return peerPort;
    }

    RealNode start() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var line = new ArrayList<String>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (options.isEmpty() && Files.exists(program.resolve("classes.jsa")))
            line.add("-XX:SharedArchiveFile=" + program.resolve("classes.jsa"));
        line.addAll(options);
        line.addAll(List.of("-jar", program.resolve("drawbridge.jar").toString()));
        var command = new ProcessBuilder(line);
        command.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("node.log").toFile()));
        command.environment()
                .putAll(Map.ofEntries(
                        Map.entry("DRAWBRIDGE_ROLE", role),
                        Map.entry("DRAWBRIDGE_NODE_NAME", name),
                        Map.entry(
                                "DRAWBRIDGE_ROUTES_DIR",
                                Path.of("routes").toAbsolutePath().toString()),
                        Map.entry("DRAWBRIDGE_PEER_PORT", String.valueOf(peerPort)),
                        Map.entry("DRAWBRIDGE_PUBLIC_URL", role.equals("public") ? "http://127.0.0.1:" + peerPort : ""),
                        Map.entry("DRAWBRIDGE_JIRA_URL", jira.url()),
                        Map.entry("DRAWBRIDGE_JIRA_USER", "drawbridge"),
                        Map.entry("DRAWBRIDGE_JIRA_PASSWORD", "secret"),
                        Map.entry("DRAWBRIDGE_JIRA_POLL_EVERY", "500ms"),
                        Map.entry("DRAWBRIDGE_JIRA_SETTLE_CREATE", "1s"),
                        Map.entry("DRAWBRIDGE_JIRA_SETTLE_PARTS", "1s"),
                        Map.entry("DRAWBRIDGE_ALLOW_HTTP", "true"),
                        Map.entry("DRAWBRIDGE_ADMIN_PASSWORD", "admin"),
                        Map.entry("SERVER_PORT", String.valueOf(port))));
        try {
            process = command.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    RealNode awaitReady() {
        await(name + " is ready; see " + folder.resolve("node.log"))
                .atMost(Duration.ofMinutes(3))
                .until(this::isReady);
        return this;
    }

    /** SIGKILL: nothing of the process gets a last word. */
    void kill() {
        var victim = Objects.requireNonNull(process);
        victim.toHandle().destroyForcibly();
        try {
            if (!victim.waitFor(20, TimeUnit.SECONDS)) throw new IllegalStateException(name + " survived its death");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    JsonNode get(String path) {
        return read(request("GET", path, null));
    }

    JsonNode post(String path, Map<String, ?> body) {
        return read(request("POST", path, JSON.valueToTree(body).toString()));
    }

    private boolean isReady() {
        if (!Objects.requireNonNull(process).isAlive()) throw new IllegalStateException(name + " ended at its start");
        try {
            return http.send(request("GET", "/actuator/health/readiness", null), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        var login = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode read(HttpRequest request) {
        try {
            var answer =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JSON.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) kill();
        jira.close();
    }
}
