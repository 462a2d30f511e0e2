package dev.drawbridge.console;

import dev.drawbridge.journal.Journal;
import dev.drawbridge.journal.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened to a twin, as the admin API shows it. */
@Component
class Timelines {
    private static final int MOST = 100;

    private final Journal journal;

    Timelines(Journal journal) {
        this.journal = journal;
    }

    /** Oldest first. */
    List<Map<String, @Nullable Object>> of(UUID twin) {
        return journal.ofTwin(twin, MOST).stream().map(Timelines::entry).toList();
    }

    private static Map<String, @Nullable Object> entry(JournalEntry entry) {
        var happening = entry.happening();
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("at", entry.at());
        view.put("side", "LOCAL");
        view.put("kind", happening.kind());
        view.put("eventNumber", happening.eventNumber());
        view.put("ruleVersion", happening.ruleVersion());
        view.put("detail", Contents.shown(happening.detail()));
        return view;
    }
}
