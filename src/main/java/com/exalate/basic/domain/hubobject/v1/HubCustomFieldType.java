package com.exalate.basic.domain.hubobject.v1;

/** Types of custom fields. */
public enum HubCustomFieldType {
    TEXT,
    TEXTAREA,
    STRING,
    NUMBER,
    DATE,
    DATETIME,
    OPTION,
    OPTIONS,
    CASCADING,
    USER,
    USERS,
    GROUP,
    GROUPS,
    VERSION,
    VERSIONS,
    PROJECT,
    LABELS,
    URL,
    EPIC_LINK,
    EPIC_NAME,
    SPRINT,
    UNKNOWN
}
