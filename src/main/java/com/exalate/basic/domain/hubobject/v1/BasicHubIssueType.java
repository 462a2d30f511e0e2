package com.exalate.basic.domain.hubobject.v1;

/** An issue type. */
@Keys({"id", "name", "subtask"})
public class BasicHubIssueType extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubIssueType() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
