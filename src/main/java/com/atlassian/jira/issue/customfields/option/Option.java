package com.atlassian.jira.issue.customfields.option;

/** An option of a select field. */
public interface Option {
    Long getOptionId();

    String getValue();
}
