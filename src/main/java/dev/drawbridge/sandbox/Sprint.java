package dev.drawbridge.sandbox;

import java.util.Locale;

/** A sprint of the one board that each project has; the board has the project's number. */
record Sprint(long id, String name, String state, Project project) {
    boolean isClosed() {
        return state.equals("closed");
    }

    Sprint closed() {
        return new Sprint(id, name, "closed", project);
    }

    /** As the value of a field shows it: the text that a Java object makes of itself. */
    String words() {
        return "com.atlassian.greenhopper.service.sprint.Sprint@1a2b3c[id=%d,rapidViewId=%s,state=%s,name=%s,"
                        .formatted(id, project.id, state.toUpperCase(Locale.ROOT), name)
                + "startDate=%s,endDate=<null>,completeDate=<null>,activatedDate=<null>,sequence=%d,goal=,synced=false]"
                        .formatted(state.equals("future") ? "<null>" : "2026-11-02T09:00:00.000+01:00", id);
    }
}
