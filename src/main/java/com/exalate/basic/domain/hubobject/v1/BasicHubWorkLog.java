package com.exalate.basic.domain.hubobject.v1;

/** A worklog; {@code timeSpent} is in seconds. */
@Keys({
    "id",
    "remoteId",
    "author",
    "updateAuthor",
    "startDate",
    "timeSpent",
    "comment",
    "created",
    "updated",
    "roleLevel",
    "groupLevel"
})
public class BasicHubWorkLog extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubWorkLog() {}
}
