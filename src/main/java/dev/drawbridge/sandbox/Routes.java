package dev.drawbridge.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which path is answered by what. */
final class Routes {
    @FunctionalInterface
    interface Answer {
        Reply to(Call call);
    }

    record Found(String path, Answer answer, Map<String, String> variables) {}

    private record Route(String method, String path, String[] parts, Answer answer) {}

    /** Routes below one path. */
    record Under(Routes routes, String prefix) {
        Under get(String path, Answer answer) {
            routes.on("GET", prefix + path, answer);
            return this;
        }

        Under post(String path, Answer answer) {
            routes.on("POST", prefix + path, answer);
            return this;
        }

        Under put(String path, Answer answer) {
            routes.on("PUT", prefix + path, answer);
            return this;
        }

        Under delete(String path, Answer answer) {
            routes.on("DELETE", prefix + path, answer);
            return this;
        }
    }

    private final Map<Integer, List<Route>> bySize = new HashMap<>();

    Under under(String prefix) {
        return new Under(this, prefix);
    }

    /** What is told first is asked first: a word before a variable in its place. */
    Routes on(String method, String path, Answer answer) {
        var parts = path.split("/");
        bySize.computeIfAbsent(parts.length, ignored -> new ArrayList<>()).add(new Route(method, path, parts, answer));
        return this;
    }

    @Nullable
    Found find(String method, String path) {
        var parts = path.split("/");
        for (var route : bySize.getOrDefault(parts.length, List.of())) {
            var variables = route.method.equals(method) ? match(route.parts, parts) : null;
            if (variables != null) {
                return new Found(route.path, route.answer, variables);
            }
        }
        return null;
    }

    /** Whether the path is answered for another method. */
    boolean knows(String path) {
        var parts = path.split("/");
        return bySize.getOrDefault(parts.length, List.of()).stream()
                .anyMatch(route -> match(route.parts, parts) != null);
    }

    private static @Nullable Map<String, String> match(String[] pattern, String[] parts) {
        var variables = new HashMap<String, String>();
        for (int i = 0; i < parts.length; i++) {
            if (pattern[i].startsWith("{")) {
                variables.put(
                        pattern[i].substring(1, pattern[i].length() - 1),
                        URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!pattern[i].equals(parts[i])) {
                return null;
            }
        }
        return variables;
    }
}
