package dev.drawbridge.jobs;

import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.queue.Activation;
import dev.drawbridge.queue.Drill;
import dev.drawbridge.queue.Leases;
import dev.drawbridge.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works on one job at a time, a few rows per step. Each row and the note that it is dealt with are one transaction, so
 * that a job goes on after a restart exactly where it was.
 */
@Component("jobWorker")
public class JobWorker {
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final int ROWS = 25;
    private static final int ATTEMPTS = 5;
    private static final Duration LEASE = Duration.ofMinutes(5), WAIT = Duration.ofSeconds(1);

    private final Jobs jobs;
    private final Map<Job.Kind, Task> tasks;
    private final Leases leases;
    private final RetryPolicy retries;
    private final TransactionTemplate transaction;
    private final Activation activation;
    private final Drill drill;

    JobWorker(
            Jobs jobs,
            List<Task> tasks,
            Leases leases,
            RetryPolicy retries,
            TransactionTemplate transaction,
            Activation activation,
            Drill drill) {
        this.jobs = jobs;
        this.tasks = tasks.stream().collect(Collectors.toMap(Task::kind, Function.identity()));
        this.leases = leases;
        this.retries = retries;
        this.transaction = transaction;
        this.activation = activation;
        this.drill = drill;
    }

    /** The job was cancelled meanwhile: what is under way is not done. */
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A step of the job that is next, if there is one and no other node works on jobs. */
    public void work() {
        if (!activation.isActive()) return;
        var job = jobs.due();
        if (job.isEmpty()) return;
        var lease = leases.take("jobs", LEASE);
        if (lease.isEmpty()) return;
        try {
            step(job.get());
        } finally {
            leases.release(lease.get());
        }
    }

    private void step(Job job) {
        jobs.begin(job);
        try {
            advance(job, Objects.requireNonNull(tasks.get(job.kind()), "No task for " + job.kind()));
        } catch (Cancelled cancelled) {
            LOG.debug("Job {} was cancelled", job.id());
        } catch (JiraTrouble trouble) {
            var wait = trouble.retryAfter() == null
                    ? retries.afterAttempt(job.attempts() + 1)
                    : retries.afterPatience(trouble.retryAfter());
            jobs.later(job, wait, trouble.sentence(), true);
        } catch (Task.NotNow wait) {
            jobs.later(job, WAIT, String.valueOf(wait.getMessage()), true);
        } catch (IllegalArgumentException refused) {
            jobs.gaveUp(job, String.valueOf(refused.getMessage()));
        } catch (RuntimeException surprise) {
            LOG.error("Job {} failed", job.id(), surprise);
            if (job.attempts() + 1 >= ATTEMPTS) jobs.gaveUp(job, "An unforeseen failure: " + surprise);
            else jobs.later(job, retries.afterAttempt(job.attempts() + 1), surprise.toString(), true);
        }
    }

    private void advance(Job job, Task task) {
        if (!job.progress().gathered()) {
            task.gather(job);
            return;
        }
        var rows = jobs.rows(job, ROWS);
        if (rows.isEmpty()) {
            task.finish(job)
                    .ifPresentOrElse(
                            more -> jobs.later(job, more.length(), more.why(), false), () -> jobs.finished(job));
            return;
        }
        var wait = task.wait(job);
        if (wait.isPresent()) {
            jobs.later(job, wait.get().length(), wait.get().why(), false);
            return;
        }
        for (var deed : task.prepare(job, rows)) act(job, deed);
        if (!job.why().isEmpty()) jobs.later(job, Duration.ZERO, "", false);
    }

    private void act(Job job, Task.Deed deed) {
        try {
            transaction.executeWithoutResult(status -> {
                deed.act().run();
                if (!jobs.dealt(job, deed.row())) throw new Cancelled();
                drill.pass("job-row");
            });
        } catch (IllegalArgumentException | IllegalStateException refused) {
            if (!jobs.failed(job, deed.row(), String.valueOf(refused.getMessage()))) throw new Cancelled();
        }
    }
}
