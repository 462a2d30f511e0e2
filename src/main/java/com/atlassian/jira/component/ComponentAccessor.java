package com.atlassian.jira.component;

import com.atlassian.jira.issue.CustomFieldManager;
import com.atlassian.jira.issue.IssueManager;
import com.atlassian.jira.security.JiraAuthenticationContext;

/** Where rules that ran inside Jira begin; behind it stands the REST API of the node's own Jira. */
public final class ComponentAccessor {
    private ComponentAccessor() {}

    public static IssueManager getIssueManager() {
        return JiraHost.current().issueManager();
    }

    public static CustomFieldManager getCustomFieldManager() {
        return JiraHost.current().customFieldManager();
    }

    public static JiraAuthenticationContext getJiraAuthenticationContext() {
        return JiraHost.current().authenticationContext();
    }

    /** @throws RuntimeException with a sentence for what Jira's REST API cannot stand in for */
    public static Object getComponent(Class<?> type) {
        return JiraHost.current().component(type.getName());
    }

    /** @throws RuntimeException with a sentence for what Jira's REST API cannot stand in for */
    public static Object getOSGiComponentInstanceOfType(Class<?> type) {
        return JiraHost.current().component(type.getName());
    }

    public static Object getApplicationProperties() {
        return JiraHost.current().component("com.atlassian.jira.config.properties.ApplicationProperties");
    }

    public static Object getClassLoader() {
        return JiraHost.current().component("a class loader");
    }
}
