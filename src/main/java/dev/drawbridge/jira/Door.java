package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.queue.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The only way out to Jira. Every call carries the proxy user's credentials and comes back as an answer or as a
 * {@link JiraTrouble}; when Jira asks for patience, everybody waits.
 */
@Component("door")
public class Door {
    private static final String TARGET = "drawbridge.target";
    private static final String JSON = "application/json";
    private static final Duration AFTER_WRONG_TOKEN = Duration.ofMinutes(1);
    private static final Duration AFTER_WRONG_PASSWORD = Duration.ofMinutes(30);

    private final JiraSettings settings;
    private final ProducerTemplate route;
    private final Activation activation;
    private final Verdict verdict;
    private final Patience patience;
    private final Semaphore places;
    private final ThreadLocal<Boolean> readOnly = ThreadLocal.withInitial(() -> false);

    Door(JiraSettings settings, ProducerTemplate route, Activation activation, Clock clock) {
        this.settings = settings;
        this.route = route;
        this.activation = activation;
        verdict = new Verdict(settings);
        patience = new Patience(clock);
        places = new Semaphore(settings.atOnce(), true);
    }

    /** One call. {@code path} begins after the base URL; {@code target} is the file for a content. */
    private record Call(
            String method, String path, @Nullable Object body, @Nullable String type, @Nullable Path target) {
        boolean isWrite() {
            return !method.equals("GET");
        }

        boolean isOfAFile() {
            return target != null || body instanceof HttpEntity;
        }
    }

    Answer get(String path) {
        return make(new Call("GET", path, null, null, null));
    }

    Answer post(String path, JsonNode body) {
        return make(new Call("POST", path, bytes(body), JSON, null));
    }

    Answer put(String path, JsonNode body) {
        return make(new Call("PUT", path, bytes(body), JSON, null));
    }

    Answer delete(String path) {
        return make(new Call("DELETE", path, null, null, null));
    }

    /** Sends a file as multipart, streamed from disk; its name goes as plain UTF-8, the way browsers send it to Jira. */
    Answer upload(String path, Path file, String filename, String mimetype) {
        var entity = MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.LEGACY)
                .setCharset(StandardCharsets.UTF_8)
                .addBinaryBody("file", file.toFile(), contentType(mimetype), filename)
                .build();
        return make(new Call("POST", path, entity, entity.getContentType(), null));
    }

    /** Fetches a content of our own Jira into a file. */
    void download(String path, Path target) {
        make(new Call("GET", path, null, null, target));
    }

    /** Runs something during which no call that could change Jira leaves on this thread. */
    public <T> T withoutWriting(Supplier<T> reading) {
        var before = readOnly.get();
        readOnly.set(true);
        try {
            return reading.get();
        } finally {
            readOnly.set(before);
        }
    }

    /** Calls Jira again at once, although it did not let us in or asked for patience. */
    public void openAgain() {
        patience.open();
    }

    /** When Jira last asked for patience. */
    Optional<Instant> lastBusy() {
        return patience.lastBusy();
    }

    /** Whether an answer was certainly given to the proxy user and not to an anonymous visitor. */
    void requireUs(Answer answer) {
        var somebody = answer.header("X-AUSERNAME");
        if (verdict.isUs(somebody)) return;
        throw JiraTrouble.of(JiraTrouble.Kind.LOGIN, verdict.stranger(somebody == null ? "nobody" : somebody));
    }

    private Answer make(Call call) {
        if (call.isWrite() && readOnly.get())
            throw new IllegalStateException("This is a try: nothing may be written to Jira");
        if (call.isWrite() && !activation.isActive())
            throw JiraTrouble.of(JiraTrouble.Kind.LATER, Activation.NOT_ACTIVE);
        patience.await();
        var exchange = call.isOfAFile() ? ask(call) : inTurn(call);
        var failure = exchange.getException();
        if (failure != null) throw verdict.of(call.isWrite(), failure);
        return judged(call, Objects.requireNonNull(exchange.getMessage().getBody(Answer.class)));
    }

    /** Jira is asked only so much at the same time, however many lanes are worked on. */
    private Exchange inTurn(Call call) {
        places.acquireUninterruptibly();
        try {
            return ask(call);
        } finally {
            places.release();
        }
    }

    private Exchange ask(Call call) {
        return route.request("direct:jira", request -> describe(call, request));
    }

    private void describe(Call call, Exchange request) {
        var message = request.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_URI, settings.base() + call.path());
        message.setHeader("Authorization", credentials());
        message.setHeader("Accept", call.target() == null ? JSON : "*/*");
        message.setHeader("User-Agent", "Drawbridge");
        if (call.isWrite()) message.setHeader("X-Atlassian-Token", "no-check");
        if (call.type() != null) message.setHeader(Exchange.CONTENT_TYPE, call.type());
        message.setBody(call.body());
        if (call.target() != null) request.setProperty(TARGET, call.target());
    }

    /** The route's last step: takes in the answer while the connection is still open. */
    public void receive(Exchange exchange) throws IOException {
        var message = exchange.getMessage();
        var status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        var headers = new HashMap<String, String>();
        message.getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        var target = exchange.getProperty(TARGET, Path.class);
        Answer answer;
        try (var stream = message.getBody(InputStream.class)) {
            if (stream != null && target != null && status == 200) {
                Files.copy(stream, target, StandardCopyOption.REPLACE_EXISTING);
                answer = new Answer(status, MissingNode.getInstance(), "", headers);
            } else answer = Answer.read(status, headers, stream);
        }
        message.removeHeaders("*");
        message.setBody(answer);
    }

    private Answer judged(Call call, Answer answer) {
        var trouble = verdict.of(call.isWrite(), answer);
        if (trouble == null) {
            patience.well();
            return answer;
        }
        if (trouble.kind() == JiraTrouble.Kind.LOGIN) {
            var captcha = Verdict.isCaptcha(answer);
            var wait = settings.token() == null || captcha ? AFTER_WRONG_PASSWORD : AFTER_WRONG_TOKEN;
            patience.notLetIn(trouble.sentence(), wait);
            throw JiraTrouble.of(JiraTrouble.Kind.LOGIN, trouble.sentence(), wait);
        }
        if (answer.status() == 429 || answer.status() == 503) {
            var wait = patience.busy(patience.retryAfter(answer.header("Retry-After")));
            throw JiraTrouble.of(JiraTrouble.Kind.LATER, trouble.sentence(), wait);
        }
        throw trouble;
    }

    private String credentials() {
        var token = settings.token();
        if (token != null) return "Bearer " + token;
        var both = settings.user() + ":" + settings.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ContentType contentType(String mimetype) {
        try {
            return ContentType.parse(mimetype);
        } catch (IllegalArgumentException odd) {
            return ContentType.APPLICATION_OCTET_STREAM;
        }
    }
}
