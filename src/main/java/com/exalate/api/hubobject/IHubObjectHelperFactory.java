package com.exalate.api.hubobject;

import org.jspecify.annotations.Nullable;

/** Leads to the hub issues of other issues of the local Jira. */
public interface IHubObjectHelperFactory {
    /** @param version of the hub model; there is one */
    IHubObjectHelper get(@Nullable Object version);
}
