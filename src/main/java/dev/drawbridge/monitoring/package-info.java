/** What operators see: MBeans, metrics and health, all of them views of what the other modules know. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"connection", "queue", "twin", "jira", "rules", "transport", "journal", "secrets", "http"
        })
package dev.drawbridge.monitoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
