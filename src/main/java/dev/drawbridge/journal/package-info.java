/** The record of what happened to each issue; log, metrics and notifications are views of it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.drawbridge.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
