package dev.drawbridge.jobs;

import dev.drawbridge.journal.Happening;
import dev.drawbridge.journal.Journal;
import dev.drawbridge.queue.Payloads;
import dev.drawbridge.rules.ExampleFolders;
import dev.drawbridge.twin.Erasing;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes what is kept of an issue or of a person out of this node. Nothing in Jira changes, nor at the partner. */
@Component
public class Erasure {
    private final Twins twins;
    private final Erasing erasing;
    private final Payloads payloads;
    private final Journal journal;
    private final ExampleFolders examples;

    Erasure(Twins twins, Erasing erasing, Payloads payloads, Journal journal, ExampleFolders examples) {
        this.twins = twins;
        this.erasing = erasing;
        this.payloads = payloads;
        this.journal = journal;
        this.examples = examples;
    }

    /**
     * How much was erased.
     *
     * @param payloads events of which the contents were erased
     * @param texts ended syncs of which contents were kept
     * @param values values that had lost a conflict
     * @param journal lines of the journal
     * @param examples folders of recorded examples that were deleted
     * @param kept what had to stay, and until when, in sentences
     */
    public record Erased(
            int payloads, int texts, int values, int warnings, int journal, List<String> examples, List<String> kept) {}

    /** What is kept of a local issue, by its key. */
    @Transactional
    public Erased issue(String key, String by) {
        var pairs = twins.pairsOf(key);
        var ids = pairs.stream().map(Twins.Pair::twin).toList();
        var gone = erasing.of(pairs);
        var events = ids.stream().mapToInt(payloads::erase).sum();
        var lines = journal.erase(key.strip(), ids);
        return told(gone, events, lines, examples.erase(word(key)), waiting(ids), by);
    }

    /** What is kept of a person, by the name, address or user name that stands in the texts. */
    @Transactional
    public Erased user(String name, String by) {
        var somebody = word(name);
        var gone = erasing.of(somebody);
        var events = payloads.erase(name.strip(), somebody);
        var lines = journal.erase(name.strip(), somebody);
        return told(gone, events, lines, examples.erase(somebody), payloads.waiting(name.strip(), somebody), by);
    }

    private long waiting(List<UUID> ids) {
        return ids.stream().mapToLong(payloads::waiting).sum();
    }

    private Erased told(Erasing.Erased gone, int events, int lines, List<String> folders, long waiting, String by) {
        var kept = new ArrayList<String>();
        if (!gone.underSync().isEmpty())
            kept.add(
                    "%d issues are under sync: what was last told and received of them stays sealed in the store until the sync ends. End it or clean it up, then erase again."
                            .formatted(gone.underSync().size()));
        if (waiting > 0)
            kept.add("%d events have not reached the other side or are not applied yet: erase again when they are."
                    .formatted(waiting));
        journal.write(Happening.of(
                Happening.Level.INFO,
                "erased",
                "%s had %d events, %d ended syncs, %d values, %d lines of the journal and %d examples erased."
                        .formatted(by, events, gone.texts(), gone.values(), lines, folders.size())));
        return new Erased(events, gone.texts(), gone.values(), gone.warnings(), lines, folders, kept);
    }

    private static Pattern word(String text) {
        var words = text.strip();
        if (words.length() < 2)
            throw new IllegalArgumentException("'%s' is too short to be erased everywhere.".formatted(words));
        return Pattern.compile(
                "(?<![\\w-])" + Pattern.quote(words) + "(?![\\w-])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }
}
