/** Issues and custom fields as rules that ran inside Jira know them. */
@NullMarked
package com.atlassian.jira.issue;

import org.jspecify.annotations.NullMarked;
