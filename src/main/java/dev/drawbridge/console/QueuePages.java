package dev.drawbridge.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connection.Connections;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What is and was on its way. */
@Controller
class QueuePages implements ConsolePage {
    private static final List<Tab> TABS = List.of(
            new Tab("outgoing", "Outgoing sync", "OUT", false),
            new Tab("incoming", "Incoming sync", "IN", false),
            new Tab("outgoing-attachments", "Outgoing attachments", "OUT", true),
            new Tab("incoming-attachments", "Incoming attachments", "IN", true));

    private final EventsApi events;
    private final AttachmentsApi attachments;
    private final Connections connections;
    private final ObjectMapper json;

    QueuePages(EventsApi events, AttachmentsApi attachments, Connections connections, ObjectMapper json) {
        this.events = events;
        this.attachments = attachments;
        this.connections = connections;
        this.json = json;
    }

    /** One of the four queues. */
    public record Tab(String name, String title, String direction, boolean files) {}

    @GetMapping("/queue")
    String list(
            @RequestParam(defaultValue = "outgoing") String tab,
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String local,
            @RequestParam(required = false) @Nullable String remote,
            @RequestParam(defaultValue = "OPEN") String state,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request,
            Model model) {
        var chosen = tab(tab);
        var from = ErrorPages.blank(connection);
        var ours = ErrorPages.blank(local);
        var theirs = ErrorPages.blank(remote);
        var page = chosen.files()
                ? attachments.list(chosen.direction(), from, ours, theirs, after)
                : events.list(
                        chosen.direction(),
                        from,
                        state.equals("ALL") ? null : state,
                        ours,
                        theirs,
                        after == null ? null : UUID.fromString(after));
        model.addAttribute("tabs", TABS);
        model.addAttribute("tab", chosen);
        model.addAttribute("connections", connections.all());
        model.addAttribute("connection", from);
        model.addAttribute("local", ours);
        model.addAttribute("remote", theirs);
        model.addAttribute("state", state);
        model.addAttribute("first", after == null);
        model.addAttribute("items", page.get("items"));
        model.addAttribute("older", page.get("next") == null ? null : older(request, String.valueOf(page.get("next"))));
        model.addAttribute("here", ErrorPages.here(request));
        return "console/queue";
    }

    @GetMapping("/queue/{id}")
    String one(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean plan, Model model) {
        var event = events.one(id, plan);
        model.addAttribute("event", event);
        for (var part : List.of("replica", "was", "details")) model.addAttribute(part, pretty(event.get(part)));
        model.addAttribute("plan", event.get("plan"));
        model.addAttribute("planProblem", event.get("planProblem"));
        model.addAttribute("planWarnings", event.get("planWarnings"));
        return "console/event";
    }

    private static Tab tab(String name) {
        return TABS.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no queue '" + name + "'."));
    }

    private static String older(HttpServletRequest request, String next) {
        return UriComponentsBuilder.fromUriString(ErrorPages.here(request))
                .replaceQueryParam("after", "{next}")
                .build(next)
                .toString();
    }

    private @Nullable String pretty(@Nullable Object part) {
        if (part == null) return null;
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(part);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
