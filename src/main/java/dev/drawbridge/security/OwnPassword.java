package dev.drawbridge.security;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How people change their own passwords: by saying the old one. */
@Component
public class OwnPassword {
    private final Users users;
    private final Guesses guesses;

    OwnPassword(Users users, Guesses guesses) {
        this.users = users;
        this.guesses = guesses;
    }

    /** Ends all sessions of the caller but the one that this is said in. */
    @Transactional
    public void change(Caller caller, String old, String fresh, HttpServletRequest request) {
        if (caller.scopes() != null) throw new IllegalStateException("A token has no password: log in as a person.");
        if (caller.user() == null)
            throw new IllegalStateException(
                    "The password of '%s' is one of the settings (drawbridge.admin.password): change it there."
                            .formatted(caller.name()));
        var wait = guesses.before(caller.name(), request.getRemoteAddr());
        if (!wait.isZero()) throw new TooManyGuesses(wait);
        if (!users.isPassword(users.get(caller.user()), old)) {
            guesses.wrong(caller.name(), request.getRemoteAddr());
            throw new IllegalArgumentException("old: this is not your password.");
        }
        guesses.right(caller.name(), request.getRemoteAddr());
        users.password(caller.user(), fresh);
        var session = request.getSession(false);
        if (session != null) SessionFilter.good(session, users.get(caller.user()));
    }
}
