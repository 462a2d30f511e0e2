package com.exalate.basic.domain.hubobject.v1;

/** A link of two issues. */
@Keys({"otherIssueId", "otherIssueKey", "linkTypeName", "linkName", "isOutward", "url"})
public class BasicHubIssueLink extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubIssueLink() {}
}
