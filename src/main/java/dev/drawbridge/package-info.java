/** The node that keeps issues of this Jira in sync with those of its peers. */
@NullMarked
package dev.drawbridge;

import org.jspecify.annotations.NullMarked;
