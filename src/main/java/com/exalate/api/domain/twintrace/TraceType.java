package com.exalate.api.domain.twintrace;

/** What a trace pairs. */
public enum TraceType {
    COMMENT,
    ATTACHMENT,
    WORKLOG
}
