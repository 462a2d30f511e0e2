package dev.drawbridge.console;

import dev.drawbridge.jira.LocalInstance;
import dev.drawbridge.transport.Destinations;
import org.springframework.stereotype.Component;

/** What is behind a destination URL; a Jira is ours under whatever name it is reached. */
@Component
class DestinationLook {
    private final Destinations destinations;
    private final LocalInstance jira;

    DestinationLook(Destinations destinations, LocalInstance jira) {
        this.destinations = destinations;
        this.jira = jira;
    }

    Destinations.Found find(String url) {
        var found = destinations.look(url);
        if (found.kind() != Destinations.Kind.JIRA) return found;
        var declared = Destinations.plain(jira.declaredUrl());
        return declared.equals(Destinations.plain(found.url())) ? found.ours() : found;
    }
}
