package com.exalate.basic.domain.hubobject.v1;

/** A version of a project. */
@Keys({"id", "name", "description", "startDate", "releaseDate", "released", "archived"})
public class BasicHubVersion extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubVersion() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
