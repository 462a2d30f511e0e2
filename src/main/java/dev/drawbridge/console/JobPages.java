package dev.drawbridge.console;

import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.jobs.CleanUp;
import dev.drawbridge.jobs.Job;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Work on many issues at once: ordering it, and looking how far it has come. */
@Controller
class JobPages implements ConsolePage {
    private final JobsApi api;
    private final ConnectionsApi connections;
    private final CleanUp cleanUp;

    JobPages(JobsApi api, ConnectionsApi connections, CleanUp cleanUp) {
        this.api = api;
        this.connections = connections;
        this.cleanUp = cleanUp;
    }

    /**
     * A job as people read it.
     *
     * @param about what it was asked for
     */
    public record Shown(String title, String about, String state, boolean over, Map<String, @Nullable Object> job) {}

    @GetMapping("/bulk-connect")
    String bulkConnect(@RequestParam(required = false) @Nullable String connection, Model model) {
        model.addAttribute(
                "connections",
                all().stream()
                        .filter(one -> one.get("state") == ConnectionState.ACTIVE
                                || one.get("state") == ConnectionState.DEACTIVATED)
                        .toList());
        model.addAttribute("chosen", connection);
        lately(model, Job.Kind.BULK_CONNECT);
        return "console/bulk-connect";
    }

    @GetMapping("/clean-up")
    String cleanUp(Model model) {
        model.addAttribute("connections", all());
        lately(model, Job.Kind.CLEAN_UP);
        return "console/clean-up";
    }

    @GetMapping("/jobs")
    String jobs(@RequestParam(required = false) @Nullable UUID after, Model model) {
        var page = api.list(after);
        model.addAttribute("jobs", allOf(page));
        model.addAttribute("next", page.get("next"));
        model.addAttribute("after", after);
        return "console/jobs";
    }

    @GetMapping("/jobs/{id}")
    String job(@PathVariable UUID id, Model model) {
        var one = shown(api.one(id));
        model.addAttribute("one", one);
        model.addAttribute("mapped", one.job().get("kind") == Job.Kind.CLEAN_UP ? cleanUp.mapped(id) : List.of());
        model.addAttribute("menuEntry", menuEntry((Job.Kind)
                Objects.requireNonNull(one.job().get("kind"))));
        return "console/job";
    }

    private void lately(Model model, Job.Kind kind) {
        model.addAttribute(
                "jobs",
                allOf(api.list(null)).stream()
                        .filter(shown -> shown.job().get("kind") == kind)
                        .toList());
    }

    private List<Map<String, @Nullable Object>> all() {
        return items(connections.list());
    }

    private static List<Shown> allOf(Map<String, @Nullable Object> page) {
        return items(page).stream().map(JobPages::shown).toList();
    }

    private static Shown shown(Map<String, @Nullable Object> job) {
        var state = (Job.State) Objects.requireNonNull(job.get("state"));
        var words = state.name().toLowerCase(Locale.ROOT);
        return new Shown(
                title((Job.Kind) Objects.requireNonNull(job.get("kind"))),
                about(job),
                Character.toUpperCase(words.charAt(0)) + words.substring(1),
                state.isOver(),
                job);
    }

    private static String menuEntry(Job.Kind kind) {
        return switch (kind) {
            case BULK_CONNECT -> "Bulk Connect";
            case CLEAN_UP -> "Clean-up Tools";
            case BULK_SYNC, BULK_UNSYNC -> "Triggers";
            case VERIFY, VERIFY_FOR_PARTNER -> "Connections";
        };
    }

    private static String title(Job.Kind kind) {
        return switch (kind) {
            case BULK_SYNC -> "Bulk Exalate";
            case BULK_UNSYNC -> "Bulk Unexalate";
            case BULK_CONNECT -> "Bulk Connect";
            case CLEAN_UP -> "Clean-up";
            case VERIFY -> "Verify";
            case VERIFY_FOR_PARTNER -> "Verify, asked for by the partner";
        };
    }

    private static String about(Map<String, @Nullable Object> job) {
        var wanted = (com.fasterxml.jackson.databind.JsonNode) Objects.requireNonNull(job.get("wanted"));
        if (wanted.has("issue")) return "issue " + wanted.path("issue").asText();
        if (wanted.has("node")) return "the whole node";
        var connection = "connection " + job.get("connection");
        return wanted.has("jql") ? connection + ", " + wanted.path("jql").asText() : connection;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> items(Map<String, @Nullable Object> page) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(page.get("items"));
    }
}
