package dev.drawbridge.queue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the sync starts.
 *
 * @param start active, or paused: after each start an administrator activates the sync
 */
@ConfigurationProperties("drawbridge.sync")
record ActivationSettings(@DefaultValue("active") String start) {
    ActivationSettings {
        if (!start.equals("active") && !start.equals("paused"))
            throw new IllegalArgumentException("drawbridge.sync.start must be active or paused, not '" + start + "'");
    }

    boolean isPaused() {
        return start.equals("paused");
    }
}
