package com.exalate.basic.domain;

import com.exalate.api.domain.IIssueKey;
import org.jspecify.annotations.Nullable;

/** Which issue. */
public class BasicIssueKey implements IIssueKey {
    private final @Nullable Object id;
    private final @Nullable String key;
    private final @Nullable String entityType;

    public BasicIssueKey(@Nullable Object id, @Nullable String key) {
        this(id, key, "issue");
    }

    public BasicIssueKey(@Nullable Object id, @Nullable String key, @Nullable String entityType) {
        this.id = id;
        this.key = key;
        this.entityType = entityType;
    }

    @Override
    public @Nullable Object getId() {
        return id;
    }

    @Override
    public @Nullable String getIdStr() {
        return id == null ? null : id.toString();
    }

    public @Nullable String getKey() {
        return key;
    }

    @Override
    public @Nullable String getURN() {
        return key;
    }

    public @Nullable String getUrn() {
        return key;
    }

    public @Nullable String getEntityType() {
        return entityType;
    }

    @Override
    public String toString() {
        return String.valueOf(key);
    }
}
