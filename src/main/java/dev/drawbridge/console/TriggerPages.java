package dev.drawbridge.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.ConnectionState;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Trigger;
import dev.drawbridge.connection.Triggers;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jobs.Job;
import dev.drawbridge.jobs.Jobs;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Which issues come under sync by themselves, and all that match at once. */
@Controller
class TriggerPages implements ConsolePage {
    private static final int LOOKED_AT = 100;

    private final Triggers triggers;
    private final TriggersApi api;
    private final BulkApi bulk;
    private final JobsApi jobsApi;
    private final Jobs jobs;
    private final Connections connections;
    private final ObjectMapper json;

    TriggerPages(
            Triggers triggers,
            TriggersApi api,
            BulkApi bulk,
            JobsApi jobsApi,
            Jobs jobs,
            Connections connections,
            ObjectMapper json) {
        this.triggers = triggers;
        this.api = api;
        this.bulk = bulk;
        this.jobsApi = jobsApi;
        this.jobs = jobs;
        this.connections = connections;
        this.json = json;
    }

    /**
     * A line of the list.
     *
     * @param switched what is sent to switch it on or off
     * @param job what runs for it; null for nothing
     */
    public record Row(Trigger trigger, String connection, String switched, @Nullable Job job) {
        /** Where the progress of its job is shown. */
        public String verb() {
            return job != null && job.kind() == Job.Kind.BULK_UNSYNC ? "bulk-unsync" : "bulk-sync";
        }
    }

    @GetMapping("/triggers")
    String list(HttpServletRequest request, Model model) {
        var running = jobs.newest(null, LOOKED_AT).stream()
                .filter(job -> !job.state().isOver())
                .toList();
        model.addAttribute(
                "rows",
                triggers.all().stream().map(trigger -> row(trigger, running)).toList());
        model.addAttribute("usable", !usable().isEmpty());
        model.addAttribute("here", ErrorPages.here(request));
        return "console/triggers";
    }

    @GetMapping("/triggers/create")
    String create(Model model) {
        model.addAttribute("trigger", null);
        model.addAttribute("connections", usable());
        return "console/trigger";
    }

    @GetMapping("/triggers/{id}")
    String edit(@PathVariable UUID id, Model model) {
        var trigger = found(id);
        model.addAttribute("trigger", trigger);
        model.addAttribute(
                "connections", connections.find(trigger.connection()).stream().toList());
        return "console/trigger";
    }

    /** How many issues match now, a moment after the page is there. */
    @GetMapping(path = "/triggers/{id}/matches", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String matches(@PathVariable UUID id) {
        var matches = api.one(id).get("matches");
        return matches == null ? "?" : matches.toString();
    }

    @GetMapping("/triggers/{id}/bulk-sync")
    String bulkSync(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID job,
            HttpServletRequest request,
            Model model) {
        return bulk(found(id), "bulk-sync", job, request, model);
    }

    @GetMapping("/triggers/{id}/bulk-unsync")
    String bulkUnsync(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable UUID job,
            HttpServletRequest request,
            Model model) {
        return bulk(found(id), "bulk-unsync", job, request, model);
    }

    @GetMapping("/triggers/{id}/bulk-sync-preview")
    String syncPreview(@PathVariable UUID id, Principal by, Model model) {
        return preview(found(id), "bulk-sync", () -> bulk.sync(id, true, by), model);
    }

    @GetMapping("/triggers/{id}/bulk-unsync-preview")
    String unsyncPreview(@PathVariable UUID id, Principal by, Model model) {
        return preview(found(id), "bulk-unsync", () -> bulk.unsync(id, true, by), model);
    }

    /** What cannot be looked at is said where the preview would be. */
    private String preview(Trigger trigger, String verb, Supplier<ResponseEntity<Object>> look, Model model) {
        about(trigger, verb, model);
        try {
            model.addAttribute("outlook", look.get().getBody());
            model.addAttribute("problem", null);
        } catch (Problems.Refused | JiraTrouble | IllegalArgumentException | IllegalStateException refused) {
            model.addAttribute("outlook", null);
            model.addAttribute("problem", refused.getMessage());
        }
        return "console/bulk-preview";
    }

    private String bulk(Trigger trigger, String verb, @Nullable UUID job, HttpServletRequest request, Model model) {
        about(trigger, verb, model);
        model.addAttribute("job", job == null ? null : jobsApi.one(job));
        model.addAttribute("here", ErrorPages.here(request));
        return "console/bulk";
    }

    private void about(Trigger trigger, String verb, Model model) {
        model.addAttribute("trigger", trigger);
        model.addAttribute("connection", name(trigger));
        model.addAttribute("verb", verb);
        model.addAttribute("title", verb.equals("bulk-sync") ? "Bulk Exalate" : "Bulk Unexalate");
    }

    private Row row(Trigger trigger, List<Job> running) {
        Map<String, Object> switched = new LinkedHashMap<>();
        switched.put("jql", trigger.jql());
        switched.put("notes", trigger.notes());
        switched.put("active", !trigger.active());
        var job = running.stream()
                .filter(one -> one.wanted()
                        .path("trigger")
                        .asText("")
                        .equals(trigger.id().toString()))
                .findFirst();
        return new Row(trigger, name(trigger), json.valueToTree(switched).toString(), job.orElse(null));
    }

    private String name(Trigger trigger) {
        return connections.find(trigger.connection()).map(Connection::name).orElse("?");
    }

    /** Connections to which issues can be given by and by. */
    private List<Connection> usable() {
        return connections.all().stream()
                .filter(connection -> connection.state() != ConnectionState.REMOVED)
                .toList();
    }

    private Trigger found(UUID id) {
        return triggers.find(id).orElseThrow(() -> new NoSuchElementException("There is no trigger " + id + "."));
    }
}
