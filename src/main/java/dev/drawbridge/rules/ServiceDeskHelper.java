package dev.drawbridge.rules;

import org.jspecify.annotations.Nullable;

/** {@code serviceDeskHelper}: there for rules that hand it on. */
public final class ServiceDeskHelper implements com.exalate.hubobject.jira.ServiceDeskHelper {

    public Object methodMissing(String name, @Nullable Object arguments) {
        throw Limits.of("serviceDeskHelper." + name, "Use httpClient with a path below /rest/servicedeskapi.");
    }
}
