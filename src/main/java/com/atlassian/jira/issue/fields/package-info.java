/** Custom fields as rules that ran inside Jira know them. */
@NullMarked
package com.atlassian.jira.issue.fields;

import org.jspecify.annotations.NullMarked;
