package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer: bytes or a file. */
record Reply(int status, String type, byte[] body, @Nullable Path file, Map<String, String> headers) {
    static Reply json(int status, JsonNode body) {
        return new Reply(status, "application/json;charset=UTF-8", Json.bytes(body), null, Map.of());
    }

    static Reply ok(JsonNode body) {
        return json(200, body);
    }

    static Reply nothing() {
        return new Reply(204, "", new byte[0], null, Map.of());
    }

    static Reply created() {
        return new Reply(201, "", new byte[0], null, Map.of());
    }

    static Reply text(int status, String type, String text) {
        return new Reply(status, type + ";charset=UTF-8", text.getBytes(StandardCharsets.UTF_8), null, Map.of());
    }

    static Reply html(int status, String title) {
        return text(
                status,
                "text/html",
                "<!DOCTYPE html><html><head><title>" + title + " (" + status + ")</title></head><body><h1>" + title
                        + "</h1></body></html>");
    }

    static Reply file(String type, Path file) {
        return new Reply(200, type, new byte[0], file, Map.of());
    }

    Reply with(Map<String, String> more) {
        return new Reply(status, type, body, file, more);
    }
}
