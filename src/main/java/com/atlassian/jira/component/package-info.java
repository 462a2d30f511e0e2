/** What rules reach of Jira by its Java API, as far as its REST API can stand in for it; written anew for Drawbridge. */
@NullMarked
package com.atlassian.jira.component;

import org.jspecify.annotations.NullMarked;
