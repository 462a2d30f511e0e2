package dev.drawbridge.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Begin and end of the sessions that the log-in page makes. */
@Component
class Sessions {
    private final Users users;
    private final Audit audit;

    Sessions(Users users, Audit audit) {
        this.users = users;
        this.audit = audit;
    }

    void begun(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
        if (!(who.getPrincipal() instanceof Caller caller)) throw new IllegalStateException("Logged in as " + who);
        if (caller.user() != null)
            users.find(caller.user()).ifPresent(user -> SessionFilter.good(request.getSession(), user));
        audit.note(caller.name(), caller.how(), "logs in", "from " + request.getRemoteAddr());
        response.sendRedirect(request.getContextPath() + Next.page(request.getParameter("next")));
    }

    void ends(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
        if (who != null && who.getPrincipal() instanceof Caller caller)
            audit.note(caller.name(), caller.how(), "logs out", "from " + request.getRemoteAddr());
    }
}
