package com.exalate.basic.domain.hubobject.v1;

/** A person. */
@Keys({"key", "username", "displayName", "email", "active"})
public class BasicHubUser extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubUser() {}

    @Override
    public String toString() {
        return String.valueOf(get("displayName"));
    }
}
