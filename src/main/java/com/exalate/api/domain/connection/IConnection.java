package com.exalate.api.domain.connection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connection that a rule belongs to. */
public interface IConnection {
    String getName();

    /** {@code name} and {@code url} of the other Jira. */
    Map<String, @Nullable Object> getRemoteInstance();

    /** Free values of the connection. */
    Map<String, @Nullable Object> getFieldValues();
}
