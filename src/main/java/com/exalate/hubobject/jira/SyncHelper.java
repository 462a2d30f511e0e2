package com.exalate.hubobject.jira;

/** Type of {@code syncHelper}, for rules that name it; the binding says what it can do. */
public interface SyncHelper {}
