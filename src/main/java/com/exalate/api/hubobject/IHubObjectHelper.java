package com.exalate.api.hubobject;

import com.exalate.api.domain.IIssueKey;
import com.exalate.basic.domain.hubobject.v1.BasicHubIssue;

/** The hub issues of other issues of the local Jira. */
public interface IHubObjectHelper {
    /**
     * What tells which issue it is: {@code id}, {@code key}, {@code type} and {@code projectKey}. The rest is in {@code issue}
     * once the rule has taken it for the copy with {@code issue.id}.
     *
     * @throws RuntimeException with a sentence when there is no such issue, or none that the proxy user may see
     */
    BasicHubIssue getHubIssueOnOutgoingProcessor(IIssueKey key);
}
