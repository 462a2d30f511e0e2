package com.exalate.basic.domain.hubobject.v1;

/** A comment; {@code executor} is who should write it here. */
@Keys({
    "id",
    "remoteId",
    "body",
    "author",
    "updateAuthor",
    "created",
    "updated",
    "internal",
    "roleLevel",
    "groupLevel",
    "executor"
})
public class BasicHubComment extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubComment() {}
}
