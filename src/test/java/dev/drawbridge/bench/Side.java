package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.sandbox.Calls;
import dev.drawbridge.sandbox.SandboxJira;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A simulated Jira in this process, where its calls are recorded, and beside it a node as a process of its own. */
final class Side implements AutoCloseable {
    static final Duration POLL = Duration.ofSeconds(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROXY = "drawbridge";

    final String project;
    final SandboxJira jira;
    private final String name;
    private final Path folder;
    private final int port = freePort();
    private final int peerPort = freePort();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String login = basic("admin", "admin");
    private @Nullable Process node;

    Side(String name, String project, Path root) {
        this.name = name;
        this.project = project;
        folder = root.resolve(name);
        jira = SandboxJira.start(name, "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser(PROXY, "Drawbridge", "drawbridge@" + name + ".example", PROXY);
        jira.addUser("ada", "Ada Lovelace", "ada@" + name + ".example", "ada");
        jira.addProject(project, name + " project", "software");
    }

    /** Starts the node and tells how long it took until it was ready. */
    Duration start(String role) {
        var began = System.nanoTime();
        try {
            copy(Path.of("sync-rules/default"), Files.createDirectories(folder.resolve("sync-rules/default")));
            var process = new ProcessBuilder(
                    Path.of("bin/drawbridge").toAbsolutePath().toString(), "node");
            process.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("node.log").toFile());
            process.environment().putAll(settings(role));
            node = process.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Watch.until("readiness of " + name + ", see " + folder + "/node.log", Duration.ofMillis(50), this::isReady);
        var took = Duration.ofNanos(System.nanoTime() - began);
        useToken();
        return took;
    }

    /** Programs log in with tokens; checking a password takes time on purpose. */
    private void useToken() {
        var made = api("POST", "tokens", Map.of("name", "bench " + System.nanoTime(), "scopes", List.of("admin")));
        login = "Bearer " + made.path("token").asText();
    }

    private Map<String, String> settings(String role) {
        return Map.ofEntries(
                Map.entry("DRAWBRIDGE_ROLE", role),
                Map.entry("DRAWBRIDGE_NODE_NAME", name),
                Map.entry("DRAWBRIDGE_PEER_PORT", String.valueOf(peerPort)),
                Map.entry("DRAWBRIDGE_PUBLIC_URL", role.equals("public") ? "http://127.0.0.1:" + peerPort : ""),
                Map.entry("DRAWBRIDGE_JIRA_URL", jira.url()),
                Map.entry("DRAWBRIDGE_JIRA_USER", PROXY),
                Map.entry("DRAWBRIDGE_JIRA_PASSWORD", PROXY),
                Map.entry("DRAWBRIDGE_WORKERS", "8"),
                Map.entry("DRAWBRIDGE_JIRA_AT_ONCE", String.valueOf(InitialSync.PARALLEL)),
                Map.entry("DRAWBRIDGE_JIRA_POLL_EVERY", POLL.toMillis() + "ms"),
                Map.entry("DRAWBRIDGE_ALLOW_HTTP", "true"),
                Map.entry("DRAWBRIDGE_ADMIN_PASSWORD", "admin"),
                Map.entry("SERVER_PORT", String.valueOf(port)));
    }

    private boolean isReady() {
        if (!Objects.requireNonNull(node).isAlive())
            throw new WrongState("The node " + name + " ended while it started; see " + folder + "/node.log");
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            throw stopped(stop);
        }
    }

    /** One call of the admin API; anything but success is an error of the bench. */
    JsonNode api(String method, String path, @Nullable Map<String, ?> body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .header("Authorization", login)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        JSON.valueToTree(body).toString()))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300)
                throw new WrongState(
                        "%s %s at %s: %d %s".formatted(method, path, name, answer.statusCode(), answer.body()));
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw stopped(stop);
        }
    }

    /** Puts lines at the end of a rule, as an administrator would by the admin API. */
    void addToRule(String path, String lines) {
        var now = send(rule(path).GET());
        var etag = now.headers().firstValue("ETag").orElseThrow();
        send(rule(path)
                .header("If-Match", etag)
                .header("Content-Type", "text/x-groovy")
                .PUT(HttpRequest.BodyPublishers.ofString(now.body() + lines)));
    }

    private HttpRequest.Builder rule(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .header("Authorization", login);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300)
                throw new WrongState("A rule of %s: %d %s".formatted(name, answer.statusCode(), answer.body()));
            return answer;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw stopped(stop);
        }
    }

    /** Calls that the node made since then. */
    List<Calls.Recorded> callsSince(Instant then) {
        return jira.calls().all().stream()
                .filter(call -> PROXY.equals(call.user()) && !call.at().isBefore(then))
                .toList();
    }

    /** Where the rules of a connection lie. */
    Path rules(String connection) {
        return folder.resolve("sync-rules").resolve(connection);
    }

    /** How many lines of the node's log have these words. */
    long saidInLog(String words) {
        try (var lines = Files.lines(folder.resolve("node.log"))) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static boolean isSearch(Calls.Recorded call) {
        return call.path().endsWith("/search");
    }

    /** Resident memory of the node in MiB: now, and the most since {@link #forgetPeak}. */
    double rss() {
        return memory("VmRSS:");
    }

    double peak() {
        return memory("VmHWM:");
    }

    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc/" + Objects.requireNonNull(node).pid() + "/clear_refs"), "5");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private double memory(String line) {
        try (var lines =
                Files.lines(Path.of("/proc/" + Objects.requireNonNull(node).pid() + "/status"))) {
            var text = lines.filter(one -> one.startsWith(line)).findFirst().orElseThrow();
            return Long.parseLong(text.replaceAll("[^0-9]", "")) / 1024.0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        if (node != null) {
            node.destroy();
            try {
                if (!node.waitFor(20, TimeUnit.SECONDS)) node.destroyForcibly();
            } catch (InterruptedException stop) {
                node.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        jira.close();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static IllegalStateException stopped(InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(stop);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(file.getFileName().toString()));
        }
    }
}
