package com.exalate.basic.domain;

import com.exalate.api.domain.twintrace.INonPersistentTrace;
import com.exalate.api.domain.twintrace.TraceAction;
import com.exalate.api.domain.twintrace.TraceType;
import org.jspecify.annotations.Nullable;

/** The pairing of a comment, attachment or worklog with the remote one, filled in one value after the other. */
public class BasicNonPersistentTrace implements INonPersistentTrace {
    private @Nullable TraceType type;
    private @Nullable String localId;
    private @Nullable String remoteId;
    private TraceAction action = TraceAction.NONE;
    private boolean toSynchronize = true;

    @Override
    public @Nullable TraceType getType() {
        return type;
    }

    public BasicNonPersistentTrace setType(TraceType type) {
        this.type = type;
        return this;
    }

    @Override
    public @Nullable String getLocalId() {
        return localId;
    }

    public BasicNonPersistentTrace setLocalId(@Nullable Object id) {
        localId = id == null ? null : id.toString();
        return this;
    }

    @Override
    public @Nullable String getRemoteId() {
        return remoteId;
    }

    public BasicNonPersistentTrace setRemoteId(@Nullable Object id) {
        remoteId = id == null ? null : id.toString();
        return this;
    }

    public TraceAction getAction() {
        return action;
    }

    public BasicNonPersistentTrace setAction(TraceAction action) {
        this.action = action;
        return this;
    }

    public boolean isToSynchronize() {
        return toSynchronize;
    }

    public BasicNonPersistentTrace setToSynchronize(boolean toSynchronize) {
        this.toSynchronize = toSynchronize;
        return this;
    }
}
