package dev.drawbridge.jira;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.twin.Twins;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.catalina.connector.Connector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The port on which our own Jira may say that something changed. What it says is only a hint: the next pass comes at once,
 * and an issue under sync that is said to be deleted is looked at. Nothing of it is taken as a fact.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnProperty("drawbridge.jira.webhook.port")
class WebhookPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Filter {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookPort.class);
    private static final int LARGEST = 8 << 20;
    private static final int LARGEST_HEAD = 16 << 10;
    private static final int SLOWEST_MILLIS = 10_000;
    private static final String DELETED = "jira:issue_deleted";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LARGEST)
                            .maxNestingDepth(100)
                            .build())
                    .build())
            .build();

    private final Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    private final JiraSettings.Webhook settings;
    private final Changes changes;
    private final RetryList retries;
    private final Twins twins;
    private final Scope scope;

    WebhookPort(JiraSettings settings, Changes changes, RetryList retries, Twins twins, Scope scope) {
        this.settings = settings.webhook();
        this.changes = changes;
        this.retries = retries;
        this.twins = twins;
        this.scope = scope;
    }

    /** The port that was really taken. */
    int actual() {
        return connector.getLocalPort();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        connector.setPort(Objects.requireNonNull(settings.port()));
        connector.setProperty("address", settings.address());
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(LARGEST_HEAD));
        connector.setProperty("connectionTimeout", Integer.toString(SLOWEST_MILLIS));
        connector.setProperty("connectionUploadTimeout", Integer.toString(SLOWEST_MILLIS));
        connector.setProperty("disableUploadTimeout", "false");
        factory.addAdditionalTomcatConnectors(connector);
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        LOG.info("Jira can say on port {} that something changed.", actual());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getLocalPort() != actual()) chain.doFilter(request, response);
        else ((HttpServletResponse) response).setStatus(heard((HttpServletRequest) request));
    }

    /** Size before signature, signature before JSON. */
    private int heard(HttpServletRequest call) throws IOException {
        if (!call.getMethod().equals("POST")) return HttpServletResponse.SC_METHOD_NOT_ALLOWED;
        var body = call.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) return HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
        if (!isSigned(call, body)) {
            LOG.warn("A webhook without the signature that belongs to drawbridge.jira.webhook.secret was refused.");
            return HttpServletResponse.SC_UNAUTHORIZED;
        }
        try {
            hint(JSON.readTree(body));
        } catch (IOException unreadable) {
            return HttpServletResponse.SC_BAD_REQUEST;
        }
        changes.hurry();
        return HttpServletResponse.SC_NO_CONTENT;
    }

    /** A search never shows that an issue is gone or has left our projects; only one under sync is worth a look. */
    private void hint(JsonNode said) {
        var key = said.path("issue").path("key").asText("");
        var inside = scope.wanted().contains(key.replaceFirst("-\\d+$", ""));
        if (inside && !said.path("webhookEvent").asText().equals(DELETED)) return;
        var issueId = said.path("issue").path("id").asLong(0);
        if (issueId > 0 && !twins.underSync(Set.of(issueId)).isEmpty()) retries.ask(issueId);
    }

    private boolean isSigned(HttpServletRequest call, byte[] body) {
        var secret = settings.secret();
        if (secret == null) return true;
        var said = Objects.toString(call.getHeader("X-Hub-Signature"), "");
        var expected = "sha256=" + HexFormat.of().formatHex(hmac(secret, body));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), said.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256.", impossible);
        }
    }
}
