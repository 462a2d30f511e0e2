package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.Issues;
import dev.drawbridge.jira.ManyIssues;
import dev.drawbridge.queue.Lanes;
import dev.drawbridge.queue.Outbox;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Tries;
import dev.drawbridge.twin.Seen;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import dev.drawbridge.twin.Warnings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether an issue under sync is here what the partner must believe it to be: as it was when last told or settled, with
 * nothing under way, held back or left out.
 */
@Component
class Findings {
    private final ManyIssues many;
    private final Issues issues;
    private final Twins twins;
    private final Warnings warnings;
    private final Lanes lanes;
    private final Outbox outbox;
    private final Tries tries;

    Findings(ManyIssues many, Issues issues, Twins twins, Warnings warnings, Lanes lanes, Outbox outbox, Tries tries) {
        this.many = many;
        this.issues = issues;
        this.twins = twins;
        this.warnings = warnings;
        this.lanes = lanes;
        this.outbox = outbox;
        this.tries = tries;
    }

    enum Word {
        EQUAL,
        DIFFERING,
        MISSING,
        /** Not under sync any more. */
        ENDED,
        /** Differs, but may be under way: looked at once more. */
        PASSING
    }

    /** @param why a sentence without values; empty when equal */
    record Finding(Word word, String why) {
        static final Finding EQUAL = new Finding(Word.EQUAL, "");
    }

    /** How each of these rows is here. */
    Map<Long, Finding> of(Connection connection, List<Job.Row> rows) {
        var ids = rows.stream()
                .map(Job.Row::issueId)
                .filter(Objects::nonNull)
                .map(Long.class::cast)
                .toList();
        var found = many.byId(ids, ManyIssues.Depth.WHOLE);
        var findings = new HashMap<Long, Finding>();
        for (var row : rows) {
            var issue = row.issueId() == null ? null : found.get(row.issueId());
            findings.put(row.number(), finding(connection, Objects.requireNonNull(row.twin()), row, issue));
        }
        return findings;
    }

    private Finding finding(Connection connection, UUID id, Job.Row row, @Nullable Snapshot shown) {
        var twin = twins.find(id).filter(Twin::isActive).orElse(null);
        if (twin == null) return new Finding(Word.ENDED, "It is not under sync any more.");
        var held =
                lanes.heldBy(connection.id(), id).filter(lane -> !lane.state().equals("WAITING"));
        if (held.isPresent())
            return new Finding(
                    held.get().state().equals("RETRY") ? Word.PASSING : Word.DIFFERING,
                    "What the partner sent waits: " + held.get().trouble().reason());
        if (twin.local() == null) return new Finding(Word.PASSING, "Its issue is not made yet.");
        var issue = shown == null
                ? issues.read(String.valueOf(twin.local().issueId())).orElse(null)
                : shown;
        if (issue == null)
            return new Finding(
                    Word.MISSING, "Jira has no issue %s that the proxy user may see.".formatted(row.localKey()));
        if (!issue.created().equals(twin.local().created()))
            return new Finding(Word.MISSING, "Issue %s is another one than the one under sync.".formatted(issue.key()));
        if (!connection.covers(issue.projectKey()))
            return new Finding(Word.MISSING, "Issue %s is outside the connection's projects.".formatted(issue.key()));
        return contents(connection, twin, issue);
    }

    private Finding contents(Connection connection, Twin twin, Snapshot issue) {
        var untold = Seen.differences(twin.memory().seen(), Seen.of(issue.issue()));
        if (!untold.isEmpty())
            return new Finding(
                    Word.PASSING, "Changed, and the other side was not told: %s.".formatted(parts(untold.stream())));
        if (outbox.isUnderWay(connection.id(), twin.id()))
            return new Finding(Word.PASSING, "A change is on its way and has not been applied there.");
        var failure = twin.failure();
        if (failure != null) return new Finding(Word.DIFFERING, "The other side could not apply it: " + failure);
        var shown = warnings.ofTwin(twin.id());
        if (!shown.isEmpty() || !twin.memory().pending().isEmpty())
            return new Finding(
                    Word.DIFFERING,
                    "Not applied: %s."
                            .formatted(
                                    shown.isEmpty()
                                            ? parts(twin.memory().pending().keySet().stream())
                                            : parts(shown.stream()
                                                    .map(one -> one.warning().field()))));
        return said(connection, issue);
    }

    private Finding said(Connection connection, Snapshot issue) {
        try {
            var differences = tries.outgoing(connection, issue).differenceToLastSent();
            return differences.isEmpty()
                    ? Finding.EQUAL
                    : new Finding(
                            Word.DIFFERING,
                            "The outgoing rule says by now something else of: %s."
                                    .formatted(parts(differences.stream().map(Findings::place))));
        } catch (RuleBroken broken) {
            return new Finding(Word.DIFFERING, "The outgoing rule fails: " + broken.sentence());
        }
    }

    private static String place(String difference) {
        return difference.replaceFirst("[\\[:.].*", "");
    }

    private static String parts(java.util.stream.Stream<String> parts) {
        return parts.map(part -> part.startsWith("customFields/") ? part : part.replaceFirst("/.*", ""))
                .distinct()
                .sorted()
                .limit(20)
                .collect(Collectors.joining(", "));
    }

    /** Whether the twin pairs these two, as far as both sides know; empty when it does. */
    Optional<Finding> pairing(UUID id, String theirIssue, String ours) {
        var twin = twins.find(id).orElse(null);
        if (twin == null || twin.local() == null) return Optional.empty();
        var mine = String.valueOf(twin.local().issueId());
        var theirs = twin.remote().id();
        var same = (ours.isEmpty() || ours.equals(mine))
                && (theirs == null || theirIssue.isEmpty() || theirIssue.equals(theirs));
        return same
                ? Optional.empty()
                : Optional.of(new Finding(Word.DIFFERING, "The two sides pair it with different issues."));
    }
}
