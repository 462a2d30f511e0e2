package dev.drawbridge.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody go on in a session who has been disabled or removed since, or whose password is another one now, and lets them
 * go on with the level that they have now. A call that brings a log-in of its own has no session.
 */
final class SessionFilter extends OncePerRequestFilter {
    private static final String PASSWORD_SINCE = SessionFilter.class.getName() + ".since";

    private final Users users;

    SessionFilter(Users users) {
        this.users = users;
    }

    /** Begins a session, or lets one go on after its own user changed the password. */
    static void good(HttpSession session, User user) {
        session.setAttribute(PASSWORD_SINCE, user.passwordSince());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader("Authorization") != null)
            SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
        else {
            var session = request.getSession(false);
            var caller = session == null ? Optional.<Caller>empty() : Caller.current();
            if (session != null && caller.isPresent()) look(session, caller.get());
        }
        chain.doFilter(request, response);
    }

    private void look(HttpSession session, Caller caller) {
        if (caller.user() == null) return;
        var now = users.find(caller.user())
                .filter(user -> !user.disabled() && user.passwordSince().equals(session.getAttribute(PASSWORD_SINCE)));
        var context = SecurityContextHolder.createEmptyContext();
        if (now.isPresent())
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(Caller.person(now.get()), null, List.of()));
        else session.invalidate();
        SecurityContextHolder.setContext(context);
    }
}
