package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.ManyIssues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts under sync all issues that match a query now and never were under sync. */
@Component
class BulkSync implements Task {
    private static final int PATIENCE = 60;

    private final Gathering gathering;
    private final Parties parties;
    private final ManyIssues issues;
    private final Starts starts;
    private final Pace pace;

    BulkSync(Gathering gathering, Parties parties, ManyIssues issues, Starts starts, Pace pace) {
        this.gathering = gathering;
        this.parties = parties;
        this.issues = issues;
        this.starts = starts;
        this.pace = pace;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.BULK_SYNC;
    }

    @Override
    public void gather(Job job) {
        gathering.matching(job, parties.of(job), (issue, row) -> Stream.of(row));
    }

    @Override
    public Optional<Wait> wait(Job job) {
        return pace.wait(job);
    }

    @Override
    public List<Deed> prepare(Job job, List<Job.Row> rows) {
        var connection = parties.of(job);
        var found = issues.byId(
                rows.stream().map(Job.Row::issueId).map(Objects::requireNonNull).toList(), ManyIssues.Depth.BRIEF);
        var deeds = new ArrayList<Deed>();
        for (var row : rows) {
            var issue = found.get(Objects.requireNonNull(row.issueId()));
            if (issue != null && issues.mayBeOurs(issue) && job.attempts() < PATIENCE) {
                if (deeds.isEmpty())
                    throw new NotNow("Issue %s may be a copy that is being made just now.".formatted(issue.key()));
                return deeds;
            }
            deeds.add(deed(connection, row, issue));
        }
        return deeds;
    }

    private Deed deed(Connection connection, Job.Row row, @Nullable Snapshot issue) {
        if (issue == null)
            return Deed.refused(
                    row, "Issue %s is not there any more, or the proxy user may not see it.".formatted(row.localKey()));
        return Parties.refusal(connection, issue)
                .map(why -> Deed.refused(row, why))
                .orElseGet(() -> new Deed(row, () -> starts.oneOfMany(connection, issue)));
    }
}
