package dev.drawbridge.jira;

import dev.drawbridge.jira.JiraTrouble.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** What an answer of Jira, or its absence, means for the one who called. */
final class Verdict {
    private final JiraSettings settings;

    Verdict(JiraSettings settings) {
        this.settings = settings;
    }

    /** Null when the call did what it should. */
    @Nullable
    JiraTrouble of(boolean write, Answer answer) {
        if (isNotLetIn(answer)) return JiraTrouble.of(Kind.LOGIN, notLetIn(answer));
        var somebody = answer.header("X-AUSERNAME");
        if (somebody != null && !isUs(somebody)) return JiraTrouble.of(Kind.LOGIN, stranger(somebody));
        if (answer.isSuccess()) return readable(write, answer);
        return new JiraTrouble(kind(write, answer), sentence(answer), fields(answer), null);
    }

    /** The call did not bring an answer at all. */
    JiraTrouble of(boolean write, Exception failure) {
        var kind = write && !neverSent(failure) ? Kind.UNCLEAR : Kind.LATER;
        var sentence = "Jira at %s cannot be reached: %s.".formatted(settings.base(), explained(failure));
        return JiraTrouble.of(kind, sentence).because(failure);
    }

    /** Whether an answer was certainly given to the proxy user. */
    boolean isUs(@Nullable String header) {
        if (header == null) return false;
        return header.equalsIgnoreCase(settings.user())
                || URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .equalsIgnoreCase(settings.user());
    }

    String stranger(String somebody) {
        return "Jira takes us for '%s' instead of '%s': the token or password has lapsed, was revoked or is another user's."
                .formatted(somebody, settings.user());
    }

    /** A 401 to somebody who is logged in is one of Jira's ways to say "not permitted". */
    private boolean isNotLetIn(Answer answer) {
        if (answer.status() == 401) return !isUs(answer.header("X-AUSERNAME"));
        return isCaptcha(answer);
    }

    static boolean isCaptcha(Answer answer) {
        if (answer.status() != 401 && answer.status() != 403) return false;
        var reason = answer.header("X-Authentication-Denied-Reason");
        return (reason != null && reason.contains("CAPTCHA"))
                || "AUTHENTICATION_DENIED".equals(answer.header("X-Seraph-LoginReason"))
                || answer.text().contains("AUTHENTICATION_DENIED");
    }

    private String notLetIn(Answer answer) {
        if (isCaptcha(answer))
            return ("Jira wants a CAPTCHA from '%s' after too many wrong passwords: log in once with a browser as that user,"
                            + " mend drawbridge.jira.password, then retry.")
                    .formatted(settings.user());
        // A token that has lapsed is no failed login: whoever brings it is a visitor.
        var somebody = answer.header("X-AUSERNAME");
        if (somebody != null && !"AUTHENTICATED_FAILED".equals(answer.header("X-Seraph-LoginReason")))
            return stranger(somebody);
        var secret = settings.token() == null ? "drawbridge.jira.password" : "drawbridge.jira.token";
        return "Jira does not let '%s' in (401): check drawbridge.jira.user and %s.".formatted(settings.user(), secret);
    }

    /** A page where JSON is expected comes from something between us and Jira. */
    private @Nullable JiraTrouble readable(boolean write, Answer answer) {
        if (answer.text().isBlank()) return null;
        return JiraTrouble.of(
                write ? Kind.UNCLEAR : Kind.LATER,
                "Instead of Jira something else answers at %s (%d with a page, no JSON): is there a login page or a proxy before it?"
                        .formatted(settings.base(), answer.status()));
    }

    private static Kind kind(boolean write, Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 404 -> answer.isExplained() ? Kind.MISSING : Kind.LATER;
            case 407, 408, 409, 425, 429, 503 -> Kind.LATER;
            default -> {
                if (answer.status() >= 500) yield write ? Kind.UNCLEAR : Kind.LATER;
                yield answer.status() < 400 ? Kind.LATER : Kind.INVALID;
            }
        };
    }

    private String sentence(Answer answer) {
        var said = new ArrayList<String>();
        answer.body().path("errorMessages").forEach(message -> said.add(message.asText()));
        fields(answer).forEach((field, message) -> said.add(field + ": " + message));
        if (!said.isEmpty()) return "Jira answered %d: %s".formatted(answer.status(), String.join(" ", said));
        var where = answer.header("Location");
        if (answer.status() >= 300 && answer.status() < 400 && where != null)
            return "Jira at %s sends us elsewhere (%d): check drawbridge.jira.url, and whether a login page is before it."
                    .formatted(settings.base(), answer.status());
        if (answer.text().contains("XSRF check failed"))
            return "Jira answered %d: XSRF check failed; something between us and Jira removes headers."
                    .formatted(answer.status());
        if (answer.status() == 404 && !answer.isExplained())
            return "At %s nobody knows Jira's REST API (404): check drawbridge.jira.url and its context path."
                    .formatted(settings.base());
        return "Jira answered %d without an explanation.".formatted(answer.status());
    }

    private static Map<String, String> fields(Answer answer) {
        var result = new HashMap<String, String>();
        answer.body()
                .path("errors")
                .properties()
                .forEach(error -> result.put(error.getKey(), error.getValue().asText()));
        return result;
    }

    private static boolean neverSent(Exception failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException
                || failure instanceof TunnelRefusedException;
    }

    private static String explained(Exception failure) {
        if (failure instanceof UnknownHostException) return "its name is not known";
        if (failure instanceof ConnectTimeoutException) return "nobody answers";
        if (failure instanceof ConnectException) return "the connection is refused";
        if (failure instanceof SSLHandshakeException)
            return "its certificate is not trusted (" + failure.getMessage() + "); see drawbridge.tls.trust";
        if (failure instanceof TunnelRefusedException)
            return "the outgoing proxy refuses (" + failure.getMessage() + ")";
        if (failure instanceof Answer.TooLarge) return String.valueOf(failure.getMessage());
        if (failure instanceof IOException) return "the connection broke or timed out (" + failure.getMessage() + ")";
        return failure.getClass().getSimpleName() + " (" + failure.getMessage() + ")";
    }
}
