package com.exalate.api.exception;

import org.jspecify.annotations.Nullable;

/** Thrown by a rule: the issue is held back with this message; all others go on. */
public class IssueTrackerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IssueTrackerException(String message) {
        super(message);
    }

    public IssueTrackerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public IssueTrackerException(@Nullable Throwable cause) {
        super(cause);
    }
}
