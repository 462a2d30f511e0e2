/** Types of the helpers, for rules that name them. */
@NullMarked
package com.exalate.hubobject.jira;

import org.jspecify.annotations.NullMarked;
