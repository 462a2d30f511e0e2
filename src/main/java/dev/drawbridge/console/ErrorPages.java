package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.rules.Rulebooks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What is held back, why, and what to do about it. */
@Controller
class ErrorPages implements ConsolePage {
    private static final int AROUND = 5;

    private final ErrorsApi errors;
    private final HeldApi held;
    private final Connections connections;
    private final Rulebooks rulebooks;

    ErrorPages(ErrorsApi errors, HeldApi held, Connections connections, Rulebooks rulebooks) {
        this.errors = errors;
        this.held = held;
        this.connections = connections;
        this.rulebooks = rulebooks;
    }

    /**
     * Errors of one cause.
     *
     * @param all oldest first; never empty
     */
    public record Group(List<Map<String, @Nullable Object>> all) {
        private static final int SHOWN = 5;

        public Map<String, @Nullable Object> first() {
            return all.get(0);
        }

        public List<Map<String, @Nullable Object>> shown() {
            return all.subList(0, Math.min(SHOWN, all.size()));
        }

        public int more() {
            return Math.max(0, all.size() - SHOWN);
        }

        public boolean retry() {
            return all.stream().anyMatch(error -> Boolean.TRUE.equals(error.get("retry")));
        }

        public int attempts() {
            return sum("attempts");
        }

        public int waitingBehind() {
            return sum("waitingBehind");
        }

        private int sum(String name) {
            return all.stream()
                    .mapToInt(error -> error.get(name) instanceof Integer number ? number : 0)
                    .sum();
        }
    }

    /** One line of a rule. */
    public record Line(int number, String text, boolean here) {}

    @GetMapping("/errors")
    String list(
            @RequestParam(required = false) @Nullable String connection,
            @RequestParam(required = false) @Nullable String impact,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(name = "held", required = false) @Nullable String onlyHeld,
            HttpServletRequest request,
            Model model) {
        var waiting = items(held.list());
        model.addAttribute("connections", connections.all());
        model.addAttribute("connection", blank(connection));
        model.addAttribute("impact", blank(impact));
        model.addAttribute("group", blank(group));
        model.addAttribute("onlyHeld", onlyHeld != null);
        model.addAttribute("heldCount", waiting.size());
        model.addAttribute("held", fitting(waiting, "connection", connection));
        var chosen = fitting(
                fitting(fitting(items(errors.list()), "connection", connection), "impact", impact), "group", group);
        model.addAttribute("groups", grouped(chosen, blank(group) != null));
        model.addAttribute("here", here(request));
        return "console/errors";
    }

    @GetMapping("/errors/{id}")
    String one(@PathVariable UUID id, HttpServletRequest request, Model model) {
        var error = find(id);
        model.addAttribute("id", id);
        model.addAttribute("error", error);
        model.addAttribute("source", error == null ? List.of() : source(error));
        model.addAttribute(
                "alike",
                error == null
                        ? 0
                        : fitting(items(errors.list()), "group", String.valueOf(error.get("group")))
                                .size());
        model.addAttribute("here", here(request));
        return "console/error";
    }

    /** Null when it is over. */
    private @Nullable Map<String, @Nullable Object> find(UUID id) {
        try {
            return errors.one(id);
        } catch (NoSuchElementException over) {
            return null;
        }
    }

    private static List<Group> grouped(List<Map<String, @Nullable Object>> errors, boolean apart) {
        var groups = new LinkedHashMap<Object, List<Map<String, @Nullable Object>>>();
        for (var error : errors)
            groups.computeIfAbsent(
                            Objects.requireNonNull(error.get(apart ? "id" : "group")), cause -> new ArrayList<>())
                    .add(error);
        return groups.values().stream().map(Group::new).toList();
    }

    /** The rule around the line, as it was when it failed; empty where that is not known or not to be shown. */
    private List<Line> source(Map<String, @Nullable Object> error) {
        if (!(error.get("at") instanceof Map<?, ?> at)
                || !(error.get("connection") instanceof String name)
                || Contents.shown(name) == null) return List.of();
        var line = at.get("line") instanceof Integer number ? number : 0;
        return connections
                .named(name)
                .flatMap(connection -> text(connection, String.valueOf(at.get("file")), error))
                .map(text -> around(text, line))
                .orElse(List.of());
    }

    private Optional<String> text(Connection connection, String file, Map<String, @Nullable Object> error) {
        return rulebooks
                .text(connection, file, (String) error.get("ruleVersion"))
                .or(() -> rulebooks.text(connection, file, null));
    }

    private static List<Line> around(String text, int line) {
        var all = text.split("\\R", -1);
        var lines = new ArrayList<Line>();
        for (var number = Math.max(1, line - AROUND); number <= Math.min(all.length, line + AROUND); number++)
            lines.add(new Line(number, all[number - 1], number == line));
        return lines;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, @Nullable Object>> items(Map<String, @Nullable Object> page) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(page.get("items"));
    }

    private static List<Map<String, @Nullable Object>> fitting(
            List<Map<String, @Nullable Object>> items, String name, @Nullable String wanted) {
        return blank(wanted) == null
                ? items
                : items.stream()
                        .filter(item -> String.valueOf(item.get(name)).equalsIgnoreCase(wanted))
                        .toList();
    }

    /** A filter that is left empty narrows nothing. */
    static @Nullable String blank(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    /** The page with its filters, as it is read again. */
    static String here(HttpServletRequest request) {
        return request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
    }
}
