package com.atlassian.jira.issue;

/** An issue that could be changed; rules change {@code issue} instead. */
public interface MutableIssue extends Issue {}
