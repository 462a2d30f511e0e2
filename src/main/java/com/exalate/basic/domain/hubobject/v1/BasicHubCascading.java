package com.exalate.basic.domain.hubobject.v1;

/** A choice in a cascading select: two options. */
@Keys({"parent", "child"})
public class BasicHubCascading extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubCascading() {}
}
