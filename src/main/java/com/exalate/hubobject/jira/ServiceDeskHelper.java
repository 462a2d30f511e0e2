package com.exalate.hubobject.jira;

/** Type of {@code serviceDeskHelper}, for rules that name it; the binding says what it can do. */
public interface ServiceDeskHelper {}
