package com.exalate.basic.domain.hubobject.v1;

/** A group of users. */
@Keys("name")
public class BasicHubGroup extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubGroup() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
