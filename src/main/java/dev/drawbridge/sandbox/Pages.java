package dev.drawbridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The pages for persons, at Jira's own addresses. What they do goes through the verbs that REST uses, too. */
final class Pages {
    private final Work work;
    private final Login login;

    Pages(Work work, Login login) {
        this.work = work;
        this.login = login;
    }

    void on(Routes routes) {
        var desk = new Desk(work.site(), login, routes);
        new PageLogin(desk).on();
        var projects = new PageProjects(desk);
        projects.on();
        var issues = new PageIssues(desk, work, projects);
        issues.on();
        new PageTalk(desk, new Talk(work), issues).on();
        file(routes, "sandbox.css", "text/css");
        file(routes, "live.js", "text/javascript");
        file(routes, "icon.svg", "image/svg+xml");
    }

    private static void file(Routes routes, String name, String type) {
        routes.on("GET", "/s/" + name, call -> Reply.text(200, type, read(name))
                .with(Map.of("Cache-Control", "no-cache")));
    }

    private static String read(String name) {
        try (var file = Pages.class.getResourceAsStream("/sandbox/" + name)) {
            if (file == null) {
                throw new IllegalStateException("The file sandbox/" + name + " is missing in the program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
