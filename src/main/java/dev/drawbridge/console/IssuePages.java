package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How it stands with one issue, in each connection. */
@Controller
class IssuePages implements ConsolePage {
    private static final Set<String> ENDED = Set.of("NOT_UNDER_SYNC", "REMOTE_REMOVED", "MOVED_OUT_OF_SCOPE");

    private final IssuesApi issues;
    private final Connections connections;
    private final JobsApi jobs;

    IssuePages(IssuesApi issues, Connections connections, JobsApi jobs) {
        this.issues = issues;
        this.connections = connections;
        this.jobs = jobs;
    }

    @GetMapping("/issues")
    String status(
            @RequestParam(required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable UUID job,
            HttpServletRequest request,
            Model model) {
        var asked = ErrorPages.blank(key);
        var views = asked == null ? List.<Map<String, @Nullable Object>>of() : views(asked);
        model.addAttribute("key", asked == null ? "" : asked.toUpperCase(Locale.ROOT));
        model.addAttribute("asked", asked != null);
        model.addAttribute("views", views);
        model.addAttribute("ended", ENDED);
        model.addAttribute(
                "ours",
                views.stream()
                        .map(view -> view.get("localKey"))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(asked == null ? "" : asked.toUpperCase(Locale.ROOT)));
        model.addAttribute("open", open(views));
        model.addAttribute("job", job == null ? null : jobs.one(job));
        model.addAttribute("here", ErrorPages.here(request));
        return "console/issues";
    }

    /** Of each connection what is under sync; where nothing is, what was last. */
    @SuppressWarnings("unchecked")
    private List<Map<String, @Nullable Object>> views(String key) {
        var all = (List<Map<String, @Nullable Object>>)
                Objects.requireNonNull(issues.issue(key).get("connections"));
        var live = new HashSet<Object>();
        all.stream().filter(view -> !isEnded(view)).forEach(view -> live.add(name(view)));
        var shown = new ArrayList<Map<String, @Nullable Object>>();
        for (var view : all) if (!isEnded(view) || live.add(name(view))) shown.add(view);
        return shown;
    }

    private static boolean isEnded(Map<String, @Nullable Object> view) {
        return ENDED.contains(String.valueOf(view.get("state")));
    }

    private static Object name(Map<String, @Nullable Object> view) {
        return Objects.requireNonNull(view.get("connection"));
    }

    /** Connections in which a sync can be started. */
    private List<Connection> open(List<Map<String, @Nullable Object>> views) {
        var taken = views.stream()
                .filter(view -> !isEnded(view))
                .map(IssuePages::name)
                .toList();
        return connections.all().stream()
                .filter(connection -> connection.state() == ConnectionState.ACTIVE
                        || connection.state() == ConnectionState.DEACTIVATED)
                .filter(connection -> !taken.contains(connection.name()))
                .toList();
    }
}
