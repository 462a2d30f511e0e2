package com.exalate.basic.domain.hubobject.v1;

/** A resolution. */
@Keys({"id", "name"})
public class BasicHubResolution extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubResolution() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
