/** Durable sync events on their way out and in, their numbers, and who works on which issue right now. */
@NullMarked
@ApplicationModule(allowedDependencies = {"replica", "connection", "journal", "secrets"})
package dev.drawbridge.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
