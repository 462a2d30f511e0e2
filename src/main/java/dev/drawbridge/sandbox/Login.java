package dev.drawbridge.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is calling: Basic, a personal access token, or nobody. */
final class Login {
    private static final int TRIES = 3;

    /** A refused login: the answer that Jira's front gives, in HTML. */
    static final class Denied extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Reply reply;

        Denied(Reply reply) {
            super("denied", null, false, false);
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    private final Site site;

    Login(Site site) {
        this.site = site;
    }

    @Nullable
    User who(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.startsWith("Bearer ")) {
            var name = site.tokens.get(authorization.substring(7).strip());
            var user = name == null ? null : site.users.get(name);
            return user != null && user.active ? user : null;
        }
        if (!authorization.startsWith("Basic ")) {
            return null;
        }
        if (!site.basicLogin) {
            throw new Denied(Reply.html(403, "Basic authentication is disabled"));
        }
        String plain;
        try {
            plain = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        int colon = plain.indexOf(':');
        var user = colon < 0 ? null : site.users.get(plain.substring(0, colon));
        if (user == null) {
            throw wrong();
        }
        if (user.failedLogins >= TRIES) {
            throw new Denied(Reply.html(403, "Basic Authentication Failure - Reason : AUTHENTICATION_DENIED")
                    .with(Map.of(
                            "X-Seraph-LoginReason",
                            "AUTHENTICATION_DENIED",
                            "X-Authentication-Denied-Reason",
                            "CAPTCHA_CHALLENGE; login-url=" + site.baseUrl + "/login.jsp")));
        }
        if (!user.active || !user.password.equals(plain.substring(colon + 1))) {
            user.failedLogins++;
            throw wrong();
        }
        user.failedLogins = 0;
        return user;
    }

    private static Denied wrong() {
        return new Denied(Reply.html(401, "Unauthorized")
                .with(Map.of(
                        "X-Seraph-LoginReason", "AUTHENTICATED_FAILED",
                        "WWW-Authenticate", "OAuth realm=\"simulated\"")));
    }
}
