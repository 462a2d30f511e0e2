package dev.drawbridge.console;

import dev.drawbridge.journal.Happening.Side;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.journal.JournalEntry;
import dev.drawbridge.queue.Inbox;
import dev.drawbridge.queue.Outbox;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happened to a twin on both sides, as far as each told the other, as the admin API shows it. */
@Component
class Timelines {
    /** What is queued gets its number when it leaves. */
    static final String QUEUED = "change-queued";

    private static final int MOST = 100;

    private final Journal journal;
    private final Outbox outbox;
    private final Inbox inbox;

    Timelines(Journal journal, Outbox outbox, Inbox inbox) {
        this.journal = journal;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    private record Entry(
            Instant at, Side side, String kind, @Nullable Long number, @Nullable String ruleVersion, String detail) {

        Map<String, @Nullable Object> view() {
            Map<String, @Nullable Object> view = new LinkedHashMap<>();
            view.put("at", at);
            view.put("side", side.name());
            view.put("kind", kind);
            view.put("eventNumber", number);
            view.put("ruleVersion", ruleVersion);
            view.put("detail", Contents.shown(detail));
            return view;
        }
    }

    /** Oldest first. */
    List<Map<String, @Nullable Object>> of(UUID connection, UUID twin) {
        var states = outbox.states(connection, twin);
        var came = inbox.came(connection, twin, MOST).stream().map(Timelines::entry);
        var happened = journal.ofTwin(twin, MOST).stream().map(entry -> entry(entry, states));
        return Stream.concat(came, happened)
                .sorted(Comparator.comparing(Entry::at))
                .map(Entry::view)
                .toList();
    }

    private static Entry entry(Inbox.Came came) {
        var detail = came.starts() ? "Sent the issue, to be made here." : "Sent a change of the issue.";
        return new Entry(came.at(), Side.REMOTE, "changed-there", came.number(), came.ruleVersion(), detail);
    }

    private static Entry entry(JournalEntry entry, List<Outbox.State> states) {
        var happening = entry.happening();
        return new Entry(
                entry.at(),
                happening.side(),
                happening.kind(),
                happening.kind().equals(QUEUED) ? numberOf(entry, states) : happening.eventNumber(),
                happening.ruleVersion(),
                happening.detail());
    }

    /**
     * A change is part of the last state that was put before it was told of; null while that waits, or when it is kept no
     * longer.
     */
    private static @Nullable Long numberOf(JournalEntry entry, List<Outbox.State> states) {
        return states.stream()
                .filter(state -> !state.since().isAfter(entry.at()))
                .reduce((earlier, later) -> later)
                .map(Outbox.State::number)
                .orElse(null);
    }
}
