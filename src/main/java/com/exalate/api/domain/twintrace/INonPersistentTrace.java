package com.exalate.api.domain.twintrace;

import org.jspecify.annotations.Nullable;

/** The pairing of a comment, attachment or worklog with the remote one. */
public interface INonPersistentTrace {
    @Nullable
    TraceType getType();

    @Nullable
    String getLocalId();

    @Nullable
    String getRemoteId();
}
