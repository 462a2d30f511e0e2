package com.exalate.basic.domain.hubobject.v1;

/** A comment: {@code id, remoteId, body, author, created, updated, internal, roleLevel, groupLevel}; {@code executor} is who
 * should write it here. */
public class BasicHubComment extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubComment() {}
}
