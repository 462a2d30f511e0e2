package dev.drawbridge.console;

import dev.drawbridge.jobs.Jobs;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Long work: how far it has come, and its end. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobsApi {
    private static final int PAGE = 50, ALL = 1000, FIRST = 10;

    private final Jobs jobs;
    private final JobView view;

    JobsApi(Jobs jobs, JobView view) {
        this.jobs = jobs;
        this.view = view;
    }

    /** Newest first, each with its first ten problems. */
    @GetMapping
    Map<String, @Nullable Object> list(@RequestParam(required = false) @Nullable UUID after) {
        var found = jobs.newest(after, PAGE + 1);
        var page = found.subList(0, Math.min(PAGE, found.size()));
        var next = found.size() > PAGE ? page.get(PAGE - 1).id().toString() : null;
        return Pages.of(page.stream().map(job -> view.of(job, FIRST)).toList(), next);
    }

    @GetMapping("/{id}")
    Map<String, @Nullable Object> one(@PathVariable UUID id) {
        return view.of(jobs.existing(id), ALL);
    }

    /** Cancels it; what it has done stays done. */
    @DeleteMapping("/{id}")
    Map<String, @Nullable Object> cancel(@PathVariable UUID id) {
        return view.of(jobs.cancel(id), ALL);
    }
}
