package dev.drawbridge.monitoring;

import com.fasterxml.uuid.NoArgGenerator;
import dev.drawbridge.journal.Happening;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A notification that an administrator asks for, to see whether it arrives. */
@Component
public class TestNotification {
    private final KeptChannels channels;
    private final Courier courier;
    private final NoArgGenerator ids;
    private final Clock clock;

    TestNotification(KeptChannels channels, Courier courier, NoArgGenerator ids, Clock clock) {
        this.channels = channels;
        this.courier = courier;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param problem why it was not taken; null when it was */
    public record Outcome(boolean taken, @Nullable String problem) {}

    /** One on each way that is in use, at once; by way what became of it. */
    public Map<String, Outcome> send() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (var channel : channels.find().used()) outcomes.put(channel, send(channel));
        return outcomes;
    }

    private Outcome send(String channel) {
        var now = clock.instant();
        try {
            courier.carry(new Notification(
                    ids.generate(),
                    channel,
                    Happening.Level.INFO,
                    "test",
                    null,
                    "This is a test: an administrator asked for it.",
                    List.of(),
                    1,
                    now,
                    now,
                    0));
            return new Outcome(true, null);
        } catch (RuntimeException failure) {
            return new Outcome(false, NotDelivered.sentence(failure));
        }
    }
}
