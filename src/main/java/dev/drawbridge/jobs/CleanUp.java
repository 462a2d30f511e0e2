package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.twin.Cleaning;
import dev.drawbridge.twin.Twins;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends and forgets twins. Which issue belonged to which is written down before the first is touched, so that they can be
 * connected again.
 */
@Component
public class CleanUp implements Task {
    private static final String MAPPED = "MAPPED";

    private final Jobs jobs;
    private final Twins twins;
    private final Connections connections;
    private final Cleaning cleaning;
    private final TransactionTemplate transaction;

    CleanUp(Jobs jobs, Twins twins, Connections connections, Cleaning cleaning, TransactionTemplate transaction) {
        this.jobs = jobs;
        this.twins = twins;
        this.connections = connections;
        this.cleaning = cleaning;
        this.transaction = transaction;
    }

    @Override
    public Job.Kind kind() {
        return Job.Kind.CLEAN_UP;
    }

    @Override
    public void gather(Job job) {
        transaction.executeWithoutResult(status -> {
            var rows = new ArrayList<Job.Row>();
            for (var pair : pairs(job)) {
                var connection = connections.find(pair.connection());
                if (connection.isEmpty()) continue;
                var row = Job.Row.of(
                                rows.size() + 1,
                                pair.connection(),
                                connection.get().name())
                        .twin(pair.twin())
                        .local(pair.issueId(), pair.localKey())
                        .remote(pair.remoteKey());
                rows.add(Extent.isMapped(pair) ? row.outcome(MAPPED) : row);
            }
            jobs.add(job.id(), rows);
            jobs.gathered(job.id());
        });
    }

    private List<Twins.Pair> pairs(Job job) {
        if (job.connectionId() != null) return twins.pairsOf(job.connectionId());
        if (job.wanted().has("issue"))
            return twins.pairsOf(job.wanted().path("issue").asText());
        return connections.all().stream()
                .map(Connection::id)
                .flatMap(connection -> twins.pairsOf(connection).stream())
                .toList();
    }

    @Override
    public List<Deed> prepare(Job job, List<Job.Row> rows) {
        return rows.stream().map(row -> new Deed(row, () -> cleanUp(row))).toList();
    }

    private void cleanUp(Job.Row row) {
        connections
                .find(Objects.requireNonNull(row.connectionId()))
                .ifPresent(connection -> cleaning.cleanUp(connection, Objects.requireNonNull(row.twin())));
    }

    /** The connections of which the job has a mapping; none while it is not written. */
    public List<String> mapped(UUID job) {
        return jobs.allRows(job).stream()
                .filter(row -> MAPPED.equals(row.outcome()))
                .map(row -> String.valueOf(row.connection()))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The pairs that were under sync, as a file that bulk connect takes back.
     *
     * @param connection name of one connection; null when there is only one
     * @throws IllegalArgumentException when the clean-up concerned several connections and none is named
     * @throws IllegalStateException while it is not written yet
     */
    public String mapping(Job job, @Nullable String connection) {
        if (!job.progress().gathered())
            throw new IllegalStateException("The mapping is not written yet: ask again in a moment.");
        var rows = jobs.allRows(job.id()).stream()
                .filter(row -> MAPPED.equals(row.outcome()))
                .toList();
        var names = rows.stream()
                .map(row -> String.valueOf(row.connection()))
                .distinct()
                .sorted()
                .toList();
        if (connection == null && names.size() > 1)
            throw new IllegalArgumentException(
                    "This clean-up concerned several connections: say of which one with ?connection=, one of %s."
                            .formatted(names));
        return PairFile.text(rows.stream()
                .filter(row -> connection == null || connection.equalsIgnoreCase(row.connection()))
                .map(row -> new PairFile.Pair(
                        row.number(), Objects.requireNonNull(row.localKey()), Objects.requireNonNull(row.remoteKey())))
                .toList());
    }

    @Override
    public Optional<Wait> wait(Job job) {
        return Optional.empty();
    }
}
