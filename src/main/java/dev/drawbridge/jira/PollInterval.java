package dev.drawbridge.jira;

import dev.drawbridge.queue.Preferences;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The pause between two searches for changes: as an administrator has set it last, or as the start did. */
@Component
public class PollInterval {
    private static final Duration LEAST = Duration.ofMillis(100), MOST = Duration.ofHours(1);
    private static final String NAME = "pollEvery";

    private final Preferences preferences;
    private final JiraSettings settings;

    PollInterval(Preferences preferences, JiraSettings settings) {
        this.preferences = preferences;
        this.settings = settings;
    }

    public Duration now() {
        return preferences.find(NAME).map(Duration::parse).orElse(settings.pollEvery());
    }

    /** @param pause null for that of the start */
    public void set(@Nullable Duration pause) {
        if (pause != null && (pause.compareTo(LEAST) < 0 || pause.compareTo(MOST) > 0))
            throw new IllegalArgumentException("The pause must be between 100ms and 1h.");
        preferences.set(NAME, pause == null ? null : pause.toString());
    }
}
