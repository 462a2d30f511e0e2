package dev.drawbridge.security;

import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is calling.
 *
 * @param user the row of the person; null for the administrator of the settings
 * @param how {@code password}, {@code settings} (the password of the settings) or {@code token 'name'}
 * @param scopes of the token; null for a person
 */
public record Caller(String name, @Nullable UUID user, Level level, String how, @Nullable Set<Scope> scopes)
        implements AuthenticatedPrincipal, Serializable {
    private static final long serialVersionUID = 1;

    static Caller settings(String name) {
        return new Caller(name, null, Level.ADMINISTRATOR, "settings", null);
    }

    static Caller person(User user) {
        return new Caller(user.name(), user.id(), user.level(), "password", null);
    }

    Caller byToken(ApiToken token) {
        return new Caller(name, user, level, "token '" + token.name() + "'", token.scopes());
    }

    /** Whoever makes the call that is being served. */
    public static Optional<Caller> current() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }

    /** Whether what issues contain may be shown to the caller: to operators, and to tokens of everything that are theirs. */
    public static boolean mayReadContents() {
        return current()
                .filter(caller -> caller.level.reaches(Level.OPERATOR)
                        && (caller.scopes == null || caller.scopes.contains(Scope.ADMIN)))
                .isPresent();
    }

    /** Whether everything may be shown to the caller: to administrators, and to tokens of everything that are theirs. */
    public static boolean mayAdminister() {
        return current()
                .filter(caller -> caller.level.reaches(Level.ADMINISTRATOR)
                        && (caller.scopes == null || caller.scopes.contains(Scope.ADMIN)))
                .isPresent();
    }

    @Override
    public String getName() {
        return name;
    }
}
