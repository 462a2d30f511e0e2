package com.exalate.basic.domain.hubobject.v1.status;

import com.exalate.basic.domain.hubobject.v1.HubObject;
import com.exalate.basic.domain.hubobject.v1.Keys;

/** A status. */
@Keys({"id", "name", "category"})
public class BasicHubStatus extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubStatus() {}

    @Override
    public String toString() {
        return String.valueOf(get("name"));
    }
}
