/** Two companies, each with a Jira and a node: what they may rely on. */
@NullMarked
package dev.drawbridge.story;

import org.jspecify.annotations.NullMarked;
