package dev.drawbridge.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.jira.Matches;
import dev.drawbridge.twin.Proposals;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What an administrator can have done in the background. */
@Component
public class Orders {
    private final Jobs jobs;
    private final Matches matches;

    Orders(Jobs jobs, Matches matches) {
        this.jobs = jobs;
        this.matches = matches;
    }

    /** What becomes of the contents of issues that are connected. */
    public record Manner(Proposals.Fields fields, Proposals.Existing existing) {}

    /**
     * Puts under sync all issues that the trigger's query finds now.
     *
     * @throws IllegalArgumentException with Jira's own words when it does not take the query
     */
    public Job sync(Connection connection, Trigger trigger, String by) {
        matches.count(connection.projects(), trigger.jql());
        return jobs.add(Job.Kind.BULK_SYNC, connection, asked(trigger), by);
    }

    /** Ends the sync of all issues that the trigger's query finds now. */
    public Job unsync(Connection connection, Trigger trigger, String by) {
        matches.count(connection.projects(), trigger.jql());
        return jobs.add(Job.Kind.BULK_UNSYNC, connection, asked(trigger), by);
    }

    /** Proposes to the partner all pairs of the file that can be; the others are problems of the job. */
    @Transactional
    public Job connect(Connection connection, PairFile file, Manner manner, String by) {
        var job = jobs.add(
                Job.Kind.BULK_CONNECT,
                connection,
                empty().put("fields", manner.fields().name())
                        .put("existing", manner.existing().name()),
                by);
        jobs.add(
                job.id(),
                file.pairs().stream()
                        .map(pair -> Job.Row.of(pair.line(), connection.id(), connection.name())
                                .local(null, pair.localKey())
                                .remote(pair.remoteKey()))
                        .toList());
        file.problems().forEach(problem -> jobs.wrong(job.id(), problem));
        jobs.gathered(job.id());
        return jobs.existing(job.id());
    }

    /** Ends and forgets all twins of a local issue, in all connections. */
    public Job cleanUpIssue(String key, String by) {
        return jobs.add(Job.Kind.CLEAN_UP, null, empty().put("issue", key), by);
    }

    public Job cleanUpConnection(Connection connection, String by) {
        return jobs.add(Job.Kind.CLEAN_UP, connection, empty().put("connection", connection.name()), by);
    }

    public Job cleanUpNode(String by) {
        return jobs.add(Job.Kind.CLEAN_UP, null, empty().put("node", true), by);
    }

    /** Compares both sides of all that is under sync in a connection. */
    public Job verify(Connection connection, String by) {
        return jobs.add(Job.Kind.VERIFY, connection, empty(), by);
    }

    /** The same for one issue of ours. */
    public Job verify(Connection connection, String issue, String by) {
        return jobs.add(Job.Kind.VERIFY, connection, empty().put("issue", issue), by);
    }

    private static ObjectNode asked(Trigger trigger) {
        return empty().put("trigger", trigger.id().toString()).put("jql", trigger.jql());
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
