package dev.drawbridge.jira;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** The projects of our Jira that the proxy user sees, and what it may not do in them. */
@Component
public class Projects {
    /** Above that many it is not asked of each what is missing: that costs a call a project. */
    private static final int LOOKED_AT = 25;

    private final Door door;
    private final ProxyRights rights;

    Projects(Door door, ProxyRights rights) {
        this.door = door;
        this.rights = rights;
    }

    /**
     * One project.
     *
     * @param missing permissions that the proxy user lacks in it, by Jira's names; empty also where nobody has asked
     */
    public record Project(String key, String name, List<String> missing) {}

    /** All of them, by name. */
    public List<Project> all() {
        var answer = door.get("/rest/api/2/project");
        door.requireUs(answer);
        var few = answer.body().size() <= LOOKED_AT;
        var all = new ArrayList<Project>();
        for (var project : answer.body()) {
            var key = project.path("key").asText();
            all.add(new Project(key, project.path("name").asText(), few ? rights.missing(key) : List.of()));
        }
        all.sort(Comparator.comparing(Project::name, String.CASE_INSENSITIVE_ORDER));
        return all;
    }
}
