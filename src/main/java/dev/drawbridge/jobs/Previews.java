package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.jira.ManyIssues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Tries;
import dev.drawbridge.twin.Preview;
import dev.drawbridge.twin.Proposals;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a job would amount to, before anybody orders it. Nothing is written or sent. */
@Component
public class Previews {
    private static final int LOOKED_AT = 2000, MOST_SHOWN = 500;

    /** Lists of an issue of which each item is one more change, of which Jira may send mails. */
    private static final List<String> WRITTEN = List.of("comments", "attachments", "workLogs");

    private static final Map<String, String> WITHHELD = Map.of(
            "comments", "restricted or internal",
            "workLogs", "restricted",
            "attachments", "named in withheld texts only",
            "issueLinks", "to issues outside the connection's projects");

    private final ManyIssues issues;
    private final Twins twins;
    private final Starts starts;
    private final Preview preview;
    private final Tries tries;

    Previews(ManyIssues issues, Twins twins, Starts starts, Preview preview, Tries tries) {
        this.issues = issues;
        this.twins = twins;
        this.starts = starts;
        this.preview = preview;
        this.tries = tries;
    }

    /**
     * What of an issue stays here.
     *
     * @param part the whole issue, or which of its comments and the like
     */
    public record Withheld(String issue, String part, String why) {}

    /**
     * What would come of it.
     *
     * @param issues how many issues it would concern
     * @param mails for how many changes, on both sides, Jira may send mails at most; whom each reaches is for that Jira's
     *     notification scheme to say
     */
    public record Outlook(long issues, long mails, List<Withheld> withheld, List<Job.Problem> problems) {}

    /** Of all issues that the trigger's query finds now. */
    public Outlook sync(Connection connection, Trigger trigger) {
        var view = new View();
        var behind = 0L;
        while (true) {
            var deep = view.looked < LOOKED_AT;
            var page = issues.matching(
                    connection.projects(),
                    trigger.jql(),
                    behind,
                    deep ? ManyIssues.Depth.WHOLE : ManyIssues.Depth.BRIEF);
            for (var issue : page.issues()) sync(view, connection, issue, deep);
            if (page.last()) return view.outlook();
            behind = page.issues().get(page.issues().size() - 1).issueId();
        }
    }

    private void sync(View view, Connection connection, Snapshot issue, boolean deep) {
        var known = ours(connection, issue);
        if (known.stream().anyMatch(Twin::isLive)) return;
        var why = starts.whyNotOneOfMany(connection, issue)
                .or(() -> issue.secured() ? Optional.empty() : Parties.refusal(connection, issue));
        if (why.isPresent()) {
            view.problem(0, issue.key(), why.get());
            return;
        }
        if (issue.secured() && !connection.settings().shareSecured()) {
            view.withheld(issue.key(), "the whole issue", "it has a security level");
            return;
        }
        view.issues++;
        if (!deep) return;
        view.looked++;
        view.withheld(preview.of(connection, issue));
        try {
            var told = tries.outgoing(connection, issue).replica();
            if (!told.isEmpty()) view.mails += 1 + written(told);
        } catch (RuleBroken broken) {
            view.problem(0, issue.key(), broken.sentence());
        }
    }

    /** Of all issues under sync that the trigger's query finds now: nothing is written in any Jira. */
    public Outlook unsync(Connection connection, Trigger trigger) {
        var view = new View();
        var behind = 0L;
        while (true) {
            var page = issues.matching(connection.projects(), trigger.jql(), behind, ManyIssues.Depth.BRIEF);
            for (var issue : page.issues()) if (ours(connection, issue).stream().anyMatch(Twin::isLive)) view.issues++;
            if (page.last()) return view.outlook();
            behind = page.issues().get(page.issues().size() - 1).issueId();
        }
    }

