package dev.drawbridge.twin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long issues wait for each other.
 *
 * @param parentWait how long a child waits for its parent before an administrator is asked
 */
@ConfigurationProperties("drawbridge.sync")
public record FamilySettings(@DefaultValue("1h") Duration parentWait) {
    public FamilySettings {
        if (parentWait.isNegative())
            throw new IllegalArgumentException("drawbridge.sync.parent-wait must not be negative, not " + parentWait);
    }
}
