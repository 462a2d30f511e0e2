package com.exalate.basic.domain.hubobject.v1;

/** An attachment: {@code id, remoteId, filename, filesize} (bytes), {@code mimetype, author, created, internal}. */
public class BasicHubAttachment extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubAttachment() {}
}
