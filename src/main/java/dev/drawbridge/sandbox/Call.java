package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One request, read. */
record Call(
        String method,
        String path,
        Map<String, String> query,
        UnaryOperator<@Nullable String> header,
        InputStream stream,
        Map<String, String> variables,
        Viewer viewer) {

    static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        if (raw != null) {
            for (var pair : raw.split("&")) {
                var parts = pair.split("=", 2);
                query.merge(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "", (a, b) -> a + "," + b);
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Site site() {
        return viewer.site();
    }

    Beans beans() {
        return new Beans(viewer);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    @Nullable
    String asked(String name) {
        return query.get(name);
    }

    int number(String name, int usual) {
        try {
            return Integer.parseInt(query.getOrDefault(name, String.valueOf(usual)));
        } catch (NumberFormatException e) {
            throw Refusal.bad("'" + query.get(name) + "' is not a number for '" + name + "'");
        }
    }

    /** A parameter in epoch milliseconds; the beginning of time when it is not there. */
    Instant millis(String name) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(query.getOrDefault(name, "0")));
        } catch (NumberFormatException e) {
            throw Refusal.bad("'" + query.get(name) + "' is not a number for '" + name + "'");
        }
    }

    Set<String> expand() {
        return new HashSet<>(List.of(query.getOrDefault("expand", "").split(",")));
    }

    Issue issue() {
        return viewer.issue(variable("issue"));
    }

    /** The body as JSON; no body is an empty object. */
    JsonNode body() {
        try {
            var bytes = stream.readAllBytes();
            if (bytes.length == 0) {
                return Json.object();
            }
            var type = header.apply("Content-Type");
            if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
                throw Refusal.of(415, "Unsupported Media Type: a body must be application/json");
            }
            return Json.MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw Refusal.bad("Unexpected character in the request body: it is not JSON");
        }
    }
}
