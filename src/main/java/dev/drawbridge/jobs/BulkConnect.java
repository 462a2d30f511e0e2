package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.ManyIssues;
import dev.drawbridge.replica.Snapshot;
import dev.drawbridge.twin.Proposals;
import dev.drawbridge.twin.Starts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Proposes to the partner to connect pairs of issues that both sides have; the partner is asked once about all. */
@Component
class BulkConnect implements Task {
    private final Parties parties;
    private final ManyIssues issues;
    private final Starts starts;
    private final Pace pace;

    BulkConnect(Parties parties, ManyIssues issues, Starts starts, Pace pace) {
        this.parties = parties;
        this.issues = issues;
        this.starts = starts;
        this.pace = pace;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.BULK_CONNECT;
    }

    @Override
    public void gather(Job job) {
        throw new IllegalStateException("The rows of a bulk connect come with it");
    }

    @Override
    public Optional<Wait> wait(Job job) {
        return pace.wait(job);
    }

    @Override
    public List<Deed> prepare(Job job, List<Job.Row> rows) {
        var connection = parties.of(job);
        var found = issues.byKey(
                rows.stream().map(row -> Objects.requireNonNull(row.localKey())).toList(), ManyIssues.Depth.BRIEF);
        return rows.stream()
                .map(row -> deed(job, connection, row, found.get(Objects.requireNonNull(row.localKey()))))
                .toList();
    }

    private Deed deed(Job job, Connection connection, Job.Row row, @Nullable Snapshot issue) {
        var refusal = refusal(connection, Objects.requireNonNull(row.localKey()), issue);
        if (refusal.isPresent()) return Deed.refused(row, refusal.get());
        var known = Objects.requireNonNull(issue);
        var proposal = new Proposals.Proposal(
                Objects.requireNonNull(row.remoteKey()),
                Proposals.Fields.valueOf(job.wanted().path("fields").asText()),
                Proposals.Existing.valueOf(job.wanted().path("existing").asText()));
        var bulk = new Proposals.Bulk(job.id(), (int) job.progress().total());
        return new Deed(row, () -> starts.connect(connection, known, proposal, bulk));
    }

    static Optional<String> refusal(Connection connection, String key, @Nullable Snapshot issue) {
        return issue == null
                ? Optional.of("Jira has no issue %s that the proxy user may see.".formatted(key))
                : Parties.refusal(connection, issue);
    }
}
