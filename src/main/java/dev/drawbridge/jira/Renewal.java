package dev.drawbridge.jira;

import dev.drawbridge.queue.Activation;
import dev.drawbridge.twin.Again;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Notices that our Jira is configured otherwise than before, which Jira tells nobody. It looks only while something could
 * not be applied, so that a node at rest asks nothing.
 */
@Component("renewal")
public class Renewal {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final Metadata metadata;
    private final Again again;
    private final JiraSettings settings;
    private final Activation activation;
    private final Clock clock;
    private volatile Instant next = Instant.EPOCH;

    Renewal(Metadata metadata, Again again, JiraSettings settings, Activation activation, Clock clock) {
        this.metadata = metadata;
        this.again = again;
        this.settings = settings;
        this.activation = activation;
        this.clock = clock;
    }

    public boolean isDue() {
        return activation.isActive() && !clock.instant().isBefore(next) && again.isAnythingWaiting();
    }

    /** Looks once, and tries again what waited when something is different. */
    public void look() {
        next = clock.instant().plus(settings.metadataEvery());
        try {
            if (metadata.renew()) again.metadataChanged();
        } catch (JiraTrouble trouble) {
            LOG.debug("Whether Jira is configured otherwise cannot be seen now: {}", trouble.sentence());
        }
    }
}
