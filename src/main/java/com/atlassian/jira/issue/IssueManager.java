package com.atlassian.jira.issue;

import org.jspecify.annotations.Nullable;

/** Finds issues of the local Jira, and deletes them. */
public interface IssueManager {
    /** @return null when there is none, or none that the proxy user may see */
    @Nullable
    MutableIssue getIssueByCurrentKey(@Nullable String key);

    /** @param keyOrId a key or a number; null when there is none, or none that the proxy user may see */
    @Nullable
    MutableIssue getIssueObject(@Nullable Object keyOrId);

    /** Deletes an issue once the sync of this change is done; Jira always tells its listeners. */
    void deleteIssue(@Nullable Object user, @Nullable Issue issue, @Nullable Object dispatch, boolean sendMail);
}
