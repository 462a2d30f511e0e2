package com.atlassian.jira.issue;

import com.atlassian.jira.issue.fields.CustomField;
import org.jspecify.annotations.Nullable;

/** An issue of the local Jira. */
public interface Issue {
    Long getId();

    String getKey();

    @Nullable
    String getSummary();

    /** Something with a {@code getName()}. */
    @Nullable
    Object getIssueType();

    /** The value in the form in which rules know it. */
    @Nullable
    Object getCustomFieldValue(@Nullable CustomField field);
}
