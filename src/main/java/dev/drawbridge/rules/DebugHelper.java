package dev.drawbridge.rules;

import com.exalate.api.exception.IssueTrackerException;
import org.jspecify.annotations.Nullable;

/** {@code debug}: stops a rule and shows a value. */
public final class DebugHelper {

    public void error(@Nullable Object message) {
        throw new IssueTrackerException(Values.words(message));
    }
}
