package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The verbs of rules that ask a running node, by its admin API. */
final class NodeCalls {
    private static final String USE =
            "Use: rules try connection outgoing|incoming [--issue KEY] [--replica file], with DRAWBRIDGE_URL (default"
                    + " http://localhost:8080), DRAWBRIDGE_ADMIN_USER (default admin) and DRAWBRIDGE_ADMIN_PASSWORD";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final PrintStream out;

    NodeCalls(PrintStream out) {
        this.out = out;
    }

    /** Prints what a rule would do: 0 when it could be tried, 1 when it fails. */
    int tried(List<String> arguments) throws IOException {
        var rest = new ArrayDeque<>(arguments);
        if (rest.size() < 2) throw new IllegalArgumentException(USE);
        var connection = rest.remove();
        var body = JSON.createObjectNode().put("direction", rest.remove());
        while (!rest.isEmpty()) {
            var option = rest.remove();
            if (rest.isEmpty()) throw new IllegalArgumentException(USE);
            if (option.equals("--issue")) body.put("issue", rest.remove());
            else if (option.equals("--replica"))
                body.set("replica", JSON.readTree(Files.readString(Path.of(rest.remove()))));
            else throw new IllegalArgumentException(USE);
        }
        var answer =
                post("/api/v1/connections/" + URLEncoder.encode(connection, StandardCharsets.UTF_8) + "/try", body);
        if (answer.statusCode() == 200) {
            out.println(JSON.writeValueAsString(JSON.readTree(answer.body())));
            return 0;
        }
        out.println(problem(answer));
        return 1;
    }

    private static HttpResponse<String> post(String path, JsonNode body) throws IOException {
        Map<String, String> given = new HashMap<>(System.getenv());
        var base = given.getOrDefault("DRAWBRIDGE_URL", "http://localhost:8080").replaceAll("/+$", "");
        var login = given.getOrDefault("DRAWBRIDGE_ADMIN_USER", "admin") + ":"
                + given.getOrDefault("DRAWBRIDGE_ADMIN_PASSWORD", "");
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", stopped);
        } catch (IOException unreachable) {
            throw new IllegalArgumentException(
                    "No node answers at %s; name it with DRAWBRIDGE_URL.".formatted(base), unreachable);
        }
    }

    private static String problem(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == 401)
            return "The node does not know this user or password (DRAWBRIDGE_ADMIN_PASSWORD).";
        var said = JSON.readTree(answer.body());
        return said.path("detail").asText("The node answered with status " + answer.statusCode() + ".");
    }
}
