package dev.drawbridge.jira;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Jira beside this node and how it is spoken to.
 *
 * @param url base URL with its context path, such as {@code https://jira.acme.example/jira}
 * @param user name of the proxy user
 * @param password its password, when no token is given
 * @param token a personal access token of the proxy user
 * @param pollEvery pause between two searches for changes
 * @param overlap how far each search reaches back behind the watermark
 * @param settle how long an unclean attempt rests before its outcome is searched
 * @param requestTimeout the longest that one call may take
 */
@ConfigurationProperties("drawbridge.jira")
public record JiraSettings(
        URI url,
        String user,
        @Nullable String password,
        @Nullable String token,
        @DefaultValue("5s") Duration pollEvery,
        @DefaultValue("90s") Duration overlap,
        @DefaultValue Settle settle,
        @DefaultValue("60s") Duration requestTimeout) {

    /**
     * @param create after an attempt to make an issue: longer than Jira's own time limit and the lag of its index
     * @param parts after an attempt to make a comment or an attachment
     */
    public record Settle(@DefaultValue("90s") Duration create, @DefaultValue("30s") Duration parts) {}

    public JiraSettings {
        if (url == null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.url is missing: the base URL of the Jira beside this node");
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null)
            throw new IllegalArgumentException(
                    "drawbridge.jira.url must be an http(s) URL such as https://jira.example/jira, not '" + url + "'");
        if (user == null || user.isBlank())
            throw new IllegalArgumentException("drawbridge.jira.user is missing: the name of the proxy user");
        if ((password == null || password.isBlank()) && (token == null || token.isBlank()))
            throw new IllegalArgumentException(
                    "drawbridge.jira.token (or drawbridge.jira.password) is missing: the proxy user needs one to log in");
        if (pollEvery.compareTo(Duration.ofMillis(100)) < 0)
            throw new IllegalArgumentException("drawbridge.jira.poll-every must be at least 100 ms, not " + pollEvery);
    }

    String base() {
        var text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public String toString() {
        return "JiraSettings[" + url + " as " + user + "]";
    }
}
