package dev.drawbridge.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verbs of rules that ask a running node, by its admin API. */
final class NodeCalls {
    private static final String USE =
            """
            Use: rules try connection outgoing|incoming [--issue KEY] [--replica file]
                 rules record connection outgoing|incoming --issue KEY | --remote KEY [--as name] [--folder sync-rules] [--unmasked] [--force]
                 rules replay connection outgoing|incoming [--rule file] [--against version] [--last n]
            with DRAWBRIDGE_URL (default http://localhost:8080), DRAWBRIDGE_ADMIN_USER (default admin) and DRAWBRIDGE_ADMIN_PASSWORD""";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final PrintStream out;
    private final Map<String, String> settings;

    /** @param settings where the node is and who asks it, as environment variables */
    NodeCalls(PrintStream out, Map<String, String> settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Prints what a rule would do: 0 when it could be tried, 1 when it fails. */
    int tried(List<String> arguments) throws IOException {
        var asked = Asking.of(arguments, Set.of("issue", "replica"), Set.of());
        if (asked.option("replica") != null)
            asked.body().set("replica", JSON.readTree(Files.readString(Path.of(asked.needed("replica")))));
        if (asked.option("issue") != null) asked.body().put("issue", asked.needed("issue"));
        return printed(post(asked.path("try"), asked.body()));
    }

    /** Writes a real exchange down as an example, and what comes of it: 0 when that was possible. */
    int recorded(List<String> arguments) throws IOException {
        var asked = Asking.of(arguments, Set.of("issue", "remote", "as", "folder"), Set.of("unmasked", "force"));
        var of = asked.option("remote") == null ? "issue" : "remote";
        asked.body().put(of, asked.needed(of)).put("unmasked", asked.has("unmasked"));
        var rules = Path.of(asked.option("folder") == null ? "sync-rules" : asked.needed("folder"));
        var name = asked.option("as") == null ? "recorded-" + asked.needed(of) : asked.needed("as");
        if (!name.matches("[A-Za-z0-9._-]+"))
            throw new IllegalArgumentException(
                    "An example's name has letters, digits, '.', '_' and '-': not '" + name + "'.");
        var folder = rules.resolve(asked.connection()).resolve("examples").resolve(name);
        if (Files.exists(folder) && !asked.has("force"))
            throw new IllegalArgumentException(folder + " is there already; name another with --as, or say --force.");
        var answer = post(asked.path("record"), asked.body());
        if (answer.statusCode() != 200) return printed(answer);
        Example.make(folder, (ObjectNode) JSON.readTree(answer.body()));
        var result = new ExampleRun(rules, new Runs(Duration.ofSeconds(10))).one(asked.connection(), folder, true);
        result.problems().forEach(out::println);
        out.println("Written: " + folder
                + (asked.has("unmasked") ? "" : " (people, addresses and free text are masked)")
                + ". Read expected.json before you trust it.");
        return result.passed() ? 0 : 1;
    }

    /** Prints where another version of a rule has another outcome: 0 when it nowhere has, 1 when it has or fails. */
    int replayed(List<String> arguments) throws IOException {
        var asked = Asking.of(arguments, Set.of("rule", "against", "last"), Set.of());
        if (asked.option("rule") != null) asked.body().put("rule", Files.readString(Path.of(asked.needed("rule"))));
        if (asked.option("against") != null) asked.body().put("against", asked.needed("against"));
        if (asked.option("last") != null) asked.body().put("last", Integer.parseInt(asked.needed("last")));
        var answer = post(asked.path("replay"), asked.body());
        if (answer.statusCode() != 200) return printed(answer);
        var replay = JSON.readTree(answer.body());
        for (var difference : replay.path("differences")) {
            out.println(difference.path("issue").asText()
                    + (difference.path("event").isNumber() ? ", event " + difference.path("event") : ""));
            difference.path("lines").forEach(line -> out.println("    " + line.asText()));
        }
        out.printf(
                "%d run, %d with another outcome%n",
                replay.path("events").asInt(), replay.path("differences").size());
        return replay.path("differences").isEmpty() ? 0 : 1;
    }

    /** Prints what a connection's rule sets that its Jira does not take; how many. */
    int linted(String connection) throws IOException {
        var answer = get(path(connection, "lint"));
        if (answer.statusCode() != 200) {
            out.println(problem(answer));
            return 1;
        }
        var problems = JSON.readTree(answer.body()).path("problems");
        for (var problem : problems)
            out.println(problem.path("file").asText()
                    + (problem.path("line").isNumber() ? ", line " + problem.path("line") : "")
                    + ": " + problem.path("sentence").asText());
        return problems.size();
    }

    /** A connection, a direction and options, as they are typed. */
    private record Asking(String connection, ObjectNode body, Map<String, String> options) {
        static Asking of(List<String> arguments, Set<String> valued, Set<String> plain) {
            var rest = new ArrayDeque<>(arguments);
            if (rest.size() < 2 || rest.peek().startsWith("--")) throw new IllegalArgumentException(USE);
            var connection = rest.remove();
            var body = JSON.createObjectNode().put("direction", rest.remove());
            var options = new HashMap<String, String>();
            while (!rest.isEmpty()) {
                var option = rest.remove().replaceFirst("^--", "");
                if (plain.contains(option)) options.put(option, "");
                else if (valued.contains(option) && !rest.isEmpty()) options.put(option, rest.remove());
                else throw new IllegalArgumentException(USE);
            }
            return new Asking(connection, body, options);
        }

        String path(String verb) {
            return NodeCalls.path(connection, verb);
        }

        boolean has(String option) {
            return options.containsKey(option);
        }

        @Nullable
        String option(String name) {
            return options.get(name);
        }

        String needed(String option) {
            var value = options.get(option);
            if (value == null) throw new IllegalArgumentException("--" + option + " is missing. " + USE);
            return value;
        }
    }

    private int printed(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() == 200) {
            out.println(JSON.writeValueAsString(JSON.readTree(answer.body())));
            return 0;
        }
        out.println(problem(answer));
        return 1;
    }

    static String path(String connection, String verb) {
        return "/api/v1/connections/"
                + URLEncoder.encode(connection, StandardCharsets.UTF_8).replace("+", "%20") + "/" + verb;
    }

    private HttpResponse<String> get(String path) throws IOException {
        return send(path, HttpRequest.newBuilder().GET());
    }

    private HttpResponse<String> post(String path, JsonNode body) throws IOException {
        return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder call) throws IOException {
        var base =
                settings.getOrDefault("DRAWBRIDGE_URL", "http://localhost:8080").replaceAll("/+$", "");
        var login = settings.getOrDefault("DRAWBRIDGE_ADMIN_USER", "admin") + ":"
                + settings.getOrDefault("DRAWBRIDGE_ADMIN_PASSWORD", "");
        var request = call.uri(URI.create(base + path))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .timeout(Duration.ofMinutes(1))
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
