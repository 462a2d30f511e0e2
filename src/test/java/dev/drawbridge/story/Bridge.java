package dev.drawbridge.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** One connection between two companies, as stories speak of it. */
record Bridge(Company one, Company other, String name) {
    static final Duration SOON = Duration.ofSeconds(30);

    private String path() {
        return name.replace(" ", "%20");
    }

    /** Waits, looking often. */
    static void soon(String claim, Callable<Boolean> condition) {
        await(claim).atMost(SOON).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /** Makes an issue, brings it under sync and waits for its copy; gives the key of that. */
    String share(Company from, String key) {
        from.post("/api/v1/connections/" + path() + "/sync", Map.of("issue", key));
        try {
            soon(key + " under sync in " + name, () -> state(from, key).startsWith("SYNCHRONIZED"));
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(
                    "%s: %s; there: %s"
                            .formatted(key, view(from, key), far(from).get("/api/v1/errors")),
                    never);
        }
        var twin = twin(from, key);
        soon(twin + " under sync in " + name, () -> state(far(from), twin).startsWith("SYNCHRONIZED"));
        return twin;
    }

    /** Adds statements to the end of a rule. */
    void add(Company side, String direction, String statements) throws IOException {
        var before = side.text("/api/v1/connections/%s/rules/%s".formatted(path(), direction));
        side.rule(name, direction, before + "\n" + statements + "\n");
    }

    /** What one side tells of an issue in this connection. */
    JsonNode view(Company company, String key) {
        for (var view : company.get("/api/v1/issues/" + key).path("connections"))
            if (view.path("connection").asText().equals(name)) return view;
        return MissingNode.getInstance();
    }

    String state(Company company, String key) {
        return view(company, key).path("state").asText("NOT_UNDER_SYNC");
    }

    String twin(Company company, String key) {
        return view(company, key).path("remoteKey").asText("");
    }

    List<String> timeline(Company company, String key) {
        var kinds = new ArrayList<String>();
        view(company, key)
                .path("timeline")
                .forEach(entry -> kinds.add(entry.path("kind").asText()));
        return kinds;
    }

    /** The warning about a field; missing while there is none. */
    JsonNode warning(Company company, String key, String field) {
        for (var warning : view(company, key).path("warnings"))
            if (warning.path("field").asText().equals(field)) return warning;
        return MissingNode.getInstance();
    }

    JsonNode connection(Company company) {
        return company.get("/api/v1/connections/" + path());
    }

    void patch(Company company, Map<String, ?> settings) {
        var answer = company.patch("/api/v1/connections/" + path(), settings);
        if (!answer.path("name").asText().equals(name)) throw new IllegalStateException("Refused: " + answer);
    }

    /** Says something that is certain to travel, so that all that happened before it has had its turn. */
    void mark(Company from, String key, String words) {
        var twin = twin(from, key);
        from.jira.comment("ada", key, words);
        soon(words, () -> far(from).jira.commentBodies(twin).stream().anyMatch(body -> body.contains(words)));
    }

    /** Both sides have told and taken all that they know of. */
    void quiet(String key) {
        soon("nothing under way for " + key, () -> List.of(one, other).stream()
                .allMatch(side -> connection(side).path("outbox").asInt() == 0
                        && connection(side).path("inbox").asInt() == 0));
    }

    Company far(Company near) {
        return near == one ? other : one;
    }

    static JsonNode field(Company company, String key, String field) {
        return company.jira.issue(key).path("fields").path(field);
    }

    static String text(Company company, String key, String field) {
        var value = field(company, key, field);
        return value.has("name") ? value.get("name").asText() : value.asText("");
    }
}
