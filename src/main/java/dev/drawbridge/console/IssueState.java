package dev.drawbridge.console;

import org.jspecify.annotations.Nullable;

/** How it can stand with an issue in a connection, each with the answer to "why is it not in sync?" in one sentence. */
enum IssueState {
    SYNCHRONIZED(""),
    SYNCHRONIZED_EXCEPT("A part of it could not be applied; the rest is in sync."),
    IN_PROGRESS("A change is on its way."),
    WAITING_FOR_REMOTE("The other side has not said yet that it has the issue."),
    WAITING_FOR_PARENT("Its parent has to be there first."),
    CONNECTING("The other side has not agreed yet to connect the two issues."),
    HELD("It waits for an administrator of this node to approve or refuse it."),
    ERROR("What the other side sent could not be applied here; it waits for somebody to mend that."),
    REMOTE_ERROR("The other side could not apply what it was sent; its administrator has to mend that."),
    REMOTE_REMOVED("The issue of the other side was deleted; this one stays, and nothing is synchronized any more."),
    MOVED_OUT_OF_SCOPE("The issue was moved out of the connection's projects, which ended its sync."),
    ARCHIVED("The issue is archived in this Jira: its sync goes on once it is restored."),
    DIFFERS("The last comparison found that the two issues differ."),
    DEACTIVATED("The connection is deactivated here: what changes waits until somebody activates it."),
    NOT_UNDER_SYNC("It is not under sync in this connection.");

    private final String sentence;

    IssueState(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Why it is not in sync.
     *
     * @param known what is known of this very issue; null or blank when nothing is, or it is not to be shown
     * @return one sentence or more; empty only for what is in sync
     */
    String why(@Nullable String known) {
        return this == SYNCHRONIZED || known == null || known.isBlank() ? sentence : known;
    }
}
