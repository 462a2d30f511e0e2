package dev.drawbridge.rules;

import org.jspecify.annotations.Nullable;

/** {@code workflowHelper} in incoming rules. */
public final class WorkflowHelper implements com.exalate.hubobject.jira.WorkflowHelper {
    private final Scene scene;

    WorkflowHelper(Scene scene) {
        this.scene = scene;
    }

    /** Makes that transition after all other changes, when Jira offers it then. */
    public void transition(@Nullable Object issue, @Nullable Object name) {
        if (name != null) scene.asked().transition(Values.words(name));
    }
}
