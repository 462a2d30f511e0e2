package dev.drawbridge.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says of each call that changes something who does what, so that the audit tells it. */
final class DeedFilter extends OncePerRequestFilter {
    private static final int FAILED = 400;

    private final Permissions permissions;
    private final Audit audit;
    private final TransactionOperations transaction;

    DeedFilter(Permissions permissions, Audit audit, TransactionOperations transaction) {
        this.permissions = permissions;
        this.audit = audit;
        this.transaction = transaction;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var row = permissions.of(request);
        var caller = Caller.current();
        if (row.deed() == null || caller.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var parts = row.parts(PathContainer.parsePath(Access.path(request)));
        var jmx = row.deed().equals(Permissions.JMX);
        var operation = new Operation(request);
        var deed = new Deed(caller.get(), row.deed(), jmx ? operation : object(parts), parts.get("connection"));
        Deed.begin(deed);
        var status = FAILED;
        try {
            chain.doFilter(jmx ? operation.request() : request, response);
            status = response.getStatus();
            // Not everything that changes something does so in a transaction.
            if (status < FAILED && !jmx) writeDown();
        } finally {
            Deed.end();
            if (status >= FAILED && deed.row() != null) audit.failed(deed.row(), status);
        }
    }

    /** Whatever is committed writes it down, once. */
    private void writeDown() {
        transaction.executeWithoutResult(nothing -> {});
    }

    private static String object(Map<String, String> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey().equals("id") ? part.getValue() : part.getKey() + " " + part.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
