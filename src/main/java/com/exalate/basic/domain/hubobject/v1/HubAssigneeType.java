package com.exalate.basic.domain.hubobject.v1;

/** Who is assigned to the issues of a component. */
public enum HubAssigneeType {
    PROJECT_DEFAULT,
    COMPONENT_LEAD,
    PROJECT_LEAD,
    UNASSIGNED
}
