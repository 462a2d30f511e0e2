package dev.drawbridge.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no page of another site speak to JMX through the browser of an operator who is logged in: only JSON is taken, which
 * such a page cannot send unasked, and an {@code Origin} must be this node itself.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class JolokiaGuard extends OncePerRequestFilter {
    /** Hawtio says text/json; either type makes a browser ask first. */
    private static final Pattern JSON = Pattern.compile("(application|text)/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !covers(Access.path(request));
    }

    /** Hawtio hands on to Jolokia what it is sent. */
    static boolean covers(String path) {
        return path.startsWith("/actuator/jolokia") || path.startsWith("/actuator/hawtio/jolokia");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var type = Objects.toString(request.getContentType(), "");
        var origin = request.getHeader("Origin");
        if (request.getMethod().equals("POST") && !JSON.matcher(type).matches())
            response.setStatus(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
        else if (origin != null && !isOurs(origin, request)) response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        else chain.doFilter(request, response);
    }

    static boolean isOurs(String origin, HttpServletRequest request) {
        try {
            return Objects.equals(URI.create(origin).getAuthority(), request.getHeader("Host"));
        } catch (IllegalArgumentException nonsense) {
            return false;
        }
    }
}
