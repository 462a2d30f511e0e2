package dev.drawbridge.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows programs by their tokens. Nobody can guess one, so wrong ones are not counted. */
final class TokenFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final ApiTokens tokens;
    private final Users users;
    private final AdminSettings settings;
    private final Unwelcome unwelcome;

    TokenFilter(ApiTokens tokens, Users users, AdminSettings settings, Unwelcome unwelcome) {
        this.tokens = tokens;
        this.users = users;
        this.settings = settings;
        this.unwelcome = unwelcome;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = Objects.toString(request.getHeader("Authorization"), "");
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            chain.doFilter(request, response);
            return;
        }
        var token = tokens.used(header.substring(BEARER.length()).strip());
        var caller = token.flatMap(known -> owner(known).map(owner -> owner.byToken(known)));
        if (caller.isEmpty()) {
            unwelcome.commence(request, response, new BadCredentialsException("No such token"));
            return;
        }
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(caller.get(), null, List.of()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    /** A token is good for nothing while its owner may not log in. */
    private Optional<Caller> owner(ApiToken token) {
        if (settings.isNamed(token.owner())) return Optional.of(Caller.settings(settings.user()));
        return users.named(token.owner()).filter(user -> !user.disabled()).map(Caller::person);
    }
}
