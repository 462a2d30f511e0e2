/** How Jira tells of changes. */
@NullMarked
package com.atlassian.jira.event.type;

import org.jspecify.annotations.NullMarked;
