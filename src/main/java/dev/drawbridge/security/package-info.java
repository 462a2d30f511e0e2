/** Who may use the console, the admin API and the operators' tools. */
@NullMarked
@ApplicationModule(allowedDependencies = {"journal", "secrets"})
package dev.drawbridge.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
