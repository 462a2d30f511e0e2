package com.atlassian.jira.issue.customfields.manager;

import com.atlassian.jira.issue.customfields.option.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of select fields. */
public interface OptionsManager {
    List<Option> getOptions(@Nullable Object fieldConfig);

    /** @throws RuntimeException with a sentence: Jira's REST API makes no options */
    Option createOption(
            @Nullable Object fieldConfig, @Nullable Object parent, @Nullable Object sequence, @Nullable String value);
}
