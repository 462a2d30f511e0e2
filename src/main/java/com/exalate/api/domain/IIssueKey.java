package com.exalate.api.domain;

import org.jspecify.annotations.Nullable;

/** Which issue: {@code id, key, entityType}. */
public interface IIssueKey {
    /** Jira's number of the issue; null when only the key is known. */
    @Nullable
    Object getId();

    @Nullable
    String getIdStr();

    @Nullable
    String getURN();
}
