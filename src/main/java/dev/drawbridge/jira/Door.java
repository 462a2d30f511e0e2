package dev.drawbridge.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The only way out to Jira. Every call carries the proxy user's credentials and comes back as an answer or as a
 * {@link JiraTrouble}; when Jira asks for patience, everybody waits.
 */
@Component("door")
public class Door {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TARGET = "drawbridge.target";
    private static final int LARGEST_ANSWER = 64 << 20;

    private final JiraSettings settings;
    private final ProducerTemplate route;
    private final Clock clock;
    private volatile Instant closedUntil = Instant.EPOCH;
    private volatile @Nullable String shut;

    Door(JiraSettings settings, ProducerTemplate route, Clock clock) {
        this.settings = settings;
        this.route = route;
        this.clock = clock;
    }

    /** What Jira answered: its JSON (missing when there is none) and the headers that matter to us. */
    public record Answer(int status, JsonNode body, Map<String, String> headers) {
        public @Nullable String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    Answer get(String path) {
        return call("GET", path, null, "application/json", null);
    }

    Answer post(String path, JsonNode body) {
        return call("POST", path, body.toString().getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    Answer put(String path, JsonNode body) {
        return call("PUT", path, body.toString().getBytes(StandardCharsets.UTF_8), "application/json", null);
    }

    Answer delete(String path) {
        return call("DELETE", path, null, "application/json", null);
    }

    /** Sends a file as multipart, streamed from disk. */
    Answer upload(String path, Path file, String filename, String mimetype) {
        var entity = MultipartEntityBuilder.create()
                .setMode(org.apache.hc.client5.http.entity.mime.HttpMultipartMode.EXTENDED)
                .setCharset(StandardCharsets.UTF_8)
                .addBinaryBody("file", file.toFile(), contentType(mimetype), filename)
                .build();
        return call("POST", path, entity, entity.getContentType(), null);
    }

    /** Fetches content of our own Jira into a file. */
    void download(String url, Path target) {
        if (!url.startsWith(settings.base() + "/"))
            throw new JiraTrouble(
                    JiraTrouble.Kind.INVALID,
                    "Jira named content outside of " + settings.base() + ": it is not fetched.",
                    Map.of(),
                    null);
        call("GET", url.substring(settings.base().length()), null, null, target);
    }

    private Answer call(
            String method, String path, @Nullable Object body, @Nullable String type, @Nullable Path target) {
        refuseWhileClosed();
        var exchange = route.request("direct:jira", request -> {
            var message = request.getMessage();
            message.setHeader(Exchange.HTTP_METHOD, method);
            message.setHeader(Exchange.HTTP_URI, settings.base() + path);
            message.setHeader("Authorization", credentials());
            message.setHeader("Accept", target == null ? "application/json" : "*/*");
            message.setHeader("User-Agent", "Drawbridge");
            if (!method.equals("GET")) message.setHeader("X-Atlassian-Token", "no-check");
            if (type != null && body != null) message.setHeader(Exchange.CONTENT_TYPE, type);
            message.setBody(body);
            if (target != null) request.setProperty(TARGET, target);
        });
        var failure = exchange.getException();
        if (failure != null) throw unreached(method, failure);
        return judge(exchange.getMessage().getBody(Answer.class));
    }

    /** The route's last step: takes in the answer while the connection is still open. */
    public void receive(Exchange exchange) throws IOException {
        var message = exchange.getMessage();
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        var headers = new HashMap<String, String>();
        message.getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), String.valueOf(value)));
        var target = exchange.getProperty(TARGET, Path.class);
        JsonNode json = MissingNode.getInstance();
        try (var stream = message.getBody(InputStream.class)) {
            if (stream != null && target != null && status == 200) {
                Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
            } else if (stream != null) {
                json = json(new String(stream.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
            }
        }
        message.removeHeaders("*");
        message.setBody(new Answer(status, json, headers));
    }

    private Answer judge(@Nullable Answer answer) {
        Objects.requireNonNull(answer, "The route 'jira' must end in the door");
        var status = answer.status();
        if (status >= 200 && status < 300) return answer;
        var retryAfter = retryAfter(answer.header("Retry-After"));
        if (status == 429 || status == 503) close(retryAfter == null ? Duration.ofSeconds(1) : retryAfter);
        if (status == 401 || isCaptcha(answer)) {
            shut = status == 401
                    ? "Jira does not let the proxy user '%s' in (401): check drawbridge.jira.token or password."
                            .formatted(settings.user())
                    : "Jira asks the proxy user '%s' for a CAPTCHA: log in once with a browser, then retry."
                            .formatted(settings.user());
            close(Duration.ofSeconds(30));
            throw new JiraTrouble(
                    JiraTrouble.Kind.LOGIN, Objects.requireNonNull(shut), Map.of(), Duration.ofSeconds(30));
        }
        throw new JiraTrouble(kind(status), sentence(answer), fields(answer.body()), retryAfter);
    }

    private static JiraTrouble.Kind kind(int status) {
        if (status == 404) return JiraTrouble.Kind.MISSING;
        if (status == 403) return JiraTrouble.Kind.FORBIDDEN;
        if (status == 408
                || status == 409
                || status == 425
                || status == 429
                || status >= 500
                || (status >= 300 && status < 400)) return JiraTrouble.Kind.LATER;
        return JiraTrouble.Kind.INVALID;
    }

    private static boolean isCaptcha(Answer answer) {
        var reason = answer.header("X-Authentication-Denied-Reason");
        var login = answer.header("X-Seraph-LoginReason");
        return (reason != null && reason.contains("CAPTCHA")) || "AUTHENTICATION_DENIED".equals(login);
    }

    private static String sentence(Answer answer) {
        var messages = new java.util.ArrayList<String>();
        answer.body().path("errorMessages").forEach(message -> messages.add(message.asText()));
        fields(answer.body()).forEach((field, message) -> messages.add(field + ": " + message));
        var said = messages.isEmpty() ? "no explanation" : String.join(" ", messages);
        return "Jira answered %d: %s".formatted(answer.status(), said);
    }

    private static Map<String, String> fields(JsonNode body) {
        var result = new HashMap<String, String>();
        body.path("errors")
                .properties()
                .forEach(error -> result.put(error.getKey(), error.getValue().asText()));
        return result;
    }

    private JiraTrouble unreached(String method, Exception failure) {
        var sentence = "Jira at %s cannot be reached: %s".formatted(settings.base(), cause(failure));
        var never = failure instanceof java.net.ConnectException || failure instanceof java.net.UnknownHostException;
        var kind = never || method.equals("GET") ? JiraTrouble.Kind.LATER : JiraTrouble.Kind.UNCLEAR;
        var trouble = new JiraTrouble(kind, sentence, Map.of(), null);
        trouble.initCause(failure);
        return trouble;
    }

    private static String cause(Exception failure) {
        return failure.getClass().getSimpleName() + " (" + failure.getMessage() + ")";
    }

    private void refuseWhileClosed() {
        var left = Duration.between(clock.instant(), closedUntil);
        if (left.isNegative() || left.isZero()) {
            shut = null;
            return;
        }
        var why = shut;
        throw new JiraTrouble(
                why == null ? JiraTrouble.Kind.LATER : JiraTrouble.Kind.LOGIN,
                why == null ? "Jira asked for patience." : why,
                Map.of(),
                left);
    }

    private synchronized void close(Duration length) {
        var capped = length.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : length;
        var until = clock.instant().plus(capped);
        if (until.isAfter(closedUntil)) closedUntil = until;
    }

    private @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null || value.isBlank() || value.equals("0")) return null;
        try {
            return Duration.ofSeconds(Long.parseLong(value.strip()));
        } catch (NumberFormatException notSeconds) {
            return retryAt(value.strip());
        }
    }

    private @Nullable Duration retryAt(String date) {
        try {
            return Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private String credentials() {
        var token = settings.token();
        if (token != null && !token.isBlank()) return "Bearer " + token;
        var both = settings.user() + ":" + settings.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static ContentType contentType(String mimetype) {
        try {
            return ContentType.parse(mimetype);
        } catch (RuntimeException odd) {
            return ContentType.APPLICATION_OCTET_STREAM;
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException html) {
            return MissingNode.getInstance();
        }
    }
}
