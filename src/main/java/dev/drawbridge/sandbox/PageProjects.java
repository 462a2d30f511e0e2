package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import java.util.List;

/** Projects, and lists of issues: of a project, and of a search by JQL. */
record PageProjects(Desk desk) {
    private static final int LONGEST_LIST = 200;

    void on() {
        desk.routes()
                .on("GET", "", call -> desk.goTo("/secure/Dashboard.jspa"))
                .on("GET", "/", call -> desk.goTo("/secure/Dashboard.jspa"));
        desk.shows("/secure/Dashboard.jspa", this::projects).shows("/issues", this::search);
    }

    private Page projects(Call call) {
        var projects = Json.array();
        for (var project : desk.site().projects.values()) {
            if (call.viewer().sees(project)) {
                projects.addObject()
                        .put("id", "project-" + project.key)
                        .put("key", project.key)
                        .put("name", project.name)
                        .put("kind", project.kind.replace('_', ' '))
                        .put("count", issues(call, project).size());
            }
        }
        var model = Json.object().put("jql", "");
        model.set("projects", projects);
        model.set(
                "lines",
                newest(
                        call,
                        desk.site().issues.values().stream()
                                .filter(call.viewer()::sees)
                                .toList(),
                        20));
        return new Page("projects", "Projects", "/secure/Dashboard.jspa", model);
    }

    /** The issues of one project, the newest change first. */
    Page project(Call call, Project project) {
        var issues = issues(call, project);
        var model = Json.object()
                .put("key", project.key)
                .put("name", project.name)
                .put("count", issues.size())
                .put("jql", "project = " + project.key + " ORDER BY updated DESC")
                .put("create", call.viewer().may("CREATE_ISSUES", project));
        model.set("lines", newest(call, issues, LONGEST_LIST));
        return new Page("issues", project.name, "/browse/" + project.key, model);
    }

    private List<Issue> issues(Call call, Project project) {
        return desk.site().issues.values().stream()
                .filter(issue -> issue.project == project && call.viewer().sees(issue))
                .toList();
    }

    private static ArrayNode newest(Call call, List<Issue> issues, int most) {
        return lines(
                call,
                issues.stream()
                        .sorted(Comparator.comparing((Issue issue) -> issue.updated)
                                .reversed())
                        .toList(),
                most);
    }

    private static ArrayNode lines(Call call, List<Issue> issues, int most) {
        var shown = new Shown(call.viewer());
        return Json.array(issues.stream().limit(most).map(shown::line).toList());
    }

    private Page search(Call call) {
        var jql = call.query().getOrDefault("jql", "");
        var model = Json.object()
                .put("key", "")
                .put("name", "Search")
                .put("jql", jql)
                .put("create", false);
        var page = new Page("issues", "Search", "/issues/?jql=" + Beans.encoded(jql), model);
        try {
            var query = JqlQuery.parse(call.viewer(), jql);
            var found = desk.site().index.visible().stream()
                    .filter(doc ->
                            call.viewer().sees(doc.issue()) && query.matches().test(doc))
                    .sorted(query.order())
                    .map(Index.Doc::issue)
                    .toList();
            model.put("count", found.size()).set("lines", lines(call, found, LONGEST_LIST));
            return page;
        } catch (Refusal refusal) {
            model.put("count", 0).putArray("lines");
            return page.refused(refusal);
        }
    }
}
