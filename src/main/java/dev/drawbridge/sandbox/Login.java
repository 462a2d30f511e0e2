package dev.drawbridge.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Who is calling: by password, by personal access token, by session cookie, or nobody. */
final class Login {
    static final String COOKIE = "JSESSIONID";
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
    private final Map<String, User> sessions = new HashMap<>();
    private final String secret = UUID.randomUUID().toString();

    Login(Site site) {
        this.site = site;
    }

    @Nullable
    User who(@Nullable String authorization, @Nullable String cookies) {
        if (authorization == null) {
            return session(cookies);
        }
        if (authorization.startsWith("Bearer ")) {
            var name = site.tokens.get(authorization.substring(7).strip());
            var user = name == null ? null : site.users.get(name);
            return user != null && user.active ? user : null;
        }
        return authorization.startsWith("Basic ") ? basic(authorization) : null;
    }

    private User basic(String authorization) {
        try {
            var plain = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            if (colon >= 0) {
                return password(plain.substring(0, colon), plain.substring(colon + 1));
            }
        } catch (IllegalArgumentException notBase64) {
            throw wrong();
        }
        throw wrong();
    }

    /** @throws Denied when the password is wrong, was wrong too often, or passwords are not taken */
    User password(String name, String password) {
        if (!site.basicLogin) {
            throw new Denied(Reply.html(403, "Basic authentication is not allowed on this instance"));
        }
        return check(name, password);
    }

    /** As a person who fills in the login form, which is there in every version. */
    User check(String name, String password) {
        var user = site.users.get(name);
        if (user == null) {
            throw wrong();
        }
        if (locked(name)) {
            throw new Denied(Reply.html(403, "Basic Authentication Failure - Reason : AUTHENTICATION_DENIED")
                    .with(Map.of(
                            "X-Seraph-LoginReason",
                            "AUTHENTICATION_DENIED",
                            "X-Authentication-Denied-Reason",
                            "CAPTCHA_CHALLENGE; login-url=" + site.baseUrl + "/login.jsp")));
        }
        if (!user.active || !user.password.equals(password)) {
            user.failedLogins++;
            throw wrong();
        }
        user.failedLogins = 0;
        return user;
    }

    /** Whether the user may only come in by answering what a program cannot. */
    boolean locked(String name) {
        var user = site.users.get(name);
        return user != null && user.failedLogins >= TRIES;
    }

    /** The user answered it. */
    void solved(String name) {
        if (locked(name)) {
            site.user(name).failedLogins = 0;
        }
    }

    /** Begins a session and gives its id. */
    String open(User user) {
        var id = UUID.randomUUID().toString();
        sessions.put(id, user);
        return id;
    }

    String cookie(String id) {
        return COOKIE + "=" + id + "; Path=" + site.contextPath + "/; HttpOnly; SameSite=Lax";
    }

    /** The cookie for a browser: it bears the port, since cookies of one host are shared by all of its ports. */
    String browserCookie(String id) {
        return cookie(id).replaceFirst(COOKIE, browserCookie());
    }

    private String browserCookie() {
        return COOKIE + "." + URI.create(site.baseUrl).getPort();
    }

    void end(@Nullable String cookies) {
        sessions.remove(id(cookies));
    }

    @Nullable
    User session(@Nullable String cookies) {
        var user = sessions.get(id(cookies));
        return user != null && user.active ? user : null;
    }

    /** The id of the session in a Cookie header, empty for none. */
    String id(@Nullable String cookies) {
        var given = new HashMap<String, String>();
        if (cookies != null) {
            for (var cookie : cookies.split(";")) {
                var parts = cookie.strip().split("=", 2);
                given.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return given.getOrDefault(browserCookie(), given.getOrDefault(COOKIE, ""));
    }

    /** What a form must bring along, so that no other page can send one in a person's name. */
    String formToken(String id) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    boolean isFormToken(String id, String token) {
        return !id.isEmpty()
                && MessageDigest.isEqual(
                        formToken(id).getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static Denied wrong() {
        return new Denied(Reply.html(401, "Unauthorized")
                .with(Map.of(
                        "X-Seraph-LoginReason", "AUTHENTICATED_FAILED",
                        "WWW-Authenticate", "OAuth realm=\"simulated\"")));
    }
}
