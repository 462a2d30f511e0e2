package dev.drawbridge.queue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is done at once.
 *
 * @param workers lanes that are worked on at once
 */
@ConfigurationProperties("drawbridge")
public record QueueSettings(@DefaultValue("4") int workers) {
    public QueueSettings {
        if (workers < 1 || workers > 256)
            throw new IllegalArgumentException("drawbridge.workers must be between 1 and 256, not " + workers);
    }
}
