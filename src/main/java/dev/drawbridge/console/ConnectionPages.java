package dev.drawbridge.console;

import dev.drawbridge.connection.Connection;
import dev.drawbridge.connection.Connections;
import dev.drawbridge.connection.Invitations;
import dev.drawbridge.jira.JiraTrouble;
import dev.drawbridge.jira.Projects;
import dev.drawbridge.transport.PeerSettings;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Connections, from the first click on. */
@Controller
class ConnectionPages implements ConsolePage {
    private final ConnectionsApi api;
    private final Connections connections;
    private final Invitations invitations;
    private final Projects projects;
    private final PeerSettings peer;

    ConnectionPages(
            ConnectionsApi api,
            Connections connections,
            Invitations invitations,
            Projects projects,
            PeerSettings peer) {
        this.api = api;
        this.connections = connections;
        this.invitations = invitations;
        this.projects = projects;
        this.peer = peer;
    }

    @GetMapping("/connections")
    String list(Model model) {
        model.addAttribute("connections", api.list().get("items"));
        return "console/connections";
    }

    @GetMapping("/connections/initiate")
    String initiate(Model model) {
        model.addAttribute("reachable", peer.isPublic());
        offerProjects(model);
        return "console/initiate";
    }

    @GetMapping("/connections/accept")
    String accept(Model model) {
        offerProjects(model);
        return "console/accept";
    }

    @GetMapping("/connections/{name}/invitation")
    String invitation(@PathVariable String name, Model model) {
        var connection = named(name);
        var open = invitations.show(connection.id());
        model.addAttribute("name", connection.name());
        model.addAttribute("code", open.map(Invitations.Offer::code).orElse(null));
        model.addAttribute("expiresAt", open.map(Invitations.Offer::expiresAt).orElse(null));
        return "console/invitation";
    }

    /** While Jira cannot be asked, the page opens all the same and says so. */
    private void offerProjects(Model model) {
        try {
            model.addAttribute("projects", projects.all());
            model.addAttribute("unknown", null);
        } catch (JiraTrouble trouble) {
            model.addAttribute("projects", List.of());
            model.addAttribute("unknown", trouble.sentence());
        }
    }

    private Connection named(String name) {
        return connections
                .named(name)
                .orElseThrow(() -> new NoSuchElementException("There is no connection '" + name + "'."));
    }
}
