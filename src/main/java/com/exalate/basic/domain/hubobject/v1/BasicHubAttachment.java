package com.exalate.basic.domain.hubobject.v1;

/** An attachment; {@code filesize} is in bytes. */
@Keys({"id", "remoteId", "filename", "filesize", "mimetype", "author", "created", "internal"})
public class BasicHubAttachment extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubAttachment() {}
}
