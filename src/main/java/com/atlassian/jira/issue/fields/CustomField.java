package com.atlassian.jira.issue.fields;

import com.atlassian.jira.issue.Issue;
import org.jspecify.annotations.Nullable;

/** A custom field. */
public interface CustomField {
    String getId();

    String getName();

    /** What {@code OptionsManager} takes. */
    @Nullable
    Object getRelevantConfig(@Nullable Issue issue);
}
