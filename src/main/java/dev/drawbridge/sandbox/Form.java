package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.Uploads.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a person typed, ticked and chose in a form. */
record Form(Map<String, List<String>> values, List<Upload> files) {
    static final Form EMPTY = new Form(Map.of(), List.of());

    static Form read(Call call) {
        var values = new LinkedHashMap<String, List<String>>();
        var type = String.valueOf(call.header().apply("Content-Type"));
        if (type.startsWith("multipart/")) {
            return new Form(values, Uploads.read(call, (name, value) -> add(values, name, value)));
        }
        try {
            for (var pair : new String(call.stream().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
                var parts = pair.split("=", 2);
                add(values, decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.bad("The form cannot be read: " + e.getMessage());
        }
        return new Form(values, List.of());
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String text(String name) {
        return String.join("\n", all(name));
    }

    /** Forgets uploaded files that nobody took. */
    void discard() {
        try {
            for (var file : files) {
                Files.deleteIfExists(file.content());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
