package dev.drawbridge.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** A browser that knows a password for Basic sends it along with what another site makes it send: such changes are refused. */
final class OriginFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var origin = request.getHeader("Origin");
        var basic = Objects.toString(request.getHeader("Authorization"), "").regionMatches(true, 0, "Basic", 0, 5);
        if (basic && origin != null && !Access.onlyLooks(request) && !JolokiaGuard.isOurs(origin, request))
            Unwelcome.problem(
                    response, HttpStatus.FORBIDDEN, "A page of '%s' may not change anything here.".formatted(origin));
        else chain.doFilter(request, response);
    }
}
