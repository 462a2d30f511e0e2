/** The grammar of JQL, generated. */
@NullMarked
package dev.drawbridge.sandbox.jql;

import org.jspecify.annotations.NullMarked;
