package com.exalate.basic.domain.hubobject.v1;

/** A choice in a cascading select: {@code parent} and {@code child} are options. */
public class BasicHubCascading extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubCascading() {}
}
