/** Who is logged in. */
@NullMarked
package com.atlassian.jira.security;

import org.jspecify.annotations.NullMarked;
