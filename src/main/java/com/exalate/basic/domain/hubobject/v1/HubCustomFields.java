package com.exalate.basic.domain.hubobject.v1;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The custom fields of an issue, each by its name and by its number. */
public class HubCustomFields extends HubObject {
    private static final long serialVersionUID = 1;

    private transient FieldLookup lookup;

    /** Fields that were looked at but had no value: they count once they get one. */
    private final transient Map<String, BasicHubCustomField> empty = new LinkedHashMap<>();

    public HubCustomFields() {
        this(FieldLookup.NONE);
    }

    /** @param lookup what the Jira has; none, or free, for a copy that travels */
    public HubCustomFields(FieldLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    protected String key(String name) {
        if (containsKey(name)) return name;
        for (var entry : entrySet())
            if (entry.getValue() instanceof BasicHubCustomField field
                    && (name.equalsIgnoreCase(String.valueOf(field.get("name")))
                            || name.equals(String.valueOf(field.get("id"))))) return entry.getKey();
        if (empty.containsKey(name)) return name;
        var known = lookup.find(name);
        return known == null || known.get("id") == null ? name : String.valueOf(known.get("id"));
    }

    @Override
    protected @Nullable Object unset(String key) {
        return empty.computeIfAbsent(key, lookup::find);
    }

    /** Keeps the field of this place and takes over the value, also from a field of another name. */
    @Override
    protected @Nullable Object typed(String key, @Nullable Object value) {
        if (lookup == FieldLookup.NONE) return value;
        if (lookup == FieldLookup.FREE && value instanceof Map<?, ?> other && isField(other)) return value;
        var field = lookup.find(key);
        if (field == null) throw new IllegalArgumentException("There is no custom field '" + key + "' in this Jira");
        field.put("value", value instanceof Map<?, ?> other && isField(other) ? other.get("value") : value);
        return field;
    }

    /** From now on in a Jira that has these custom fields. */
    public HubCustomFields bound(FieldLookup fields) {
        lookup = fields;
        return this;
    }

    /** The fields with a place of their own, and those that got a value since they were looked at. */
    public Map<String, @Nullable Object> used() {
        var used = new LinkedHashMap<String, @Nullable Object>(this);
        empty.forEach((key, field) -> {
            if (field.containsKey("value") && !used.containsKey(key)) used.put(key, field);
        });
        return used;
    }

    private static boolean isField(Map<?, ?> value) {
        return value instanceof BasicHubCustomField
                || (value.containsKey("value") && value.containsKey("name") && value.containsKey("type"));
    }
}
