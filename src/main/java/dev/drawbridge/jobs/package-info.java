/** Long work on many issues: it is kept in the store, goes on after a restart, and gives way to what people do. */
@NullMarked
@ApplicationModule(allowedDependencies = {"queue", "twin", "jira", "rules", "replica", "connection", "journal"})
package dev.drawbridge.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
