package dev.drawbridge.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Jira calls that a difference amounts to, in the order in which they are made. Field values are in the neutral
 * form; their spelling in Jira's REST API is the business of the one who makes the calls.
 */
public record Plan(List<Step> steps) {

    public Plan {
        steps = List.copyOf(steps);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** One call, or one group of fields that travels in one call. */
    public sealed interface Step {}

    /** Makes the issue; {@code fields} are neutral properties, project and type among them. */
    public record CreateIssue(ObjectNode fields) implements Step {}

    /** Sets fields of the issue in one call; a JSON null clears. */
    public record EditFields(Map<String, JsonNode> fields) implements Step {
        public EditFields {
            fields = Map.copyOf(fields);
        }
    }

    /** Makes a version in the project, unless there is one of that name; days as {@code yyyy-MM-dd}. */
    public record CreateVersion(
            String project,
            String name,
            @Nullable String description,
            @Nullable String startDate,
            @Nullable String releaseDate)
            implements Step {}

    /**
     * Makes a component in the project, unless there is one of that name.
     *
     * @param assigneeType PROJECT_DEFAULT, COMPONENT_LEAD, PROJECT_LEAD or UNASSIGNED
     */
    public record CreateComponent(
            String project,
            String name,
            @Nullable String description,
            @Nullable String leadUsername,
            @Nullable String assigneeType)
            implements Step {}

    /** Moves the issue to a status by one transition that Jira offers now; {@code fields} are set on the way. */
    public record ChangeStatus(String toStatus, Map<String, JsonNode> fields) implements Step {
        public ChangeStatus {
            fields = Map.copyOf(fields);
        }

        public ChangeStatus(String toStatus) {
            this(toStatus, Map.of());
        }
    }

    /** Makes the transition of that name, if Jira offers it then. */
    public record MakeTransition(String name) implements Step {}

    /** Makes a copy of a remote comment. */
    public record AddComment(
            String remoteId, String body, boolean internal, @Nullable String roleLevel, @Nullable String groupLevel)
            implements Step {}

    /** Changes the text of a copy. Jira takes away a restriction that is not said again, so the one it has is given. */
    public record EditComment(String localId, String body, @Nullable String roleLevel, @Nullable String groupLevel)
            implements Step {}

    public record DeleteComment(String localId) implements Step {}

    /** Makes a copy of a remote attachment from a spooled file. */
    public record AddAttachment(String remoteId, String filename, String mimetype, long size, String sha256)
            implements Step {}

    public record DeleteAttachment(String localId) implements Step {}

    /**
     * What a worklog says.
     *
     * @param started ISO instant
     * @param seconds time spent
     */
    public record Worked(
            String started, long seconds, String comment, @Nullable String roleLevel, @Nullable String groupLevel) {}

    /** Makes a copy of a remote worklog. Estimates are fields of their own: no worklog changes them here. */
    public record AddWorklog(String remoteId, Worked worked) implements Step {}

    /** Changes a copy of a remote worklog. */
    public record EditWorklog(String localId, Worked worked) implements Step {}

    public record DeleteWorklog(String localId) implements Step {}

    /** Makes a copy of a remote link; the link names the issue here that is its other end. */
    public record AddLink(String remoteId, IssueLink link) implements Step {}

    public record RemoveLink(String localId, IssueLink link) implements Step {}

    /**
     * What came of a step.
     *
     * @param localId the id in our Jira of what was made, for steps that make something
     * @param refused null when the step was done; else why its part could not be applied
     */
    public record Result(Step step, @Nullable String localId, @Nullable Warning refused) {}
}
