package dev.drawbridge.jobs;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.jira.ManyIssues;
import dev.drawbridge.replica.Snapshot;
import java.util.ArrayList;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes what a query finds as the rows of a job, page by page, so that a restart finds nothing twice. */
@Component
class Gathering {
    private final ManyIssues issues;
    private final Jobs jobs;
    private final TransactionTemplate transaction;

    Gathering(ManyIssues issues, Jobs jobs, TransactionTemplate transaction) {
        this.issues = issues;
        this.jobs = jobs;
        this.transaction = transaction;
    }

    /**
     * The next page of issues that match the query of the job.
     *
     * @param rows makes rows of an issue and the row that stands for it
     */
    void matching(Job job, Connection connection, BiFunction<Snapshot, Job.Row, Stream<Job.Row>> rows) {
        var page = issues.matching(
                connection.projects(),
                job.wanted().path("jql").asText(),
                job.progress().reached(),
                ManyIssues.Depth.BRIEF);
        var found = new ArrayList<Job.Row>();
        for (var issue : page.issues()) {
            var row = Job.Row.of(job.progress().total() + found.size() + 1, connection.id(), connection.name())
                    .local(issue.issueId(), issue.key());
            rows.apply(issue, row).forEach(found::add);
        }
        transaction.executeWithoutResult(status -> {
            jobs.add(job.id(), found);
            if (page.last()) jobs.gathered(job.id());
            else
                jobs.gatheredTo(
                        job.id(), page.issues().get(page.issues().size() - 1).issueId());
        });
    }
}
