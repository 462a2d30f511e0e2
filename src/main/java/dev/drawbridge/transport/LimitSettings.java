package dev.drawbridge.transport;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What peers may use of this node.
 *
 * @param body largest body of a call, contents of attachments excepted: those are as large as announced
 * @param header largest head of a call
 * @param headTime how long the head of a call may take
 * @param bodyTime how long a body may take, and again for each {@code slowest} of it
 * @param slowest what a body must bring within {@code bodyTime}, at least
 * @param events most events of one batch
 * @param parts largest replica that travels apart from its event
 * @param strangers calls a minute of those who are not known by their key, all together
 * @param inboxRows events that may wait here in all; beyond that peers are asked to come back later
 * @param inboxBytes the same in size
 * @param freeDisk space that stays free in the data folder
 */
@ConfigurationProperties("drawbridge.limits")
record LimitSettings(
        @DefaultValue("2MB") DataSize body,
        @DefaultValue("16KB") DataSize header,
        @DefaultValue("20s") Duration headTime,
        @DefaultValue("30s") Duration bodyTime,
        @DefaultValue("256KB") DataSize slowest,
        @DefaultValue("100") int events,
        @DefaultValue("32MB") DataSize parts,
        @DefaultValue("120") int strangers,
        @DefaultValue("100000") long inboxRows,
        @DefaultValue("1GB") DataSize inboxBytes,
        @DefaultValue("256MB") DataSize freeDisk) {

    LimitSettings {
        within("body", body.toBytes(), 64 << 10, 16 << 20);
        within("header", header.toBytes(), 4 << 10, 256 << 10);
        within("head-time (in ms)", headTime.toMillis(), 100, 300_000);
        within("body-time (in ms)", bodyTime.toMillis(), 100, 300_000);
        within("slowest", slowest.toBytes(), 1 << 10, 64 << 20);
        within("events", events, 1, 100);
        within("parts", parts.toBytes(), 512 << 10, 1 << 30);
        within("strangers", strangers, 1, 100_000);
        within("inbox-rows", inboxRows, 0, Long.MAX_VALUE);
        within("inbox-bytes", inboxBytes.toBytes(), 0, Long.MAX_VALUE);
        within("free-disk", freeDisk.toBytes(), 0, Long.MAX_VALUE);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most)
            throw new IllegalArgumentException(
                    "drawbridge.limits.%s must be between %d and %d, not %d".formatted(name, least, most, value));
    }
}
