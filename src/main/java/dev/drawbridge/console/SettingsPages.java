package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.jira.JiraSettings;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.LocalInstance;
import dev.drawbridge.jira.ProxyRights;
import dev.drawbridge.jira.TimeZones;
import dev.drawbridge.monitoring.Channels;
import dev.drawbridge.rules.Rulebooks;
import dev.drawbridge.security.Level;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** General Settings: who this node is, how its Jira is, and who may use it. */
@Controller
class SettingsPages implements ConsolePage {
    private final NodeApi node;
    private final UsersApi users;
    private final TokenForm tokens;
    private final JiraSettings jira;
    private final Rulebooks rules;
    private final Licences licences;
    private final JiraNow now;

    SettingsPages(
            NodeApi node,
            UsersApi users,
            TokenForm tokens,
            JiraSettings jira,
            Rulebooks rules,
            Licences licences,
            JiraNow now) {
        this.node = node;
        this.users = users;
        this.tokens = tokens;
        this.jira = jira;
        this.rules = rules;
        this.licences = licences;
        this.now = now;
    }

    @GetMapping("/settings")
    String settings(Model model) {
        var facts = node.itself();
        model.addAttribute("node", facts);
        model.addAttribute(
                "routes", "public".equals(facts.get("role")) ? "common, private, public" : "common, private");
        model.addAttribute("jira", jira);
        model.addAttribute("publish", rules.isPublishedByHand() ? "manual" : "auto");
        model.addAttribute("licences", licences.parts());
        if (ConsoleFrame.may(Level.ADMINISTRATOR)) {
            model.addAttribute("users", users.list().get("items"));
            model.addAttribute("kinds", Channels.KINDS);
            model.addAttribute("levels", Level.values());
            tokens.offer(model, null);
        }
        return "console/settings";
    }

    /** Asked for by the page itself, since Jira may be slow. */
    @GetMapping("/settings/jira")
    String jira(Model model) {
        now.look(model);
        return "console/settings-jira";
    }

    /** How Jira is at this moment. */
    @org.springframework.stereotype.Component
    static class JiraNow {
        private final LocalInstance jira;
        private final TimeZones zones;
        private final ProxyRights rights;
        private final Connections connections;

        JiraNow(LocalInstance jira, TimeZones zones, ProxyRights rights, Connections connections) {
            this.jira = jira;
            this.zones = zones;
            this.rights = rights;
            this.connections = connections;
        }

        void look(Model model) {
            var look = jira.look();
            var lacks = new TreeMap<String, List<String>>();
            var asked = look.problem() == null;
            var zone = "unknown";
            try {
                if (asked) {
                    zone = zones.look().sentence();
                    connections.all().stream()
                            .map(Connection::projects)
                            .flatMap(List::stream)
                            .distinct()
                            .forEach(project -> {
                                var missing = rights.missing(project);
                                if (!missing.isEmpty()) lacks.put(project, missing);
                            });
                }
            } catch (JiraTrouble trouble) {
                asked = false;
            }
            model.addAttribute("look", look);
            model.addAttribute("zones", zone);
            model.addAttribute("lacks", lacks.entrySet());
            model.addAttribute("asked", asked);
        }
    }
}
