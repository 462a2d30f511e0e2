package dev.drawbridge.jira;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.replica.Plan;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes versions and components. Their names are unique in a project, so one that is there already is as good. */
@Component
class ProjectParts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Door door;
    private final Metadata metadata;

    ProjectParts(Door door, Metadata metadata) {
        this.door = door;
        this.metadata = metadata;
    }

    void make(Plan.CreateVersion version) {
        if (metadata.version(version.project(), version.name()).isPresent()) return;
        var body = body(version.project(), version.name(), version.description());
        put(body, "startDate", version.startDate());
        put(body, "releaseDate", version.releaseDate());
        try {
            door.post("/rest/api/2/version", body);
            metadata.forgetParts(version.project());
        } catch (JiraTrouble trouble) {
            metadata.forgetParts(version.project());
            if (!trouble.isRefusal()
                    || metadata.version(version.project(), version.name()).isEmpty()) throw trouble;
        }
    }

    void make(Plan.CreateComponent component) {
        if (metadata.component(component.project(), component.name()).isPresent()) return;
        var body = body(component.project(), component.name(), component.description());
        put(body, "leadUserName", component.leadUsername());
        put(body, "assigneeType", component.assigneeType());
        try {
            door.post("/rest/api/2/component", body);
            metadata.forgetParts(component.project());
        } catch (JiraTrouble trouble) {
            metadata.forgetParts(component.project());
            if (!trouble.isRefusal()
                    || metadata.component(component.project(), component.name()).isEmpty()) throw trouble;
        }
    }

    private static ObjectNode body(String project, String name, @Nullable String description) {
        var body = NODES.objectNode().put("project", project).put("name", name);
        put(body, "description", description);
        return body;
    }

    private static void put(ObjectNode body, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) body.put(name, value);
    }
}
