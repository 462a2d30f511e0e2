package dev.drawbridge.connection;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host beside the local Jira that rules of a connection may call, as an administrator writes it: {@code api.acme.example},
 * {@code *.acme.example} for all below, {@code api.acme.example:8443}, or {@code http://…} where there is no TLS.
 *
 * @param scheme https or http
 * @param host in lower case, without {@code *}
 * @param below any host below it, and not it itself
 * @param port the one that may be called
 */
public record AllowedHost(String scheme, String host, boolean below, int port) {
    private static final Pattern FORM = Pattern.compile(
            "(?:(https?)://)?(\\*\\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?::([0-9]{1,5}))?");
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException with a sentence, when it is not written so */
    public static AllowedHost of(String text) {
        var form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || number(form.group(4)) > LAST_PORT)
            throw new IllegalArgumentException("httpAllow holds hosts such as api.acme.example, *.acme.example, "
                    + "api.acme.example:8443 or http://api.acme.example, not '" + text + "'");
        var scheme = form.group(1) == null ? "https" : form.group(1);
        var port = form.group(4) == null ? usual(scheme) : number(form.group(4));
        return new AllowedHost(scheme, form.group(3), form.group(2) != null, port);
    }

    /** Whether that URL leads there. */
    public boolean covers(URI url) {
        if (url.getScheme() == null || url.getHost() == null) return false;
        var theirs = url.getHost().toLowerCase(Locale.ROOT);
        var called = url.getPort() < 0 ? usual(scheme) : url.getPort();
        return url.getScheme().equalsIgnoreCase(scheme)
                && called == port
                && (below ? theirs.endsWith("." + host) : theirs.equals(host));
    }

    private static int usual(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
