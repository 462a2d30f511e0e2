package com.exalate.basic.domain.hubobject.v1;

/** An option of a select field. */
@Keys({"id", "value", "childOptions"})
public class BasicHubOption extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubOption() {}

    public BasicHubOption(String value) {
        put("value", value);
    }

    @Override
    public String toString() {
        return String.valueOf(get("value"));
    }
}
