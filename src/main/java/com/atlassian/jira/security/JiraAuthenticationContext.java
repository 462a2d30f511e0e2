package com.atlassian.jira.security;

/** Who is logged in: the proxy user. */
public interface JiraAuthenticationContext {
    Object getLoggedInUser();
}
