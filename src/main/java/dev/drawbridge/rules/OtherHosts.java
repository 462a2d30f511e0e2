package dev.drawbridge.rules;

import com.exalate.api.exception.IssueTrackerException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.drawbridge.connection.AllowedHost;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.NamesOutside;
import dev.drawbridge.http.Dialing;
import dev.drawbridge.http.ProxySettings;
import dev.drawbridge.jira.RuleCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Calls that rules make to hosts beside the local Jira, which an administrator has put on the connection's list. They get
 * no login of ours, follow no redirect, and never reach the network's own machinery, a cloud's metadata, or this machine.
 */
@Component
class OtherHosts implements DisposableBean {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Dialing.Patience PATIENCE =
            new Dialing.Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));
    private static final int CONNECTIONS = 8;
    private static final int LONGEST_ANSWER = 2 << 20;
    private static final int SHOWN = 200;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect");

    private final Connections connections;
    private final CloseableHttpClient client;

    OtherHosts(Connections connections, Dialing dialing, ProxySettings proxy, RulesSettings settings) {
        this.connections = connections;
        var through = proxy.url() == null ? null : proxy.url().getHost();
        client = dialing.client(proxy, PATIENCE, CONNECTIONS, new NamesOutside(through, settings.allowHttp()));
    }

    /** The ones that rules of that connection may call. */
    Surroundings.Web of(UUID connection) {
        return (method, url, headers, body) -> ask(connection, method, url, headers, body);
    }

    private RuleCalls.Reply ask(
            UUID connection, String method, String url, Map<String, String> headers, @Nullable String body) {
        var allowed = connections
                .find(connection)
                .map(known -> known.settings().httpAllow())
                .orElse(List.of());
        var target = allowed(url, allowed);
        var verb = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb))
            throw new IssueTrackerException("httpClient knows %s, not %s"
                    .formatted(METHODS.stream().sorted().toList(), method));
        var call = ClassicRequestBuilder.create(verb).setUri(target);
        headers.forEach((name, value) -> {
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))
                    && !name.toLowerCase(Locale.ROOT).startsWith("proxy-"))
                call.setHeader(name, value.replaceAll("[\\r\\n]+", " "));
        });
        if (body != null) call.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        try {
            return client.execute(call.build(), answer -> reply(target, answer));
        } catch (NamesOutside.OutOfBounds never) {
            throw new IssueTrackerException("httpClient may not call " + never.getMessage());
        } catch (IOException failure) {
            throw new RulesBusy("httpClient: %s does not answer (%s); it is tried again."
                    .formatted(place(target), reason(failure)));
        }
    }

    /** @throws IssueTrackerException when it is on no list */
    static URI allowed(String url, List<String> allowed) {
        URI target;
        try {
            target = URI.create(url.strip());
        } catch (IllegalArgumentException wrong) {
            throw new IssueTrackerException("httpClient needs a URL, not '" + url + "'");
        }
        if (target.getRawUserInfo() != null)
            throw new IssueTrackerException(
                    "httpClient takes no login within a URL; give a header Authorization instead");
        if (allowed.stream().map(AllowedHost::of).noneMatch(host -> host.covers(target)))
            throw new IssueTrackerException(
                    ("httpClient may only call this node's own Jira and the hosts of the connection's setting httpAllow "
                                    + "(now: %s), not %s")
                            .formatted(allowed.isEmpty() ? "none" : String.join(", ", allowed), place(target)));
        return target;
    }

    private static RuleCalls.Reply reply(URI target, ClassicHttpResponse answer) throws IOException {
        var status = answer.getCode();
        var text = text(target, answer);
        var headers = new LinkedHashMap<String, String>();
        for (var header : answer.getHeaders())
            headers.merge(header.getName(), header.getValue(), (a, b) -> a + ", " + b);
        if (status == 429 || status >= 500)
            throw new RulesBusy(
                    "httpClient: %s answers with status %d; it is tried again.".formatted(place(target), status));
        var problem = status < 300
                ? null
                : status < 400
                        ? "%s sends on to %s (status %d); call that URL if it may be called"
                                .formatted(place(target), headers.getOrDefault("Location", "another URL"), status)
                        : "%s answers with status %d: %s".formatted(place(target), status, shown(text));
        return new RuleCalls.Reply(status, json(text), problem, headers);
    }

    private static String text(URI target, ClassicHttpResponse answer) throws IOException {
        var entity = answer.getEntity();
        if (entity == null) return "";
        try (var content = entity.getContent()) {
            var bytes = content.readNBytes(LONGEST_ANSWER + 1);
            if (bytes.length > LONGEST_ANSWER)
                throw new IssueTrackerException(
                        "httpClient: %s answers with more than %d MB".formatted(place(target), LONGEST_ANSWER >> 20));
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** As text where it is no JSON. */
    private static JsonNode json(String text) {
        if (text.isBlank()) return JsonNodeFactory.instance.missingNode();
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException other) {
            return TextNode.valueOf(text);
        }
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String place(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    @Override
    public void destroy() {
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
