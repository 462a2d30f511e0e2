package com.exalate.api.domain.twintrace;

/** What is to be done with a trace; the engine decides by itself, whatever is set. */
public enum TraceAction {
    NONE,
    ADD,
    UPDATE,
    DELETE
}
