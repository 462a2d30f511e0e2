package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Mode;
import dev.drawbridge.rules.RuleBroken;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.security.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One connection: facts, rules, triggers, numbers and settings, each on a tab. */
@Controller
class ConnectionTabs implements ConsolePage {
    private static final Map<String, String> TABS = tabs();

    private final ConnectionsApi api;
    private final RulesApi rules;
    private final TriggersApi triggers;
    private final Rulebooks books;
    private final Connections connections;
    private final Words words;

    ConnectionTabs(
            ConnectionsApi api,
            RulesApi rules,
            TriggersApi triggers,
            Rulebooks books,
            Connections connections,
            Words words) {
        this.api = api;
        this.rules = rules;
        this.triggers = triggers;
        this.books = books;
        this.connections = connections;
        this.words = words;
    }

    @GetMapping("/connections/{name}")
    String show(@PathVariable String name, @RequestParam(defaultValue = "info") String tab, Model model) {
        var connection = connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
        model.addAttribute("c", api.one(connection.name()));
        model.addAttribute("api", words.api(connection.name()));
        model.addAttribute("tabs", TABS.entrySet());
        model.addAttribute("tab", TABS.containsKey(tab) ? tab : "info");
        switch (tab) {
            case "rules" -> rules(connection, model);
            case "triggers" -> model.addAttribute("triggers", triggers(connection));
            case "advanced" -> {
                model.addAttribute("version", ConnectionPatch.version(connection));
                model.addAttribute("winner", ConnectionPatch.wanted(connection));
            }
            default -> model.addAttribute("dials", dials(connection));
        }
        return "console/connection";
    }

    private void rules(Connection connection, Model model) {
        if (!ConsoleFrame.may(Level.OPERATOR)) return;
        var state = rules.state(connection.name());
        model.addAttribute("rules", state);
        model.addAttribute("editable", ConsoleFrame.may(Level.ADMINISTRATOR) && connection.mode() == Mode.SCRIPT);
        model.addAttribute(
                "texts",
                ((List<?>) state.getOrDefault("rules", List.of()))
                        .stream()
                                .map(rule -> text(connection, (Map<?, ?>) rule))
                                .toList());
    }

    /** What the editor of one rule begins with; the version is that of the very text that is shown. */
    private Map<String, @Nullable Object> text(Connection connection, Map<?, ?> rule) {
        Map<String, @Nullable Object> text = new LinkedHashMap<>();
        rule.forEach((key, value) -> text.put(String.valueOf(key), value));
        var direction = String.valueOf(rule.get("direction"));
        text.put("title", direction.equals("outgoing") ? "Outgoing sync" : "Incoming sync");
        try {
            var now = books.read(connection, direction);
            text.put("text", "\n" + now); // a browser drops the first line break of a textarea
            text.put("version", books.version(now));
        } catch (RuleBroken unreadable) {
            text.put("text", "");
        }
        return text;
    }

    private List<?> triggers(Connection connection) {
        return ((List<?>) triggers.list().getOrDefault("items", List.of()))
                .stream()
                        .filter(trigger -> trigger instanceof Map<?, ?> view
                                && connection.name().equals(view.get("connection")))
                        .toList();
    }

    private static String dials(Connection connection) {
        var dials = connection.dials();
        if (dials == null) return "Nobody: both sides are here";
        return switch (dials) {
            case BOTH -> "Both sides";
            case US -> "This side";
            case THEM -> "The other side";
        };
    }

    private static Map<String, String> tabs() {
        var tabs = new LinkedHashMap<String, String>();
        tabs.put("info", "Info");
        tabs.put("rules", "Rules");
        tabs.put("triggers", "Triggers");
        tabs.put("statistics", "Statistics");
        tabs.put("advanced", "Advanced");
        return tabs;
    }
}
