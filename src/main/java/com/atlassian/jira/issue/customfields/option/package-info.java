/** Options of select fields. */
@NullMarked
package com.atlassian.jira.issue.customfields.option;

import org.jspecify.annotations.NullMarked;
