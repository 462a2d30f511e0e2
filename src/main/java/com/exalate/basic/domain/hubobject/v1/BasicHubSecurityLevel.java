package com.exalate.basic.domain.hubobject.v1;

/** A security level. */
@Keys({"id", "name"})
public class BasicHubSecurityLevel extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubSecurityLevel() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
