package dev.drawbridge.rules;

import com.exalate.api.exception.IssueTrackerException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.jira.RuleCalls;
import groovy.lang.Closure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code httpClient}: calls the REST API of the local Jira with the proxy user's login, and other hosts that are on the
 * connection's list with whatever headers the rule gives. Answers are maps and lists, or text. Calls that change something
 * are made once for each change of the partner, and not at all while a rule is only tried.
 */
public final class HttpClientHelper {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Scene scene;

    HttpClientHelper(Scene scene) {
        this.scene = scene;
    }

    public @Nullable Object get(@Nullable Object path) {
        return said("GET", path, null);
    }

    public @Nullable Object get(@Nullable Object path, boolean anything) {
        return get(path);
    }

    /** @param body a map, a list, or JSON text */
    public @Nullable Object post(@Nullable Object path, @Nullable Object body) {
        return said("POST", path, body);
    }

    /** @param body a map, a list, or JSON text */
    public @Nullable Object put(@Nullable Object path, @Nullable Object body) {
        return said("PUT", path, body);
    }

    public @Nullable Object delete(@Nullable Object path) {
        return said("DELETE", path, null);
    }

    /** Any call; the closure gets {@code code, body, headers} and its result is the result. */
    public @Nullable Object http(
            @Nullable Object method,
            @Nullable Object path,
            @Nullable Map<?, ?> query,
            @Nullable Object body,
            @Nullable Map<?, ?> headers,
            Closure<?> then) {
        var reply = reply(String.valueOf(method), path + asked(query), body, headers);
        var response = new LinkedHashMap<String, @Nullable Object>();
        response.put("code", reply.status());
        response.put("body", reply.problem() == null ? text(reply.body()) : reply.problem());
        response.put("headers", reply.headers());
        return then.call(response);
    }

    public @Nullable Object http(
            @Nullable Object method,
            @Nullable Object path,
            @Nullable Object body,
            @Nullable Map<?, ?> headers,
            Closure<?> then) {
        return http(method, path, null, body, headers, then);
    }

    public Object ws() {
        throw Limits.of("httpClient.ws()", "Use httpClient.get, post, put, delete or http with a path.");
    }

    private @Nullable Object said(String method, @Nullable Object path, @Nullable Object body) {
        var reply = reply(method, String.valueOf(path), body, null);
        if (reply.problem() != null)
            throw new IssueTrackerException("httpClient %s %s: %s".formatted(method, path, reply.problem()));
        return reply.body().isMissingNode() ? null : JSON.convertValue(reply.body(), Object.class);
    }

    private RuleCalls.Reply reply(String method, String path, @Nullable Object body, @Nullable Map<?, ?> headers) {
        var elsewhere = elsewhere(path);
        if (!method.equalsIgnoreCase("GET") && !scene.doing().effects())
            return new RuleCalls.Reply(204, JSON.missingNode(), null);
        if (!elsewhere) return scene.around().calls().make(method, local(path), json(body));
        var content = json(body);
        return scene.around()
                .hosts()
                .apply(scene.terms().id())
                .ask(method, path, named(headers), content == null ? null : content.toString());
    }

    private static Map<String, String> named(@Nullable Map<?, ?> headers) {
        var named = new LinkedHashMap<String, String>();
        if (headers != null)
            headers.forEach((name, value) -> named.put(
                    String.valueOf(name),
                    value instanceof Collection<?> many
                            ? many.stream().map(String::valueOf).collect(Collectors.joining(", "))
                            : String.valueOf(value)));
        return named;
    }

    /** Whether that is a URL, and not one below our own Jira's. */
    private boolean elsewhere(String path) {
        return path.matches("(?i)https?://.*") && !path.startsWith(base() + "/");
    }

    private String base() {
        return scene.jiraUrl().replaceAll("/+$", "");
    }

    /** Below our own Jira; the API of Jira Cloud has another number. */
    private String local(String path) {
        var below = path.startsWith(base() + "/") ? path.substring(base().length()) : path;
        if (!below.startsWith("/") || below.startsWith("//") || below.contains("/../"))
            throw new IssueTrackerException(
                    "httpClient needs a path such as /rest/api/2/myself, or a URL, not '" + path + "'");
        return below.replaceFirst("^/rest/api/3/", "/rest/api/2/");
    }

    private static String asked(@Nullable Map<?, ?> query) {
        if (query == null || query.isEmpty()) return "";
        return query.entrySet().stream()
                .flatMap(entry -> (entry.getValue() instanceof Collection<?> many
                                ? many.stream()
                                : java.util.stream.Stream.of(entry.getValue()))
                        .map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(@Nullable Object text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode json(@Nullable Object body) {
        if (body == null) return null;
        try {
            return body instanceof CharSequence text
                    ? JSON.readTree(text.toString())
                    : new Values(person -> null).any("body", body);
        } catch (JsonProcessingException broken) {
            throw new IssueTrackerException("httpClient: the body is not JSON: " + broken.getOriginalMessage());
        }
    }

    private static @Nullable String text(JsonNode body) {
        if (body.isMissingNode()) return null;
        return body.isTextual() ? body.asText() : body.toString();
    }
}
