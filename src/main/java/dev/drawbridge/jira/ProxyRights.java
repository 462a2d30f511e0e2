package dev.drawbridge.jira;

import java.util.List;
import org.springframework.stereotype.Component;

/** What the proxy user may do in our Jira. */
@Component
public class ProxyRights {
    /** What a sync of the usual fields needs. */
    private static final List<String> NEEDED = List.of(
            "BROWSE_PROJECTS",
            "CREATE_ISSUES",
            "EDIT_ISSUES",
            "ADD_COMMENTS",
            "EDIT_OWN_COMMENTS",
            "DELETE_OWN_COMMENTS",
            "CREATE_ATTACHMENTS",
            "DELETE_OWN_ATTACHMENTS",
            "TRANSITION_ISSUES",
            "ASSIGN_ISSUES",
            "SCHEDULE_ISSUES",
            "LINK_ISSUES");

    private final Door door;

    ProxyRights(Door door) {
        this.door = door;
    }

    /** Permissions that the proxy user lacks in a project, by Jira's names. */
    public List<String> missing(String project) {
        var answer = door.get("/rest/api/2/mypermissions?projectKey=" + Metadata.encoded(project));
        door.requireUs(answer);
        var permissions = answer.body().path("permissions");
        return NEEDED.stream()
                .filter(name -> !permissions.path(name).path("havePermission").asBoolean(false))
                .toList();
    }
}
