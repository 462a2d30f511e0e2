package dev.drawbridge.jira;

import dev.drawbridge.http.ProxySettings;
import dev.drawbridge.secrets.SecretFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Jira beside this node and how it is spoken to.
 *
 * @param url base URL with its context path, such as {@code https://jira.acme.example/jira}
 * @param user name of the proxy user
 * @param password its password, when no token is given
 * @param passwordFile a file that holds the password instead
 * @param token a personal access token of the proxy user
 * @param tokenFile a file that holds the token instead
 * @param pollEvery pause between two searches for changes
 * @param overlap how far each search reaches back behind the watermark
 * @param censusEvery how often all issues under sync are looked at, for deletions and moves that no search shows
 * @param metadataEvery how often projects, types, priorities and people are looked up anew while something waits for them
 * @param settle how long an unclean attempt rests before its outcome is searched
 * @param requestTimeout the longest wait for an answer, or for its next part
 * @param connectTimeout the longest wait for a connection
 * @param atOnce how many calls may be under way at the same time; contents of files come besides
 * @param webhook where Jira may say that something changed
 * @param proxy an outgoing proxy for calls to Jira, when it is another one than {@code drawbridge.proxy}
 */
@ConfigurationProperties("drawbridge.jira")
public record JiraSettings(
        URI url,
        String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @Nullable String token,
        @Nullable Path tokenFile,
        @DefaultValue("5s") Duration pollEvery,
        @DefaultValue("90s") Duration overlap,
        @DefaultValue("24h") Duration censusEvery,
        @DefaultValue("1m") Duration metadataEvery,
        @DefaultValue Settle settle,
        @DefaultValue("60s") Duration requestTimeout,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("8") int atOnce,
        @DefaultValue Webhook webhook,
        @DefaultValue ProxySettings proxy) {

    /**
     * @param create after an attempt to make an issue: longer than Jira's own time limit and the lag of its index
     * @param parts after an attempt to make a comment or an attachment
     */
    public record Settle(@DefaultValue("90s") Duration create, @DefaultValue("30s") Duration parts) {
        public Settle {
            if (create.isNegative() || parts.isNegative())
                throw new IllegalArgumentException(
                        "drawbridge.jira.settle.create and drawbridge.jira.settle.parts must not be negative");
        }
    }

    /**
     * @param port an own port for Jira's webhooks; absent means that none is opened
     * @param address where that port is opened
     * @param secret what Jira signs its webhooks with (Jira 10 and later)
     * @param secretFile a file that holds the secret instead
     */
    public record Webhook(
            @Nullable Integer port,
            @DefaultValue("0.0.0.0") String address,
            @Nullable String secret,
            @Nullable Path secretFile) {
        public Webhook {
            if (port != null && (port < 0 || port > 65_535))
                throw new IllegalArgumentException("drawbridge.jira.webhook.port must be a port number, not " + port);
            secret = SecretFile.orValue("drawbridge.jira.webhook.secret", secret, secretFile);
        }

        @Override
        public String toString() {
            return "Webhook[port=" + port + "]";
        }
    }

    public JiraSettings {
        if (atOnce < 1 || atOnce > 256)
            throw new IllegalArgumentException(
                    "drawbridge.jira.at-once must be between 1 and 256, not " + atOnce + ".");
        checkUrl(url);
        if (user == null || user.isBlank())
            throw new IllegalArgumentException("drawbridge.jira.user is missing: the name of the proxy user");
        password = SecretFile.orValue("drawbridge.jira.password", password, passwordFile);
        token = SecretFile.orValue("drawbridge.jira.token", token, tokenFile);
        if (password == null && token == null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.token (or drawbridge.jira.password) is missing: the proxy user needs one to log in");
        atLeast("drawbridge.jira.poll-every", pollEvery, Duration.ofMillis(100));
        atLeast("drawbridge.jira.census-every", censusEvery, Duration.ofMinutes(10));
        atLeast("drawbridge.jira.metadata-every", metadataEvery, Duration.ofSeconds(1));
        atLeast("drawbridge.jira.request-timeout", requestTimeout, Duration.ofSeconds(1));
        atLeast("drawbridge.jira.connect-timeout", connectTimeout, Duration.ofMillis(100));
        // Jira compares times by the second, and its nodes learn of each other's changes a second or more later.
        atLeast("drawbridge.jira.overlap", overlap, Duration.ofSeconds(2));
    }

    private static void checkUrl(@Nullable URI url) {
        if (url == null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.url is missing: the base URL of the Jira beside this node");
        if (url.getScheme() == null || !List.of("http", "https").contains(url.getScheme()) || url.getHost() == null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.url must be an http(s) URL such as https://jira.example/jira, not '" + url + "'");
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.url must end with the host, port and context path: no user, '?' or '#' in it");
    }

    private static void atLeast(String property, Duration value, Duration least) {
        if (value.compareTo(least) < 0)
            throw new IllegalArgumentException(
                    "%s must be at least %d ms, not %d ms".formatted(property, least.toMillis(), value.toMillis()));
    }

    String base() {
        var text = url.toString();
        while (text.endsWith("/")) text = text.substring(0, text.length() - 1);
        return text;
    }

    @Override
    public String toString() {
        return "JiraSettings[" + url + " as " + user + "]";
    }
}
