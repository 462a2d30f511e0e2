package dev.drawbridge.console;

import dev.drawbridge.jobs.Job;
import dev.drawbridge.jobs.Jobs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A job as the admin API shows it. */
@Component
class JobView {
    private final Jobs jobs;

    JobView(Jobs jobs) {
        this.jobs = jobs;
    }

    /** @param problems how many of its problems are shown */
    Map<String, @Nullable Object> of(Job job, int problems) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", job.id());
        view.put("kind", job.kind());
        view.put("connection", job.connection());
        view.put("state", job.state());
        view.put("total", job.progress().total());
        view.put("done", job.progress().done());
        view.put("failed", job.progress().failed());
        view.put("problems", jobs.problems(job.id(), problems));
        view.put("why", job.why());
        view.put("wanted", job.wanted());
        view.put("result", job.state() == Job.State.DONE ? job.result() : null);
        view.put("startedBy", job.startedBy());
        view.put("createdAt", job.times().created());
        view.put("startedAt", job.times().started());
        view.put("endedAt", job.times().ended());
        return view;
    }
}
