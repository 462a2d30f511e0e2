package com.exalate.basic.domain.hubobject.v1;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A project; its versions, components and lead are looked up when they are read. */
@Keys({"id", "key", "name", "versions", "components", "lead"})
public class BasicHubProject extends HubObject {
    private static final long serialVersionUID = 1;

    private final transient Map<String, Supplier<@Nullable Object>> later = new HashMap<>();

    public BasicHubProject() {}

    /** What is found out only when a rule reads it; such a value does not travel with the project. */
    public BasicHubProject later(String key, Supplier<@Nullable Object> value) {
        later.put(key, value);
        return this;
    }

    @Override
    protected @Nullable Object unset(String key) {
        var supplier = later.get(key);
        return supplier == null ? null : supplier.get();
    }

    @Override
    public String toString() {
        return String.valueOf(get("key"));
    }
}
