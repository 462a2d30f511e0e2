package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Starts;
import dev.drawbridge.twin.Twin;
import dev.drawbridge.twin.Twins;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Ends the sync of all issues that match a query now. */
@Component
class BulkUnsync implements Task {
    private final Gathering gathering;
    private final Parties parties;
    private final Twins twins;
    private final Starts starts;
    private final Pace pace;

    BulkUnsync(Gathering gathering, Parties parties, Twins twins, Starts starts, Pace pace) {
        this.gathering = gathering;
        this.parties = parties;
        this.twins = twins;
        this.starts = starts;
        this.pace = pace;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.BULK_UNSYNC;
    }

    @Override
    public void gather(Job job) {
        var connection = parties.of(job);
        gathering.matching(job, connection, (issue, row) -> underSync(connection, issue, row));
    }

    private Stream<Job.Row> underSync(Connection connection, Snapshot issue, Job.Row row) {
        return twins.ofIssue(issue.issueId()).stream()
                .filter(Twin::isLive)
                .filter(twin -> twin.connection().equals(connection.id()))
                .limit(1)
                .map(twin -> row.twin(twin.id()));
    }

    @Override
    public Optional<Wait> wait(Job job) {
        return pace.wait(job);
    }

    @Override
    public List<Deed> prepare(Job job, List<Job.Row> rows) {
        var connection = parties.of(job);
        return rows.stream()
                .map(row -> new Deed(row, () -> starts.unsyncOneOfMany(connection, Objects.requireNonNull(row.twin()))))
                .toList();
    }
}
