package dev.drawbridge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The JDK's client making the Jira calls of an initial sync and nothing else: no store, no rules, no partner. */
final class BareClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Side from;
    private final Side to;
    private final int parallel;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    BareClient(Side from, Side to, int parallel) {
        this.from = from;
        this.to = to;
        this.parallel = parallel;
    }

    /** How often each kind of call is made for all issues together. */
    record Calls(long searches, long readsThere, long readsHere) {}

    /** Copies the issues with their comments into another project, with as many reads and searches as the nodes made. */
    void copy(List<String> keys, String project, Calls calls) {
        var workers = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (var number = 0; number < calls.searches(); number++)
                all.add(workers.submit(() -> get(
                        from,
                        "search?maxResults=100&jql="
                                + URLEncoder.encode("project = EXT AND updated >= -1m", StandardCharsets.UTF_8))));
            for (var number = 0; number < keys.size(); number++) {
                var key = keys.get(number);
                var before = share(calls.readsThere(), keys.size(), number);
                var after = share(calls.readsHere(), keys.size(), number);
                all.add(workers.submit(() -> copy(key, project, before, after)));
            }
            for (var one : all) one.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            throw Side.stopped(stop);
        } finally {
            workers.shutdownNow();
        }
    }

    private static int share(long calls, int issues, int number) {
        return (int) (calls * (number + 1) / issues - calls * number / issues);
    }

    private void copy(String key, String project, int before, int after) {
        var issue = get(from, "issue/" + key);
        for (var more = 1; more < before; more++) get(from, "issue/" + key);
        var body = JSON.createObjectNode();
        var fields = body.putObject("fields");
        fields.putObject("project").put("key", project);
        fields.putObject("issuetype").put("name", "Task");
        for (var name : List.of("summary", "description", "labels"))
            fields.set(name, issue.path("fields").path(name));
        var made = post(to, "issue", body).path("id").asText();
        for (var comment : issue.path("fields").path("comment").path("comments"))
            post(
                    to,
                    "issue/" + made + "/comment",
                    JSON.createObjectNode().put("body", comment.path("body").asText()));
        for (var more = 0; more < after; more++) get(to, "issue/" + made);
    }

    private JsonNode get(Side side, String path) {
        return send(request(side, path).GET().build());
    }

    private JsonNode post(Side side, String path, ObjectNode body) {
        return send(request(side, path)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private static HttpRequest.Builder request(Side side, String path) {
        return HttpRequest.newBuilder(URI.create(side.jira.url() + "/rest/api/2/" + path))
                .header("Authorization", Side.basic("ada", "ada"))
                .header("Content-Type", "application/json");
    }

    private JsonNode send(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300)
                throw new WrongState(request.uri() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            return JSON.readTree(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw Side.stopped(stop);
        }
    }
}
