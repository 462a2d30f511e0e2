package dev.drawbridge.security;

import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Lets a call in whose caller the table of {@link Permissions} allows it. */
@Component
class Doorkeeper implements AuthorizationManager<RequestAuthorizationContext> {
    private final Permissions permissions;

    Doorkeeper(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public AuthorizationDecision check(Supplier<Authentication> caller, RequestAuthorizationContext context) {
        var authentication = caller.get();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller known))
            return new AuthorizationDecision(false);
        return permissions
                .of(context.getRequest())
                .refusal(known)
                .<AuthorizationDecision>map(Refusal::new)
                .orElseGet(() -> new AuthorizationDecision(true));
    }
}
