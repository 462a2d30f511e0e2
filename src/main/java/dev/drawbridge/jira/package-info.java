/** The only place that speaks to Jira: what changed, what an issue looks like, and the calls that change it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"replica", "connection", "twin", "journal", "secrets", "queue", "http"})
package dev.drawbridge.jira;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
