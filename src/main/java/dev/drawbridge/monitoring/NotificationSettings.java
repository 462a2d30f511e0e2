package dev.drawbridge.monitoring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How notifications are made; to whom they go is set while the node runs.
 *
 * @param collect how long what happens is collected before the first notification of a cause
 * @param every how much time lies between two notifications of one cause at least; what happens meanwhile is summed up
 * @param consoleUrl where a reader finds the console of this node; absent means that notifications have no links
 */
@ConfigurationProperties("drawbridge.notifications")
record NotificationSettings(
        @DefaultValue("10s") Duration collect, @DefaultValue("15m") Duration every, @Nullable URI consoleUrl) {
    NotificationSettings {
        if (collect.isNegative() || collect.compareTo(Duration.ofHours(1)) > 0)
            throw new IllegalArgumentException(
                    "drawbridge.notifications.collect must be between 0 s and 1 h, not " + collect);
        if (every.isNegative() || every.compareTo(Duration.ofDays(1)) > 0)
            throw new IllegalArgumentException(
                    "drawbridge.notifications.every must be between 0 s and 24 h, not " + every);
        if (consoleUrl != null && (consoleUrl.getHost() == null || consoleUrl.getRawUserInfo() != null))
            throw new IllegalArgumentException(
                    "drawbridge.notifications.console-url must be a URL such as https://drawbridge.acme.example, not '"
                            + consoleUrl + "'");
    }

    /** Where a page of the console is; empty when that is not known. */
    String link(String page) {
        return consoleUrl == null ? "" : consoleUrl.toString().replaceFirst("/+$", "") + page;
    }
}
