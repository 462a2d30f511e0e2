package com.atlassian.jira.component;

import com.atlassian.jira.issue.CustomFieldManager;
import com.atlassian.jira.issue.IssueManager;
import com.atlassian.jira.security.JiraAuthenticationContext;
import org.jspecify.annotations.Nullable;

/** What stands in for Jira while a rule runs: belongs to the thread of the rule. */
public interface JiraHost {
    IssueManager issueManager();

    CustomFieldManager customFieldManager();

    JiraAuthenticationContext authenticationContext();

    /** Something of Jira's inside by the name of its class. */
    Object component(String type);

    /** What stands in for Jira in this thread. */
    static JiraHost current() {
        var host = Held.HOST.get();
        if (host == null) throw new IllegalStateException("Jira can only be reached while a rule runs");
        return host;
    }

    /** From now on in this thread; null ends it. */
    static void bind(@Nullable JiraHost host) {
        if (host == null) Held.HOST.remove();
        else Held.HOST.set(host);
    }

    /** Where it is held. */
    final class Held {
        private static final ThreadLocal<@Nullable JiraHost> HOST = new ThreadLocal<>();

        private Held() {}
    }
}