    /** Of the pairs of a file; what the partner's issues hold is not known here. */
    public Outlook connect(Connection connection, PairFile file, Orders.Manner manner) {
        var view = new View();
        file.problems().forEach(wrong -> view.problem(wrong.line(), wrong.item(), wrong.message()));
        for (var from = 0; from < file.pairs().size(); from += ManyIssues.AT_ONCE) {
            var some = file.pairs().subList(from, Math.min(file.pairs().size(), from + ManyIssues.AT_ONCE));
            var deep = view.looked < LOOKED_AT;
            var found = issues.byKey(
                    some.stream().map(PairFile.Pair::localKey).toList(),
                    deep ? ManyIssues.Depth.WHOLE : ManyIssues.Depth.BRIEF);
            for (var pair : some) connect(view, connection, pair, found, new Way(manner, deep));
        }
        view.problems.sort(java.util.Comparator.comparingLong(Job.Problem::line));
        return view.outlook();
    }

    private record Way(Orders.Manner manner, boolean deep) {}

    private void connect(View view, Connection connection, PairFile.Pair pair, Map<String, Snapshot> found, Way way) {
        var issue = found.get(pair.localKey().toUpperCase(Locale.ROOT));
        var refusal = BulkConnect.refusal(connection, pair.localKey(), issue)
                .or(() -> ours(connection, java.util.Objects.requireNonNull(issue)).stream()
                        .filter(Twin::isLive)
                        .findFirst()
                        .map(twin -> Starts.connectedAlready(pair.localKey(), twin)));
        if (refusal.isPresent()) {
            view.problem(pair.line(), pair.shown(), refusal.get());
            return;
        }
        view.issues++;
        if (way.manner().fields() == Proposals.Fields.LOCAL) view.mails++;
        if (way.manner().fields() == Proposals.Fields.REMOTE
                && connection.settings().notifyUsers()) view.mails++;
        if (!way.deep()) return;
        view.looked++;
        var sight = preview.of(connection, java.util.Objects.requireNonNull(issue));
        view.withheld(sight);
        if (way.manner().existing() == Proposals.Existing.SEND)
            view.mails += written(sight.shown().issue().json());
    }

    private List<Twin> ours(Connection connection, Snapshot issue) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(twin -> twin.connection().equals(connection.id()))
                .toList();
    }

    private static long written(JsonNode issue) {
        return WRITTEN.stream().mapToLong(list -> issue.path(list).size()).sum();
    }

    /** What was seen so far. */
    private static final class View {
        private static final int MOST_PROBLEMS = 1000;

        private long issues;
        private long looked;
        private long mails;
        private final List<Withheld> withheld = new ArrayList<>();
        private final List<Job.Problem> problems = new ArrayList<>();

        void problem(long line, String item, String message) {
            problems.add(new Job.Problem(line, item, message));
        }

        void withheld(String issue, String part, String why) {
            if (withheld.size() < MOST_SHOWN) withheld.add(new Withheld(issue, part, why));
        }

        void withheld(Preview.Sight sight) {
            for (var list : WITHHELD.entrySet()) {
                var all = sight.issue().issue().json().path(list.getKey()).size();
                var kept =
                        all - sight.shown().issue().json().path(list.getKey()).size();
                if (kept > 0) withheld(sight.issue().key(), kept + " of " + all + " " + list.getKey(), list.getValue());
            }
        }

        Outlook outlook() {
            if (issues > looked && looked >= LOOKED_AT) {
                mails += (mails + looked - 1) / looked * (issues - looked);
                problem(
                        0,
                        "",
                        "Of %d issues the first %d were looked at closely: how many mails there are at most is estimated from these, and what is withheld of the others is not listed."
                                .formatted(issues, looked));
            }
            return new Outlook(issues, mails, withheld, shown());
        }

        private List<Job.Problem> shown() {
            if (problems.size() <= MOST_PROBLEMS) return problems;
            var shown = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
            shown.add(new Job.Problem(
                    0,
                    "",
                    "The first %d problems are listed, and there are %d more."
                            .formatted(MOST_PROBLEMS, problems.size() - MOST_PROBLEMS)));
            return shown;
        }
    }
}
