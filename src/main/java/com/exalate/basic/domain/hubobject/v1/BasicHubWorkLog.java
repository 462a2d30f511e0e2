package com.exalate.basic.domain.hubobject.v1;

/** A worklog: {@code id, remoteId, author, updateAuthor, startDate, timeSpent} (seconds), {@code comment, roleLevel,
 * groupLevel}. */
public class BasicHubWorkLog extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubWorkLog() {}
}
