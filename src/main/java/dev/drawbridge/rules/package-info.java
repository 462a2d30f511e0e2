/** The administrator's opinions: rule books on disk, their compilation, and what a script sees. */
@NullMarked
@ApplicationModule(allowedDependencies = {"replica", "connection", "twin", "queue", "jira", "journal", "http"})
package dev.drawbridge.rules;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
