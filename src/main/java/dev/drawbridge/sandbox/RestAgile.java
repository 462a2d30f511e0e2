package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What Jira Software adds: the board of each project and its sprints. */
record RestAgile(Site site) {
    void on(Routes.Under agile) {
        agile.get("board", this::boards).get("board/{board}/sprint", this::sprints);
    }

    private Reply boards(Call call) {
        var asked = call.asked("projectKeyOrId");
        var boards = site.projects.values().stream()
                .filter(call.viewer()::sees)
                .filter(project -> project.kind.equals("software"))
                .filter(project -> asked == null || asked.equals(project.key) || asked.equals(project.id))
                .toList();
        return Reply.ok(Paging.of(call, 50).values(boards, project -> Json.object()
                .put("id", Long.parseLong(project.id))
                .put("name", project.key + " board")
                .put("type", "scrum")));
    }

    private Reply sprints(Call call) {
        var asked = call.asked("state");
        var states = asked == null ? List.of("closed", "active", "future") : List.of(asked.split(","));
        var sprints = site.sprints.values().stream()
                .filter(sprint -> sprint.project().id.equals(call.variable("board")))
                .filter(sprint -> states.contains(sprint.state()))
                .toList();
        return Reply.ok(Paging.of(call, 50).values(sprints, RestAgile::bean));
    }

    private static ObjectNode bean(Sprint sprint) {
        return Json.object()
                .put("id", sprint.id())
                .put("state", sprint.state())
                .put("name", sprint.name())
                .put("originBoardId", Long.parseLong(sprint.project().id));
    }
}
