package com.exalate.basic.domain.hubobject.v1;

import org.jspecify.annotations.Nullable;

/** Which custom fields the local Jira has. */
@FunctionalInterface
public interface FieldLookup {
    /** Knows none: of a copy that has arrived. */
    FieldLookup NONE = name -> null;

    /** Takes any name: for a copy that is being made. */
    FieldLookup FREE = name -> {
        var field = new BasicHubCustomField();
        field.put("name", name);
        return field;
    };

    /**
     * The custom field of that name or number.
     *
     * @return without a value; null when there is none
     * @throws IllegalArgumentException when several have the name
     */
    @Nullable
    BasicHubCustomField find(String nameOrId);
}
