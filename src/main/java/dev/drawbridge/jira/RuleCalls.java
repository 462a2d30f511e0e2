package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls that rules make to the local Jira by themselves, with the proxy user's login. */
@Component
public class RuleCalls {
    private static final Set<JiraTrouble.Kind> NOBODYS_FAULT =
            Set.of(JiraTrouble.Kind.LATER, JiraTrouble.Kind.LOGIN, JiraTrouble.Kind.UNCLEAR);

    private final Door door;

    RuleCalls(Door door) {
        this.door = door;
    }

    /**
     * What Jira answered.
     *
     * @param body its JSON; missing when it was none
     * @param problem what Jira says against it, in a sentence; null when it did what was asked
     * @param headers what else was said
     */
    public record Reply(int status, JsonNode body, @Nullable String problem, Map<String, String> headers) {
        public Reply {
            headers = Map.copyOf(headers);
        }

        public Reply(int status, JsonNode body, @Nullable String problem) {
            this(status, body, problem, Map.of());
        }
    }

    /**
     * Makes one call.
     *
     * @param path begins after Jira's base URL
     * @throws JiraTrouble when Jira cannot be asked now
     */
    public Reply make(String method, String path, @Nullable JsonNode body) {
        try {
            var answer = answer(method.toUpperCase(Locale.ROOT), path, body);
            return new Reply(answer.status(), answer.body(), null);
        } catch (JiraTrouble trouble) {
            if (NOBODYS_FAULT.contains(trouble.kind())) throw trouble;
            var status = trouble.kind() == JiraTrouble.Kind.MISSING ? 404 : 400;
            return new Reply(status, com.fasterxml.jackson.databind.node.MissingNode.getInstance(), trouble.sentence());
        }
    }

    private Answer answer(String method, String path, @Nullable JsonNode body) {
        var content = body == null ? com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode() : body;
        return switch (method) {
            case "GET" -> door.get(path);
            case "POST" -> door.post(path, content);
            case "PUT" -> door.put(path, content);
            case "DELETE" -> door.delete(path);
            default -> throw new IllegalArgumentException("httpClient knows GET, POST, PUT and DELETE, not " + method);
        };
    }
}
