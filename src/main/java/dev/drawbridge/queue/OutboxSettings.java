package dev.drawbridge.queue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may wait to leave.
 *
 * @param outboxRows events of all connections together; while as many wait, nothing more is looked for in Jira
 */
@ConfigurationProperties("drawbridge.limits")
public record OutboxSettings(@DefaultValue("100000") long outboxRows) {
    public OutboxSettings {
        if (outboxRows < 1)
            throw new IllegalArgumentException("drawbridge.limits.outbox-rows must be 1 or more, not " + outboxRows);
    }
}
