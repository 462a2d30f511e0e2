package dev.drawbridge.security;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Knows people by their passwords; a wrong password costs as much time as the name of nobody. */
final class Logins implements AuthenticationProvider {
    private final AdminSettings settings;
    private final Users users;
    private final Guesses guesses;
    private final Audit audit;
    private final PasswordEncoder quick;
    private final String ofSettings;
    private final String ofNobody;

    /** @param slow what each wrong guess costs */
    Logins(AdminSettings settings, Users users, Guesses guesses, Audit audit, PasswordEncoder slow) {
        this.settings = settings;
        this.users = users;
        this.guesses = guesses;
        this.audit = audit;
        quick = new SlowToGuess(slow);
        ofNobody = quick.encode(UUID.randomUUID().toString());
        ofSettings = settings.hasPassword() ? quick.encode(Objects.requireNonNull(settings.password())) : ofNobody;
    }

    @Override
    public boolean supports(Class<?> kind) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        var name = asked.getName();
        var from = asked.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "?";
        var wait = guesses.before(name, from);
        if (!wait.isZero()) throw new TooManyGuesses(wait);
        var caller = caller(name, Objects.toString(asked.getCredentials(), ""));
        if (caller.isEmpty()) {
            guesses.wrong(name, from);
            audit.note(known(name), "password", "fails to log in", "from " + from);
            throw new BadCredentialsException("There is no user with this name and password.");
        }
        guesses.right(name, from);
        var known = UsernamePasswordAuthenticationToken.authenticated(caller.get(), null, List.of());
        known.setDetails(asked.getDetails());
        return known;
    }

    private Optional<Caller> caller(String name, String password) {
        if (settings.isNamed(name))
            return quick.matches(password, ofSettings)
                    ? Optional.of(Caller.settings(settings.user()))
                    : Optional.empty();
        var user = users.named(name);
        if (user.isEmpty()) {
            quick.matches(password, ofNobody);
            return Optional.empty();
        }
        return user.filter(somebody -> users.isPassword(somebody, password) && !somebody.disabled())
                .map(Caller::person);
    }

    /** What is typed as a name may be a password: only names that exist are told. */
    private String known(String name) {
        return settings.isNamed(name)
                ? settings.user()
                : users.named(name).map(User::name).orElse("somebody");
    }
}
