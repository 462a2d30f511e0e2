package dev.drawbridge.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody with a browser, as far as cookies and forms go; follows no redirects. */
final class Visitor {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    /** A page, as a browser asks for it. */
    HttpResponse<String> page(Company at, String path) {
        return send(HttpRequest.newBuilder(URI.create(at.url() + path)).header("Accept", "text/html"));
    }

    HttpResponse<String> logIn(Company at, String user, String password) {
        return logIn(at, user, password, "");
    }

    HttpResponse<String> logIn(Company at, String user, String password, String next) {
        return form(at, "/login", Map.of("user", user, "password", password, "next", next, "_csrf", formToken(at)));
    }

    HttpResponse<String> form(Company at, String path, Map<String, String> fields, String... headers) {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(at.url() + path))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return send(request);
    }

    /** Somebody else has put a cookie into the browser. */
    void plant(Company at, String cookie) {
        var parts = cookie.split("=", 2);
        var planted = new HttpCookie(parts[0], parts[1]);
        planted.setPath("/");
        planted.setVersion(0);
        cookies.getCookieStore().add(URI.create(at.url()), planted);
    }

    /** What the log-in page hides in its form. */
    String formToken(Company at) {
        var form = CSRF.matcher(page(at, "/login").body());
        if (!form.find()) throw new IllegalStateException("The log-in page of " + at.name + " has no form");
        return form.group(1);
    }

    /** A call of the admin API from a page, with what the page has to send along. */
    HttpResponse<String> call(Company at, String method, String path, @Nullable Map<String, ?> body) {
        var csrf = json(call(at, "GET", "/api/v1/users/me", null, "")).path("csrf");
        return call(at, method, path, body, csrf.path("token").asText());
    }

    HttpResponse<String> call(Company at, String method, String path, @Nullable Map<String, ?> body, String csrf) {
        var request = HttpRequest.newBuilder(URI.create(at.url() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(
                                        JSON.valueToTree(body).toString()));
        if (!csrf.isEmpty()) request.header("X-XSRF-TOKEN", csrf);
        return send(request);
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
