package com.atlassian.jira.issue;

import com.atlassian.jira.issue.fields.CustomField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The custom fields of the local Jira. */
public interface CustomFieldManager {
    /** @param id such as {@code customfield_10001}, or the number; null when there is none */
    @Nullable
    CustomField getCustomFieldObject(@Nullable Object id);

    List<CustomField> getCustomFieldObjectsByName(@Nullable String name);
}
