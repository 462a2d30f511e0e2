/** Options of select fields. */
@NullMarked
package com.atlassian.jira.issue.customfields.manager;

import org.jspecify.annotations.NullMarked;
