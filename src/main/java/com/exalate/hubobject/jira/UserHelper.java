package com.exalate.hubobject.jira;

/** Type of {@code userHelper}, for rules that name it; the binding says what it can do. */
public interface UserHelper {}
