package dev.drawbridge.http;

import dev.drawbridge.secrets.SecretFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The outgoing proxy.
 *
 * @param url such as {@code http://proxy.acme.example:3128}; absent means that this node dials directly
 * @param user the proxy's user, when it wants one
 * @param password that user's password
 * @param passwordFile a file that holds the password instead
 * @param noProxy hosts that are dialled directly: a name, {@code .suffix}, or {@code *.suffix}
 */
@ConfigurationProperties("drawbridge.proxy")
public record ProxySettings(
        @Nullable URI url,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue({}) List<String> noProxy) {
    public static final ProxySettings NONE = new ProxySettings(null, null, null, null, List.of());

    public ProxySettings {
        if (url != null && (!"http".equals(url.getScheme()) || url.getHost() == null))
            throw new IllegalArgumentException(
                    "The URL of the outgoing proxy must look like http://proxy.example:3128, not '%s'".formatted(url));
        if (url != null && url.getUserInfo() != null)
            throw new IllegalArgumentException(
                    "The URL of the outgoing proxy must not hold a password: use its user and password settings");
        password = SecretFile.orValue("The password of the outgoing proxy", password, passwordFile);
        if (password != null && user == null)
            throw new IllegalArgumentException("The outgoing proxy has a password but no user");
        noProxy = List.copyOf(noProxy);
    }

    public boolean isUsed() {
        return url != null;
    }

    /** Whether that host is dialled through the proxy. */
    public boolean covers(String host) {
        if (url == null) return false;
        var name = host.toLowerCase(Locale.ROOT);
        return noProxy.stream().noneMatch(rule -> fits(rule.toLowerCase(Locale.ROOT), name));
    }

    int port() {
        if (url == null) throw new IllegalStateException("There is no outgoing proxy");
        return url.getPort() < 0 ? 80 : url.getPort();
    }

    private static boolean fits(String rule, String host) {
        var suffix = rule.startsWith("*.") ? rule.substring(1) : rule;
        return suffix.startsWith(".") ? host.endsWith(suffix) : host.equals(suffix);
    }

    @Override
    public String toString() {
        return "ProxySettings[" + (url == null ? "none" : url) + "]";
    }
}
