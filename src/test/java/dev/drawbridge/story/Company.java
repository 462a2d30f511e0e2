package dev.drawbridge.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.Drawbridge;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.sandbox.SandboxJira;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One company: a Jira with a project and two people, and a whole node beside it. */
final class Company implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LOGIN =
            Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));

    final String name;
    final String project;
    final SandboxJira jira;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path rules;
    private final int port = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Drill drill;
    private @Nullable Clock clock;
    private @Nullable ConfigurableApplicationContext node;

    private Company(String name, String project, String role, Path folder) throws IOException {
        this.name = name;
        this.project = project;
        jira = SandboxJira.start(name, "10.3.24", "/jira", 0, Clock.systemUTC());
        jira.addUser("drawbridge", "Drawbridge", "drawbridge@" + name + ".example", "secret");
        jira.addUser("ada", "Ada Lovelace", "ada@" + name + ".example", "ada");
        jira.addUser("grace", "Grace Hopper", "grace@" + name + ".example", "grace");
        jira.addProject(project, name + " project", "software");
        rules = Files.createDirectories(folder.resolve(name).resolve("sync-rules"));
        for (var shipped : List.of("default", "lib")) copy(Path.of("sync-rules", shipped), rules.resolve(shipped));
        settings.put("drawbridge.role", role);
        settings.put("drawbridge.node.name", name);
        settings.put("drawbridge.data-dir", folder.resolve(name).resolve("data").toString());
        settings.put("drawbridge.rules-dir", rules.toString());
        settings.put("drawbridge.routes-dir", Path.of("routes").toAbsolutePath().toString());
        settings.put("drawbridge.jira.url", jira.url());
        settings.put("drawbridge.jira.user", "drawbridge");
        settings.put("drawbridge.jira.password", "secret");
        settings.put("drawbridge.jira.poll-every", "300ms");
        settings.put("drawbridge.jira.settle.create", "1s");
        settings.put("drawbridge.jira.settle.parts", "1s");
        settings.put("drawbridge.allow-http", "true");
        settings.put("drawbridge.admin.password", "admin");
        settings.put("server.port", String.valueOf(port));
        settings.put("camel.main.name", name);
        settings.put("spring.jmx.unique-names", "true");
        settings.put("spring.application.name", name);
        settings.putAll(OnPostgres.database(name));
        settings.put("spring.main.banner-mode", "off");
        settings.put("logging.level.org.apache.camel.impl", "INFO");
        settings.put("camel.springboot.main-run-controller", "false");
    }

    static Company reachable(String name, String project, Path folder) throws IOException {
        var company = new Company(name, project, "public", folder);
        var peerPort = Ports.free();
        company.settings.put("drawbridge.peer.port", String.valueOf(peerPort));
        company.settings.put("drawbridge.public-url", "http://127.0.0.1:" + peerPort);
        return company;
    }

    static Company behindFirewall(String name, String project, Path folder) throws IOException {
        return new Company(name, project, "private", folder);
    }

    /** Where partners call this node. */
    int peerPort() {
        return Integer.parseInt(Objects.requireNonNull(settings.get("drawbridge.peer.port")));
    }

    /** Lets a test kill the node at a named point. */
    Company drilled(Drill drill) {
        this.drill = drill;
        return this;
    }

    /** Lets a test turn the node's clock. */
    Company living(Clock clock) {
        this.clock = clock;
        return this;
    }

    Company with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Company without(String setting) {
        settings.remove(setting);
        return this;
    }

    Company start() {
        node = new SpringApplicationBuilder(Drawbridge.class)
                .initializers(context -> {
                    if (drill != null) context.getBeanFactory().registerSingleton("drill", drill);
                    if (clock != null) context.getBeanFactory().registerSingleton("clock", clock);
                })
                .properties(settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new))
                .run(settings.entrySet().stream()
                        .filter(setting ->
                                !setting.getKey().matches(".*(password|token|secret)")) // refused as arguments
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
        return this;
    }

    void stop() {
        Objects.requireNonNull(node).close();
        node = null;
    }

    ConfigurableApplicationContext node() {
        return Objects.requireNonNull(node, "The node of " + name + " does not run");
    }

    /** Saves a rule, and waits until it is in use or found broken. */
    void rule(String connection, String direction, String text) throws IOException {
        var rulebooks = node().getBean(Rulebooks.class);
        var id = UUID.fromString(
                get("/api/v1/connections/" + connection).path("id").asText());
        await().atMost(Duration.ofSeconds(20)).until(() -> rulebooks.judged(id).isPresent());
        var before = rulebooks.judged(id);
        Files.writeString(this.rules.resolve(connection).resolve(direction + ".groovy"), text);
        await().atMost(Duration.ofSeconds(20)).until(() -> !rulebooks.judged(id).equals(before));
    }

    /** Where its administrators and operators look. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, Map<String, ?> body) {
        return call("POST", path, JSON.valueToTree(body));
    }

    JsonNode patch(String path, Map<String, ?> body) {
        return call("PATCH", path, JSON.valueToTree(body));
    }

    JsonNode delete(String path) {
        return call("DELETE", path, null);
    }

    /** The status of the one sync of an issue, as the admin API tells it. */
    String state(String key) {
        return get("/api/v1/issues/" + key)
                .path("connections")
                .path(0)
                .path("state")
                .asText("NOT_UNDER_SYNC");
    }

    /** An answer to the administrator's call with other headers, each a name and its value. */
    HttpResponse<String> answer(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + LOGIN)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return send(request.build());
    }

    /** The body of an answer that is no JSON. */
    String text(String path) {
        return send(request("GET", path, null)).body();
    }

    /** The status of an answer to somebody without a login. */
    int anonymously(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build())
                .statusCode();
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        try {
            var answer = send(request(method, path, body)).body();
            return JSON.readTree(answer.isEmpty() ? "{}" : answer);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private HttpRequest request(String method, String path, @Nullable JsonNode body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + LOGIN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Connects the two by an invitation, as their administrators would; gives the connection's name. */
    static String connect(Company inviter, Company invitee, String mode) {
        return connect(inviter, invitee, mode, "bridge");
    }

    static String connect(Company inviter, Company invitee, String mode, String name) {
        return connect(inviter, invitee, mode, name, List.of(inviter.project), List.of(invitee.project));
    }

    /** The same with projects of each side; the first of them takes what arrives. */
    static String connect(
            Company inviter, Company invitee, String mode, String name, List<String> projects, List<String> theirs) {
        var invitation = inviter.post(
                "/api/v1/invitations",
                Map.of(
                        "connection",
                        name,
                        "localShortName",
                        inviter.name,
                        "remoteShortName",
                        invitee.name,
                        "mode",
                        mode,
                        "incomingProject",
                        projects.get(0),
                        "projects",
                        projects));
        var accepted = invitee.post(
                "/api/v1/invitations/accept",
                Map.of("code", invitation.path("code").asText(), "incomingProject", theirs.get(0), "projects", theirs));
        if (!accepted.path("connection").path("state").asText().equals("ACTIVE"))
            throw new IllegalStateException("Not connected: " + invitation + " / " + accepted);
        return name;
    }

    /** Connects two nodes that can both be reached; gives the connection's name. */
    static String connectBothWays(Company inviter, Company invitee, String mode, String name) {
        return connectBothWays(inviter, invitee, mode, name, inviter);
    }

    /** The same with the one whose value stays when both changed a field. */
    static String connectBothWays(Company inviter, Company invitee, String mode, String name, Company winner) {
        var invitation = inviter.post(
                "/api/v1/invitations",
                Map.of(
                        "connection",
                        name,
                        "localShortName",
                        inviter.name,
                        "remoteShortName",
                        invitee.name,
                        "mode",
                        mode,
                        "winner",
                        winner.name,
                        "destinationUrl",
                        invitee.publicUrl(),
                        "incomingProject",
                        inviter.project));
        var accepted = invitee.post(
                "/api/v1/invitations/accept",
                Map.of("code", invitation.path("code").asText(), "incomingProject", invitee.project));
        if (!accepted.path("connection").path("state").asText().equals("ACTIVE"))
            throw new IllegalStateException("Not connected: " + invitation + " / " + accepted);
        return name;
    }

    /** What partners are told to dial. */
    String publicUrl() {
        return Objects.requireNonNull(settings.get("drawbridge.public-url"));
    }

    @Override
    public void close() {
        if (node != null) stop();
        jira.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(file.getFileName().toString()));
        }
    }
}
