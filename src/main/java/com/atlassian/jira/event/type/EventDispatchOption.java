package com.atlassian.jira.event.type;

/** Whether Jira tells its listeners; by its REST API it always does. */
public enum EventDispatchOption {
    DO_NOT_DISPATCH,
    ISSUE_UPDATED,
    ISSUE_DELETED,
    ISSUE_ASSIGNED
}
