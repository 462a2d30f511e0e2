package com.exalate.basic.domain.hubobject.v1;

/** A component of a project. */
@Keys({"id", "name", "description", "lead", "assigneeType"})
public class BasicHubComponent extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubComponent() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
