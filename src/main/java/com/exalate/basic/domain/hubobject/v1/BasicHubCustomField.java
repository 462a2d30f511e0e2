package com.exalate.basic.domain.hubobject.v1;

import org.jspecify.annotations.Nullable;

/**
 * A custom field of an issue. The value has the type of the field: a text, number, date,
 * option, list of options, user, and so on. Another whole custom field may be given as the value.
 */
@Keys({"id", "name", "type", "value"})
public class BasicHubCustomField extends HubObject {
    private static final long serialVersionUID = 1;

    public BasicHubCustomField() {}

    @Override
    protected @Nullable Object typed(String key, @Nullable Object value) {
        return key.equals("value") && value instanceof BasicHubCustomField other ? other.get("value") : value;
    }
}
