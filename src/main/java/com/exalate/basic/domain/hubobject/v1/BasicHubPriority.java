package com.exalate.basic.domain.hubobject.v1;

/** A priority. */
@Keys({"id", "name"})
public class BasicHubPriority extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubPriority() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
