package dev.drawbridge.twin;

/** Which issue types of our Jira are for sub-tasks. */
public interface SubtaskTypes {
    /** Whether issues of that type in that project need a parent. */
    boolean isForSubtasks(String project, String type);
}
