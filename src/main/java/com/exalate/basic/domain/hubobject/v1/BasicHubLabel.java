package com.exalate.basic.domain.hubobject.v1;

/** A label. */
@Keys("label")
public class BasicHubLabel extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubLabel() {}

    public BasicHubLabel(String label) {
        put("label", label);
    }

    @Override
    public String toString() {
        return String.valueOf(get("label"));
    }
}
